import { expect, test } from 'vitest';
import { agentScript } from './agent';
import { localDiskScript } from './local-disk';
import { problemScript } from './problem';
import { rescueScript } from './rescue';
import { scriptBootScript } from './script';

test('the agent', () => {
  const script = agentScript({
    name: 'node-17',
    base: 'http://10.77.0.1:3000',
    installId: '3f2c9f0e-9f5e-4b57-8c55-1f2d3e4a5b6c',
    token: 'TOKEN.SIGNATURE',
    mac: '52:54:00:77:00:01',
    fingerprint: 'abc123',
    arch: 'x86_64',
    boot: 1,
    of: 3,
  });
  expect(script).toBe(`#!ipxe
# node-17 is installed by the agent, boot 1 of 3.
set base http://10.77.0.1:3000
set tries:int32 0
set pause:int32 2
:again
inc tries
imgfree
echo Loading the agent for node-17 (try \${tries})
kernel --name vmlinuz \${base}/artifacts/abc123/vmlinuz?install=3f2c9f0e-9f5e-4b57-8c55-1f2d3e4a5b6c initrd=initrd.img provisioner.install=\${base}/api/pxeboot/installs/TOKEN.SIGNATURE BOOTIF=52:54:00:77:00:01 console=ttyS0,115200 console=tty0 || goto no_kernel
initrd --name initrd.img \${base}/artifacts/abc123/initrd.img?install=3f2c9f0e-9f5e-4b57-8c55-1f2d3e4a5b6c || goto no_initrd
boot || goto no_boot
:no_kernel
set code \${errno}
set problem The kernel of the agent could not be loaded
goto wait
:no_initrd
set code \${errno}
set problem The initrd of the agent could not be loaded
goto wait
:no_boot
set code \${errno}
set problem The agent could not be started
:wait
echo
echo \${problem}: error \${code}
echo Server: \${base}
echo Nothing has been written to a disk. Trying again in \${pause} seconds.
prompt --key s --timeout \${pause}000 Press s for a shell... && shell ||
iseq \${pause} 2 && set pause:int32 5 && goto again ||
iseq \${pause} 5 && set pause:int32 15 && goto again ||
set pause:int32 30
goto again
`);
});

test('an arm64 machine has another serial console', () => {
  const script = agentScript({
    name: 'a',
    base: 'http://h',
    installId: 'i',
    token: 't',
    mac: null,
    fingerprint: 'f',
    arch: 'arm64',
    boot: 1,
    of: 1,
  });
  expect(script).toContain(' BOOTIF=${netX/mac} console=ttyAMA0,115200 console=tty0 || ');
});

const subScript = { id: 'c0ffee', revision: 12, title: 'Fedora 43 Server', template: false };

test('a sub script', () => {
  const script = scriptBootScript({
    name: 'node-17',
    base: 'http://10.77.0.1:3000',
    token: 'TOKEN.SIGNATURE',
    mac: '52:54:00:77:00:01',
    address: '10.77.0.101',
    subScript,
    arch: 'x86_64',
    platform: 'efi',
    kickstart: { id: 'k' },
    parameters: { role: 'web', bad: '${x}', base: 'http://evil' },
    boot: 1,
    of: 1,
  });
  expect(script).toBe(`#!ipxe
# node-17 is installed by the sub script "Fedora 43 Server", boot 1 of 1.
set base http://10.77.0.1:3000 ||
set install http://10.77.0.1:3000/api/pxeboot/installs/TOKEN.SIGNATURE ||
set kickstart http://10.77.0.1:3000/api/pxeboot/installs/TOKEN.SIGNATURE/kickstart ||
set hostname node-17 ||
set mac 52:54:00:77:00:01 ||
set address 10.77.0.101 ||
# bad is not set: it holds $ {, which opens a variable in iPXE.
set role web ||
set pause:int32 2
:again
echo Loading the sub script "Fedora 43 Server"
chain --autofree \${base}/api/pxeboot/subscripts/c0ffee?revision=12 || goto failed
exit
:failed
set code \${errno}
# The sub script said: local disk.
iseq \${code} 0x1 && exit 1 ||
echo
echo The sub script "Fedora 43 Server" could not be loaded, or ended with an error: \${code}
echo Server: \${base}
echo Trying again in \${pause} seconds.
prompt --key s --timeout \${pause}000 Press s for a shell... && shell ||
iseq \${pause} 2 && set pause:int32 5 && goto again ||
iseq \${pause} 5 && set pause:int32 15 && goto again ||
set pause:int32 30
goto again
`);
});

