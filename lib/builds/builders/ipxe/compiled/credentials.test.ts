import { createHash, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Authority, makeAuthority } from '@/e2e/fixtures/authority';
import { ipxeOptions } from '../schema';
import { keyVersion, readCredentials } from './credentials';

let authority: Authority;

beforeAll(async () => {
  authority = await makeAuthority({ address: '10.77.0.1' });
}, 60_000);

afterAll(() => rm(authority.folder, { recursive: true, force: true }));

const read = (options: object, secrets: Record<string, string> = {}) =>
  readCredentials({ options: ipxeOptions.parse(options), secrets });

const clientOptions = () => ({
  clientCertificate: authority.client.certificate,
  clientKeySecret: 'boot_key',
});

test('nothing wanted, nothing there', () => {
  expect(read({})).toEqual({ fingerprints: [], certificates: [], key: null });
  expect(keyVersion({ options: ipxeOptions.parse({}), secrets: {} })).toBeNull();
});

test('trusted certificates by their fingerprints, each once in the store', () => {
  const { root, server } = authority;
  const found = read({ trust: `${root.certificate}\n${server.certificate}${root.certificate}` });
  const raw = new X509Certificate(root.certificate).raw;
  expect(found.fingerprints[0]).toEqual(createHash('sha256').update(raw).digest());
  expect(found.fingerprints).toHaveLength(3);
  expect(found.certificates).toHaveLength(2);
});

test('the client key as PKCS #1, and its version tells nothing but whose it is', () => {
  const secrets = { boot_key: authority.client.key };
  const found = read(clientOptions(), secrets);
  expect(found.key?.subarray(0, 2)).toEqual(Buffer.from([0x30, 0x82]));
  expect(found.certificates).toHaveLength(1);
  const version = keyVersion({ options: ipxeOptions.parse(clientOptions()), secrets });
  const half = new X509Certificate(authority.client.certificate).publicKey;
  const expected = createHash('sha256').update(half.export({ type: 'spki', format: 'der' }));
  expect(version).toBe(expected.digest('hex'));
});

const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';

test.each([
  ['a certificate that is none', () => read({ trust: broken }), 'options.trust'],
  [
    'a client certificate that is none',
    () =>
      read({ ...clientOptions(), clientCertificate: broken }, { boot_key: authority.client.key }),
    'options.clientCertificate',
  ],
  ['no such secret', () => read(clientOptions()), 'options.clientKeySecret'],
  [
    'a secret that is no key',
    () => read(clientOptions(), { boot_key: 'hunter2' }),
    'options.clientKeySecret',
  ],
  [
    "another's key",
    () => read(clientOptions(), { boot_key: authority.server.key }),
    'options.clientKeySecret',
  ],
  [
    'a key that is not RSA',
    () => read(clientOptions(), { boot_key: ellipticKey() }),
    'options.clientKeySecret',
  ],
])('%s is an error at its field, and tells nothing of the key', (_what, reading, field) => {
  let error: unknown;
  try {
    reading();
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toMatchObject({ class: 'invalid', fields: [{ field }] });
  expect(String(error)).not.toMatch(/hunter2|PRIVATE/);
});

test.each(['trust', 'clientCertificate'])('%s is of no use without HTTPS', (field) => {
  const { certificate } = authority.root;
  const options = { clientCertificate: null, clientKeySecret: null, [field]: certificate };
  const refused = ipxeOptions.safeParse({ ...options, https: false });
  expect(refused.error?.issues).toMatchObject([
    { path: [field], message: expect.stringContaining('HTTPS only') },
  ]);
  expect(ipxeOptions.safeParse({ ...options, https: true }).success).toBe(true);
});

function ellipticKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
