import { expect, test } from 'vitest';
import { architectureOf, DnsmasqLog, dhcpSentence, type LogEvent } from './log-lines';

/** What dnsmasq 2.90 wrote while a machine was booted: UEFI, then iPXE. */
const boot = `\
dnsmasq[22662]: started, version 2.90 cachesize 150
dnsmasq-dhcp[22662]: DHCP, IP range 10.88.0.100 -- 10.88.0.199, lease time 1h
dnsmasq-dhcp[22662]: read /tmp/h/dhcp-hosts
dnsmasq-dhcp[22662]: 699352851 available DHCP range: 10.88.0.100 -- 10.88.0.199
dnsmasq-dhcp[22662]: 699352851 vendor class: PXEClient:Arch:00007:UNDI:003016
dnsmasq-dhcp[22662]: 699352851 DHCPDISCOVER(br0) 52:54:00:88:00:01 
dnsmasq-dhcp[22662]: 699352851 tags: known, efi64, br0
dnsmasq-dhcp[22662]: 699352851 DHCPOFFER(br0) 10.88.0.50 52:54:00:88:00:01 
dnsmasq-dhcp[22662]: 699352851 requested options: 1:netmask, 3:router, 6:dns-server, 12:hostname, 
dnsmasq-dhcp[22662]: 699352851 bootfile name: snponly.efi
dnsmasq-dhcp[22662]: 699352851 next server: 10.88.0.1
dnsmasq-dhcp[22662]: 699352851 sent size:  1 option: 53 message-type  2
dnsmasq-dhcp[22662]: 699352851 available DHCP range: 10.88.0.100 -- 10.88.0.199
dnsmasq-dhcp[22662]: 699352851 vendor class: PXEClient:Arch:00007:UNDI:003016
dnsmasq-dhcp[22662]: 699352851 DHCPREQUEST(br0) 10.88.0.50 52:54:00:88:00:01 
dnsmasq-dhcp[22662]: 699352851 tags: known, efi64, br0
dnsmasq-dhcp[22662]: 699352851 DHCPACK(br0) 10.88.0.50 52:54:00:88:00:01 node-1
dnsmasq-dhcp[22662]: 699352851 bootfile name: snponly.efi
dnsmasq-dhcp[22662]: 699352851 sent size:  4 option: 51 lease-time  1h
dnsmasq-tftp[22662]: error 8 User aborted the transfer received from 10.88.0.50
dnsmasq-tftp[22662]: failed sending /tmp/h/tftp/snponly.efi to 10.88.0.50
dnsmasq-tftp[22662]: sent /tmp/h/tftp/snponly.efi to 10.88.0.50
dnsmasq-tftp[22662]: file /tmp/h/tftp/grub.cfg not found for 10.88.0.50
dnsmasq-dhcp[22662]: 3701505368 vendor class: PXEClient:Arch:00007:UNDI:003010
dnsmasq-dhcp[22662]: 3701505368 user class: iPXE
dnsmasq-dhcp[22662]: 3701505368 DHCPDISCOVER(br0) 52:54:00:88:00:01 
dnsmasq-dhcp[22662]: 3701505368 tags: known, ipxe, efi64, br0
dnsmasq-dhcp[22662]: 3701505368 DHCPOFFER(br0) 10.88.0.50 52:54:00:88:00:01 
dnsmasq-dhcp[22662]: 3701505368 bootfile name: http://10.88.0.1:3000/api/pxeboot/autoexec.ipxe
`;

function read(text: string): LogEvent[] {
  const log = new DnsmasqLog();
  const events = text
    .trimEnd()
    .split('\n')
    .flatMap((line) => log.push(line));
  return [...events, ...log.flush()];
}

function inWords(event: LogEvent): string {
  return event.kind === 'dhcp'
    ? dhcpSentence(event)
    : `${event.type} ${event.path} ${event.address}`;
}

test('a boot, as it is told line by line', () => {
  expect(read(boot).map(inWords)).toEqual([
    'DISCOVER, UEFI x64, vendor PXEClient',
    'offered 10.88.0.50, snponly.efi',
    'REQUEST, UEFI x64, vendor PXEClient',
    'given 10.88.0.50, snponly.efi',
    // Firmware asks for a file's size by a transfer that it breaks off: no failure.
    'sent /tmp/h/tftp/snponly.efi 10.88.0.50',
    'not-found /tmp/h/tftp/grub.cfg 10.88.0.50',
    'DISCOVER, iPXE, UEFI x64, vendor PXEClient',
    'offered 10.88.0.50, http://10.88.0.1:3000/api/pxeboot/autoexec.ipxe',
  ]);
});

