import { expect, test } from 'vitest';
import { capabilitiesOf } from './loader-capabilities';

const names = ['undionly.kpxe', 'ipxe.pxe', 'snponly.efi', 'ipxe.efi', 'ipxe-arm64.efi'];
const capabilities = {
  version: '1',
  loaders: names.map((name) => ({ name, commands: [], schemes: [], features: [] })),
};
const namesFor = (...platforms: string[]) =>
  capabilitiesOf({ capabilities, compiled: false, platforms })?.loaders.map(({ name }) => name);

test('a medium is checked against the loaders that it is made of', () => {
  expect(namesFor('x86_64')).toEqual(['undionly.kpxe', 'ipxe.pxe', 'snponly.efi', 'ipxe.efi']);
  expect(namesFor('x86_64', 'arm64')).toEqual(names);
  expect(namesFor('bin-arm64-efi')).toEqual(['ipxe-arm64.efi']);
  expect(namesFor('bin-x86_64-efi')).toEqual(['snponly.efi', 'ipxe.efi']);
  expect(namesFor('bin-x86_64-pcbios')).toEqual(['undionly.kpxe', 'ipxe.pxe']);
});

test('what is compiled, or made of no published loader, is not held against any', () => {
  expect(capabilitiesOf({ capabilities, compiled: true, platforms: ['x86_64'] })).toBeNull();
  expect(namesFor('bin-i386-efi')).toBeUndefined();
  expect(capabilitiesOf({ capabilities: null, compiled: false, platforms: [] })).toBeNull();
});

test('a binary with authorities of its own believes those', () => {
  const given = { capabilities, compiled: false, platforms: ['x86_64'], trust: true };
  expect(capabilitiesOf(given)).toEqual({
    version: 'compiled',
    loaders: [],
    authorities: 'built-in',
  });
});
