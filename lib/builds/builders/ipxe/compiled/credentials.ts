/**
 * Certificates and the client's key on their way into a binary: checked, and
 * as DER. They are compiled for each build on its own, never into the base
 * that builds share.
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  X509Certificate,
} from 'node:crypto';
import { invalid } from '@/lib/core/errors';
import type { IpxeOptions } from '../schema';

export interface Credentials {
  /** SHA-256 of each trusted certificate, as 32 bytes. */
  fingerprints: Buffer[];
  /** What goes along, so that a chain can be completed: trusted ones, then the client's. DER. */
  certificates: Buffer[];
  /** PKCS #1, DER. */
  key: Buffer | null;
}

type Wanted = Pick<IpxeOptions, 'trust' | 'clientCertificate' | 'clientKeySecret'>;

/**
 * Reads what the options name. Throws an error at the field that does not
 * fit; the words of the key are in none of them.
 */
export function readCredentials(given: {
  options: Wanted;
  secrets: Record<string, string>;
}): Credentials {
  const { options, secrets } = given;
  const trusted = certificatesOf(options.trust, 'options.trust');
  const own = certificatesOf(options.clientCertificate, 'options.clientCertificate');
  return {
    fingerprints: trusted.map(({ raw }) => createHash('sha256').update(raw).digest()),
    certificates: unlike([...trusted, ...own].map(({ raw }) => raw)),
    key: keyOf({ options, secrets, certificate: own[0] }),
  };
}

/** Says which key it is without telling anything of it: the hash of its public half. */
export function keyVersion(given: {
  options: Wanted;
  secrets: Record<string, string>;
}): string | null {
  const { key } = readCredentials(given);
  if (!key) return null;
  const half = createPublicKey(createPrivateKey({ key, format: 'der', type: 'pkcs1' }));
  return createHash('sha256')
    .update(half.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}

function certificatesOf(pem: string | null, field: string): X509Certificate[] {
  const blocks = pem?.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block, index) => {
    try {
      return new X509Certificate(block);
    } catch {
      throw invalid(field, `Certificate ${index + 1} cannot be read: it is not a PEM certificate.`);
    }
  });
}

function keyOf(given: {
  options: Wanted;
  secrets: Record<string, string>;
  certificate: X509Certificate | undefined;
}): Buffer | null {
  const { options, secrets, certificate } = given;
  const name = options.clientKeySecret;
  if (name === null) return null;
  const field = 'options.clientKeySecret';
  const pem = secrets[name];
  if (pem === undefined) throw invalid(field, `There is no secret "${name}".`);
  const key = parsedKey(pem, name);
  if (key.asymmetricKeyType !== 'rsa') {
    throw invalid(
      field,
      `The secret "${name}" holds a key that is not RSA, and iPXE knows no other for clients.`,
    );
  }
  if (!certificate?.checkPrivateKey(key)) {
    throw invalid(
      field,
      `The key in the secret "${name}" does not belong to the client certificate.`,
    );
  }
  return key.export({ type: 'pkcs1', format: 'der' });
}

function parsedKey(pem: string, name: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    throw invalid(
      'options.clientKeySecret',
      `The secret "${name}" holds no private key in PEM form without a passphrase.`,
    );
  }
}

function unlike(all: Buffer[]): Buffer[] {
  return all.filter((one, index) => all.findIndex((other) => other.equals(one)) === index);
}
