import { describe, expect, it } from 'vitest';
import { mainScript } from '@/lib/scripts/library/main';
import { bootFiles, publishedScript, tftpFiles } from './publication';

describe('publishedScript', () => {
  it('adds one line below the first and leaves every other byte alone', () => {
    const script = `#!ipxe\r\n\techo \${net0/mac} %41 \\ "é"\r\n\n`;
    expect(publishedScript({ script, base: 'http://10.77.0.1:3000' })).toBe(
      `#!ipxe\r\nset base http://10.77.0.1:3000\n\techo \${net0/mac} %41 \\ "é"\r\n\n`,
    );
  });

  it('takes a script that is only its first line, and a base with a slash at its end', () => {
    expect(publishedScript({ script: '#!ipxe', base: 'https://boot.lab/' })).toBe(
      '#!ipxe\nset base https://boot.lab\n',
    );
  });

  it('takes IPv6 addresses', () => {
    expect(publishedScript({ script: '#!ipxe\n', base: 'http://[fd00:77::1]:3000' })).toContain(
      'set base http://[fd00:77::1]:3000\n',
    );
  });

  it.each(['echo no shebang\n', '', ' #!ipxe\n', '#!ipxes\n'])('refuses %j', (script) => {
    expect(() => publishedScript({ script, base: 'http://a' })).toThrow('#!ipxe');
  });

  it.each(['http://a b', 'http://a\nshell', `http://\${x}`, 'ftp://a', 'http://a/?x=1'])(
    'refuses the address %j',
    (base) => {
      expect(() => publishedScript({ script: '#!ipxe\n', base })).toThrow('not an address');
    },
  );

  it('fits the script that we bring along', () => {
    const text = publishedScript({ script: mainScript, base: 'http://10.77.0.1:3000' });
    expect(text.split('\n').slice(0, 2)).toEqual(['#!ipxe', 'set base http://10.77.0.1:3000']);
    expect(text.length - mainScript.length).toBe('set base http://10.77.0.1:3000\n'.length);
  });
});

describe('tftpFiles', () => {
  it('holds the loaders that there are and the script beside them, and nothing else', () => {
    const files = tftpFiles({
      artifact: ['about.json', 'snponly.efi', 'undionly.kpxe'],
      script: '#!ipxe\nexit 1\n',
      base: 'http://10.77.0.1:3000',
    });
    expect(files).toEqual([
      { path: 'undionly.kpxe', from: 'undionly.kpxe' },
      { path: 'snponly.efi', from: 'snponly.efi' },
      { path: 'autoexec.ipxe', text: '#!ipxe\nset base http://10.77.0.1:3000\nexit 1\n' },
    ]);
  });
});

describe('bootFiles', () => {
  const artifact = ['undionly.kpxe', 'ipxe.pxe', 'snponly.efi', 'ipxe.efi', 'ipxe-arm64.efi'];

  it('prefers the drivers of the firmware', () => {
    expect(bootFiles({ artifact })).toEqual({
      bios: 'undionly.kpxe',
      uefi64: 'snponly.efi',
      arm64: 'ipxe-arm64.efi',
    });
  });

  it('offers iPXE with its own drivers', () => {
    expect(bootFiles({ artifact, drivers: 'ipxe' })).toEqual({
      bios: 'ipxe.pxe',
      uefi64: 'ipxe.efi',
      arm64: 'ipxe-arm64.efi',
    });
  });

  it('says what is not there', () => {
    expect(bootFiles({ artifact: ['ipxe.efi'] })).toEqual({
      bios: null,
      uefi64: 'ipxe.efi',
      arm64: null,
    });
  });
});
