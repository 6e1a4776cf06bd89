import { expect, test } from 'vitest';
import { bootFiles } from '@/lib/builds/builders/loaders/publication';
import { type DnsmasqWish, partsOf, renderDhcpHosts, renderDnsmasq, renderHosts } from './dnsmasq';
import { changed, networkSettings } from './schema';

const artifact = ['undionly.kpxe', 'ipxe.pxe', 'snponly.efi', 'ipxe.efi', 'ipxe-arm64.efi'];

function wish(given: Partial<DnsmasqWish> = {}): DnsmasqWish {
  return {
    settings: {
      ...changed(networkSettings.parse({}), {
        dhcp: { mode: 'full' },
        dns: { enabled: true },
        tftp: { enabled: true },
      }),
      interface: 'br0',
    },
    own: { address: '10.77.0.1', prefix: 24 },
    ipv6: [],
    publicUrl: 'http://10.77.0.1:3000',
    loaders: {
      firmware: bootFiles({ artifact }),
      drivers: bootFiles({ artifact, drivers: 'ipxe' }),
    },
    loadersUrl: null,
    driverMacs: [],
    user: 'nobody',
    paths: {
      tftpRoot: '/data/tftp',
      leases: '/data/run/leases',
      pid: '/data/run/dnsmasq.pid',
      dhcpHosts: '/data/run/dhcp-hosts',
      hosts: '/data/run/hosts',
      customHosts: '/data/run/hosts.custom',
    },
    ...given,
  };
}

test('everything on, with nothing but an interface chosen', () => {
  expect(renderDnsmasq(wish())).toBe(`\
# Written by the provisioner from its settings. Changes made here are lost.
interface=br0
except-interface=lo
bind-interfaces
no-resolv
no-hosts
log-facility=-
user=nobody
pid-file=/data/run/dnsmasq.pid
domain=lab.internal

# DNS
local=/lab.internal/
domain-needed
bogus-priv
cache-size=2000
addn-hosts=/data/run/hosts
addn-hosts=/data/run/hosts.custom

# DHCP
dhcp-authoritative
log-dhcp
no-ping
dhcp-range=10.77.0.100,10.77.0.199,255.255.255.0,3600
dhcp-lease-max=1100
dhcp-leasefile=/data/run/leases
dhcp-hostsfile=/data/run/dhcp-hosts
dhcp-option=option:router
dhcp-option=option:dns-server,10.77.0.1
dhcp-userclass=set:probe,provisioner-probe
dhcp-ignore=tag:probe
dhcp-name-match=set:wpad,wpad
dhcp-ignore-names=tag:wpad

# What machines boot
dhcp-match=set:bios,option:client-arch,0
dhcp-match=set:efi32,option:client-arch,6
dhcp-match=set:efi64,option:client-arch,7
dhcp-match=set:efi64,option:client-arch,9
dhcp-match=set:arm64,option:client-arch,11
dhcp-match=set:http64,option:client-arch,16
dhcp-match=set:httparm64,option:client-arch,19
dhcp-userclass=set:ipxe,iPXE
dhcp-match=set:ipxe,175
dhcp-boot=tag:ipxe,http://10.77.0.1:3000/api/pxeboot/autoexec.ipxe
dhcp-option=tag:ipxe,encap:175,176,1b
dhcp-boot=tag:!ipxe,tag:bios,undionly.kpxe
dhcp-boot=tag:!ipxe,tag:efi64,snponly.efi
dhcp-boot=tag:!ipxe,tag:arm64,ipxe-arm64.efi

# TFTP
enable-tftp
tftp-root=/data/tftp
tftp-max=1000
`);
});

