import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { portHolder } from './port-holder';

test('names the process that listens on a TCP port, and nobody afterwards', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  expect(portHolder({ port, protocol: 'tcp' })).toMatchObject({ pid: process.pid });
  expect(portHolder({ port, protocol: 'tcp' })?.name).not.toBe('');
  expect(portHolder({ port, protocol: 'udp' })).toBeUndefined();
  server.close();
  await once(server, 'close');
  expect(portHolder({ port, protocol: 'tcp' })).toBeUndefined();
});

test('names the process that holds a UDP port', async () => {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  expect(portHolder({ port, protocol: 'udp' })).toMatchObject({ pid: process.pid });
  socket.close();
});
