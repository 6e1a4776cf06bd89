import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { dialects } from '@/lib/scripts/schema';
import { companionsOf } from './companions';
import { answerFileHeaders, mediaTypeOf } from './media-type';

test('autoinstall is a folder, the others are one file', () => {
  const given = { instanceId: 'a-1', hostname: 'node-17' };
  expect(companionsOf({ ...given, dialect: 'autoinstall' })).toEqual([
    { name: 'meta-data', text: 'instance-id: "a-1"\nlocal-hostname: "node-17"\n' },
    { name: 'vendor-data', text: '#cloud-config\n{}\n' },
    { name: 'network-config', text: '# By DHCP, or as user-data says.\n' },
  ]);
  const others = dialects.filter((one) => one !== 'autoinstall');
  for (const dialect of [...others, null]) expect(companionsOf({ ...given, dialect })).toEqual([]);
});

test('the network is left to the installer: for cloud-init the document is empty', () => {
  const files = companionsOf({ dialect: 'autoinstall', instanceId: 'i', hostname: null });
  const network = files.find(({ name }) => name === 'network-config');
  expect(parse(network?.text ?? 'none')).toBeNull();
});

test('a name cannot write another line into the meta-data', () => {
  const hostname = 'a"\nuser-data: x';
  const [meta] = companionsOf({ dialect: 'autoinstall', instanceId: 'i', hostname });
  expect(parse(meta?.text ?? '')).toEqual({ 'instance-id': 'i', 'local-hostname': hostname });
});

test('each dialect has the media type of its installer', () => {
  const kind = 'kickstart' as const;
  const types = dialects.map((dialect) => [dialect, mediaTypeOf({ kind, dialect })]);
  expect(Object.fromEntries(types)).toEqual({
    kickstart: 'text/plain; charset=utf-8',
    preseed: 'text/plain; charset=utf-8',
    autoinstall: 'text/cloud-config; charset=utf-8',
    ignition: 'application/vnd.coreos.ignition+json',
    autoyast: 'application/xml',
  });
  expect(mediaTypeOf({ kind, dialect: null })).toBe('text/plain; charset=utf-8');
  expect(mediaTypeOf({ kind: 'sub', dialect: null })).toBe('text/plain; charset=utf-8');
});

test('what a browser could run is sandboxed', () => {
  expect(answerFileHeaders({ kind: 'kickstart', dialect: 'autoyast' })).toEqual({
    'Content-Type': 'application/xml',
    'Content-Security-Policy': "default-src 'none'; sandbox",
  });
  expect(answerFileHeaders({ kind: 'kickstart', dialect: 'preseed' })).toEqual({
    'Content-Type': 'text/plain; charset=utf-8',
  });
});