test('every setting, HTTP Boot, IPv6 and two hosts with other loaders', () => {
  const settings = {
    ...changed(networkSettings.parse({}), {
      domain: 'metal.example',
      dhcp: {
        mode: 'full',
        rangeStart: '192.168.4.10',
        rangeEnd: '192.168.5.250',
        leaseSeconds: 600,
        router: '192.168.4.1',
        dnsServers: ['192.168.4.1', '9.9.9.9'],
      },
      dns: { enabled: true, upstream: ['9.9.9.9'] },
      tftp: { enabled: true },
    }),
    interface: 'enp3s0.20',
  };
  const text = renderDnsmasq(
    wish({
      settings,
      own: { address: '192.168.4.2', prefix: 23 },
      ipv6: ['fd00:77::1/64'],
      publicUrl: 'http://boot.metal.example',
      loadersUrl: 'http://boot.metal.example/artifacts/abc/',
      driverMacs: ['52:54:00:77:00:01', '52:54:00:77:00:02'],
      user: 'root',
    }),
  );
  expect(text).toBe(`\
# Written by the provisioner from its settings. Changes made here are lost.
interface=enp3s0.20
except-interface=lo
bind-interfaces
no-resolv
no-hosts
log-facility=-
user=root
pid-file=/data/run/dnsmasq.pid
domain=metal.example

# DNS
local=/metal.example/
domain-needed
bogus-priv
cache-size=2000
addn-hosts=/data/run/hosts
addn-hosts=/data/run/hosts.custom
server=9.9.9.9

# DHCP
dhcp-authoritative
log-dhcp
no-ping
dhcp-range=192.168.4.10,192.168.5.250,255.255.254.0,600
dhcp-lease-max=1497
dhcp-leasefile=/data/run/leases
dhcp-hostsfile=/data/run/dhcp-hosts
dhcp-option=option:router,192.168.4.1
dhcp-option=option:dns-server,192.168.4.1,9.9.9.9
dhcp-userclass=set:probe,provisioner-probe
dhcp-ignore=tag:probe
dhcp-name-match=set:wpad,wpad
dhcp-ignore-names=tag:wpad
enable-ra
ra-param=enp3s0.20,0,0
dhcp-range=fd00:77::1,ra-only,64,10m

# What machines boot
dhcp-match=set:bios,option:client-arch,0
dhcp-match=set:efi32,option:client-arch,6
dhcp-match=set:efi64,option:client-arch,7
dhcp-match=set:efi64,option:client-arch,9
dhcp-match=set:arm64,option:client-arch,11
dhcp-match=set:http64,option:client-arch,16
dhcp-match=set:httparm64,option:client-arch,19
dhcp-userclass=set:ipxe,iPXE
dhcp-match=set:ipxe,175
dhcp-mac=set:drivers,52:54:00:77:00:01
dhcp-mac=set:drivers,52:54:00:77:00:02
dhcp-boot=tag:ipxe,http://boot.metal.example/api/pxeboot/autoexec.ipxe
dhcp-option=tag:ipxe,encap:175,176,1b
dhcp-boot=tag:!ipxe,tag:!drivers,tag:bios,undionly.kpxe
dhcp-boot=tag:!ipxe,tag:drivers,tag:bios,ipxe.pxe
dhcp-boot=tag:!ipxe,tag:!drivers,tag:efi64,snponly.efi
dhcp-boot=tag:!ipxe,tag:drivers,tag:efi64,ipxe.efi
dhcp-boot=tag:!ipxe,tag:arm64,ipxe-arm64.efi
dhcp-boot=tag:!ipxe,tag:http64,http://boot.metal.example/artifacts/abc/snponly.efi
dhcp-option-force=tag:!ipxe,tag:http64,60,HTTPClient
dhcp-boot=tag:!ipxe,tag:httparm64,http://boot.metal.example/artifacts/abc/ipxe-arm64.efi
dhcp-option-force=tag:!ipxe,tag:httparm64,60,HTTPClient

# TFTP
enable-tftp
tftp-root=/data/tftp
tftp-max=1000
`);
});

test('DNS alone; what a configuration does can be read from it', () => {
  const settings = {
    ...changed(networkSettings.parse({}), { dns: { enabled: true } }),
    interface: 'br0',
  };
  const text = renderDnsmasq(wish({ settings }));
  expect(text).toContain('\n# DHCP is off.\n\n# TFTP is off.\n');
  expect(text).not.toContain('dhcp-');
  expect(partsOf(text)).toEqual({ dns: true, dhcp: false, tftp: false });
  expect(partsOf(renderDnsmasq(wish()))).toEqual({ dns: true, dhcp: true, tftp: true });
  const off = { ...settings, dns: { ...settings.dns, enabled: false } };
  expect(partsOf(renderDnsmasq(wish({ settings: off }))).dns).toBe(false);
});

const hosts = [
  {
    name: 'node-1',
    macs: ['52:54:00:77:00:01', '52:54:00:77:00:02'],
    address: '10.77.0.101',
    bootloader: 'auto',
  },
  { name: 'node-2', macs: ['52:54:00:77:00:03'], address: null, bootloader: 'ipxe' },
  {
    name: 'evil\nserver=6.6.6.6',
    macs: ['52:54:00:77:00:04'],
    address: '10.77.0.104',
    bootloader: 'auto',
  },
  { name: 'cardless', macs: [], address: '10.77.0.105', bootloader: 'auto' },
];

test('reservations, and names in DNS; no name becomes configuration', () => {
  expect(renderDhcpHosts(hosts)).toBe(`\
52:54:00:77:00:01,52:54:00:77:00:02,10.77.0.101,node-1
52:54:00:77:00:03,node-2
`);
  expect(renderHosts({ hosts, domain: 'lab.internal', own: '10.77.0.1' })).toBe(`\
10.77.0.1 provisioner.lab.internal provisioner
10.77.0.101 node-1.lab.internal node-1
10.77.0.105 cardless.lab.internal cardless
`);
});