test('a rescue boot', () => {
  const script = rescueScript({
    name: 'node-17',
    base: 'http://10.77.0.1:3000',
    mac: '52:54:00:77:00:01',
    address: null,
    subScript: { id: 'c0ffee', revision: 3, title: 'Rescue shell' },
  });
  expect(script).toBe(`#!ipxe
# node-17 boots the sub script "Rescue shell" once, without an install.
set base http://10.77.0.1:3000 ||
set hostname node-17 ||
set mac 52:54:00:77:00:01 ||
clear address ||
set pause:int32 2
:again
echo Loading the sub script "Rescue shell"
chain --autofree \${base}/api/pxeboot/subscripts/c0ffee?revision=3&mac=52:54:00:77:00:01 || goto failed
exit
:failed
set code \${errno}
# The sub script said: local disk.
iseq \${code} 0x1 && exit 1 ||
echo
echo The sub script "Rescue shell" could not be loaded, or ended with an error: \${code}
echo Server: \${base}
iseq \${pause} 15 && goto disk ||
echo Trying again in \${pause} seconds.
prompt --key s --timeout \${pause}000 Press s for a shell... && shell ||
iseq \${pause} 5 && set pause:int32 15 && goto again ||
set pause:int32 5
goto again
:disk
echo Going on with the local disk.
sleep 3 ||
exit 1
`);
});

test('no name, title or parameter adds a line or a command', () => {
  const evil = 'x\n:again\nsanboot || shell ${net0/mac}';
  const script = scriptBootScript({
    name: evil,
    base: 'http://h',
    token: 't',
    mac: null,
    address: evil,
    subScript: { ...subScript, title: evil, template: true },
    arch: evil,
    platform: null,
    kickstart: null,
    parameters: { [evil]: evil, fine: evil },
    boot: 1,
    of: 1,
  });
  expect(script.split('\n').filter((line) => /^(sanboot|shell)/.test(line))).toEqual([]);
  expect(script.match(/^:again$/gm)).toHaveLength(1);
  expect(script).not.toContain('${net0/mac}');
  const given = { name: evil, base: 'http://h', mac: null, address: evil };
  const rescue = rescueScript({ ...given, subScript: { ...subScript, title: evil } });
  expect(rescue.split('\n').filter((line) => /^(sanboot|shell)/.test(line))).toEqual([]);
  expect(rescue.match(/^:again$/gm)).toHaveLength(1);
  expect(localDiskScript({ name: evil, how: 'exit' }).match(/^:again$/gm)).toBeNull();
});

test('a sub script that is a template is fetched from the install, with what the machine has told', () => {
  const script = scriptBootScript({
    name: 'node-17',
    base: 'http://10.77.0.1:3000',
    token: 'TOKEN.SIGNATURE',
    mac: null,
    address: null,
    subScript: { ...subScript, template: true },
    arch: 'i386',
    platform: 'pcbios',
    kickstart: null,
    parameters: {},
    boot: 1,
    of: 1,
  });
  expect(script).toContain(
    'chain --autofree ${base}/api/pxeboot/installs/TOKEN.SIGNATURE/script?arch=i386&platform=pcbios || goto failed\n',
  );
  expect(script).not.toContain('/subscripts/');
});

test('what keeps a sub script from being rendered is on the screen, and nothing else is done', () => {
  const evil = 'x\nshell\n${net0/mac} || shell';
  expect(problemScript(['The sub script "Fedora" could not be rendered.', evil])).toBe(`#!ipxe
echo
echo The sub script "Fedora" could not be rendered.
echo x shell {net0/mac} shell
echo Nothing has been written to a disk. The machine boots its local disk in 30 seconds.
prompt --key s --timeout 30000 Press s for a shell... && shell ||
exit 1
`);
});

test('the local disk by UEFI', () => {
  expect(localDiskScript({ name: 'node-17', how: 'exit' })).toBe(`#!ipxe
echo node-17 boots its local disk
imgfree ||
exit 1
`);
});

test('the local disk by BIOS', () => {
  expect(localDiskScript({ name: 'node-17', how: 'sanboot' })).toBe(`#!ipxe
echo node-17 boots its local disk
imgfree ||
sanboot --no-describe --drive 0x80 || goto failed
exit 1
:failed
echo The first disk could not be booted. Going on with the next boot entry of the firmware.
sleep 3 ||
exit 1
`);
});

test('the local disk where the machine did not tell its platform', () => {
  expect(localDiskScript({ name: 'n', how: 'ask' })).toContain(
    'imgfree ||\niseq ${platform} pcbios || exit 1\nsanboot',
  );
});
