import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { parseDevices, parseSocketTable, readPortUses } from './ports';

test('a table of /proc/net: only sockets on the ports asked for, and of TCP only those that listen', () => {
  const udp = `\
   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
13018: 0100580A:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 79494 2 0000000041dc6a97 0
13032: 00000000:0043 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 79491 2 00000000d8618ea0 0
13034: 0100580A:1F90 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 79496 2 000000005fed35e9 0
`;
  expect(parseSocketTable({ text: udp, protocol: 'udp', ports: [53, 67] })).toEqual([
    { protocol: 'udp', address: '10.88.0.1', port: 53, inode: '79494' },
    { protocol: 'udp', address: '0.0.0.0', port: 67, inode: '79491' },
  ]);
  const tcp6 = `\
  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000000000000000000000000000:0035 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0 100 0 0 10 0
   1: 0000000000000000FFFF00000100580A:0035 0000000000000000FFFF00000200580A:9999 01 00000000:00000000 00:00000000 00000000     0        0 2 1 0 100 0 0 10 0
   3: 000000FD000000000000000001000000:0035 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4 1 0 100 0 0 10 0
`;
  const found = parseSocketTable({ text: tcp6, protocol: 'tcp', ports: [53] });
  expect(found.map((one) => one.address)).toEqual(['::', 'fd00::1']);
});

test('devices, which only ss tells', () => {
  const text = `\
udp   UNCONN 0      0                            10.88.0.1:53 0.0.0.0:* users:(("dnsmasq",pid=22662,fd=6))
udp   UNCONN 0      0                          0.0.0.0%br0:67 0.0.0.0:* users:(("dnsmasq",pid=22662,fd=4))
udp   UNCONN 0      0      [fe80::d04d:19ff:fe60:88c8]%br0:53    [::]:* users:(("dnsmasq",pid=22662,fd=12))
`;
  expect(parseDevices(text)).toEqual([
    { device: 'br0', port: 67, pid: 22662 },
    { device: 'br0', port: 53, pid: 22662 },
  ]);
});

test('this very process is found by a port that it holds', async () => {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  const [use] = readPortUses({ ports: [port], devices: [], ownPids: [process.pid] });
  expect(use).toMatchObject({
    port,
    protocol: 'udp',
    address: '127.0.0.1',
    pid: process.pid,
    ours: true,
  });
  expect(use?.commandLine).toContain('node');
  socket.close();
  await once(socket, 'close');
  expect(readPortUses({ ports: [port], devices: [], ownPids: [] })).toEqual([]);
});