test('everything that was said of one message is in its event', () => {
  expect(read(boot)[3]).toEqual({
    kind: 'dhcp',
    type: 'ack',
    xid: '699352851',
    interface: 'br0',
    mac: '52:54:00:88:00:01',
    address: '10.88.0.50',
    note: 'node-1',
    vendorClass: 'PXEClient:Arch:00007:UNDI:003016',
    userClass: null,
    tags: [],
    bootFile: 'snponly.efi',
  });
});

test('two machines at once do not mix', () => {
  const lines = `\
dnsmasq-dhcp[1]: 11 vendor class: PXEClient:Arch:00000:UNDI:002001
dnsmasq-dhcp[1]: 11 DHCPDISCOVER(br0) 52:54:00:88:00:01 
dnsmasq-dhcp[1]: 11 DHCPOFFER(br0) 10.88.0.101 52:54:00:88:00:01 
dnsmasq-dhcp[1]: 11 bootfile name: undionly.kpxe
dnsmasq-dhcp[1]: 22 DHCPDISCOVER(br0) 52:54:00:88:00:02 no address available
dnsmasq-dhcp[1]: 11 DHCPREQUEST(br0) 10.88.0.101 52:54:00:88:00:01 
dnsmasq-dhcp[1]: 11 DHCPNAK(br0) 10.88.0.101 52:54:00:88:00:01 wrong network`;
  expect(read(lines).map(inWords)).toEqual([
    'DISCOVER, BIOS, vendor PXEClient',
    'offered 10.88.0.101, undionly.kpxe',
    'DISCOVER: no address available',
    'REQUEST',
    'refused 10.88.0.101: wrong network',
  ]);
});

test('a boot file that a client asks for by option 67 is told too', () => {
  const lines = `\
dnsmasq-dhcp[1]: 11 DHCPOFFER(br0) 10.77.0.127 52:54:00:77:03:01 
dnsmasq-dhcp[1]: 11 requested options: 66:tftp-server, 67:bootfile-name, 119:domain-search, 
dnsmasq-dhcp[1]: 11 next server: 10.77.0.1
dnsmasq-dhcp[1]: 11 sent size: 48 option: 67 bootfile-name  http://10.77.0.1:3000/api/pxeboot/autoexec.ipxe
dnsmasq-dhcp[1]: 11 sent size:  3 option: 12 hostname  cut
dnsmasq-dhcp[1]: 11 DHCPACK(br0) 10.77.0.127 52:54:00:77:03:01 cut
dnsmasq-dhcp[1]: 11 sent size:101 option: 67 bootfile-name  http://10.77.0.1:3000/snponly.efi`;
  expect(read(lines).map(inWords)).toEqual([
    'offered 10.77.0.127, http://10.77.0.1:3000/api/pxeboot/autoexec.ipxe',
    'given 10.77.0.127, http://10.77.0.1:3000/snponly.efi',
  ]);
});

test('a transfer that fails is told', () => {
  expect(read('dnsmasq-tftp[1]: failed sending /t/snponly.efi to 10.88.0.50')).toEqual([
    { kind: 'tftp', type: 'failed', path: '/t/snponly.efi', address: '10.88.0.50' },
  ]);
});

test('architectures by what firmware says', () => {
  expect(architectureOf('PXEClient:Arch:00011:UNDI:003016')).toBe('UEFI arm64');
  expect(architectureOf('HTTPClient:Arch:00016:UNDI:003001')).toBe('UEFI x64 by HTTP');
  expect(architectureOf('PXEClient:Arch:00042:UNDI:003001')).toBe('client architecture 42');
  expect(architectureOf('MSFT 5.0')).toBeNull();
});

test('a boot file that was asked for as option 67', () => {
  const text = `\
dnsmasq-dhcp[11091]: 2851252311 DHCPOFFER(v0) 10.77.0.119 46:9a:e5:dc:be:d2 
dnsmasq-dhcp[11091]: 2851252311 requested options: 66:tftp-server, 67:bootfile-name
dnsmasq-dhcp[11091]: 2851252311 sent size: 48 option: 67 bootfile-name  http://10.77.0.1:3000/api/pxeboot/autoexec.ipxe
`;
  expect(read(text).map(inWords)).toEqual([
    'offered 10.77.0.119, http://10.77.0.1:3000/api/pxeboot/autoexec.ipxe',
  ]);
});
