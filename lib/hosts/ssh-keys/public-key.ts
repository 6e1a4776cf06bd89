/**
 * OpenSSH public keys, read as sshd reads them: type, base64, comment
 * (sshd(8), AUTHORIZED_KEYS FILE FORMAT; RFC 4253 section 6.6, RFC 5656,
 * RFC 8709, OpenSSH's PROTOCOL.u2f).
 */
import { createHash } from 'node:crypto';

export interface PublicKey {
  type: string;
  /** One line: type, base64, and the comment if there is one. */
  line: string;
  comment: string;
  /** As `ssh-keygen -l` prints it: SHA256:… */
  fingerprint: string;
}

export type ParsedKey = { key: PublicKey } | { problem: string };

/** Smallest RSA modulus that is let in, in bits. */
const rsaBits = 2048;
const commentLimit = 200;

/** Bytes of an uncompressed point of each curve (SEC 1, section 2.3.3). */
const pointBytes: Record<string, number> = { nistp256: 65, nistp384: 97, nistp521: 133 };

/** How the fields after the type are checked: each gives what is wrong, or null. */
const checks: Record<string, (fields: Buffer[]) => string | null> = {
  'ssh-ed25519': ([point]) => sized(point, 32),
  'sk-ssh-ed25519@openssh.com': ([point]) => sized(point, 32),
  'ssh-rsa': ([, modulus]) => rsa(modulus),
  'ecdsa-sha2-nistp256': (fields) => curve(fields, 'nistp256'),
  'ecdsa-sha2-nistp384': (fields) => curve(fields, 'nistp384'),
  'ecdsa-sha2-nistp521': (fields) => curve(fields, 'nistp521'),
  'sk-ecdsa-sha2-nistp256@openssh.com': (fields) => curve(fields, 'nistp256'),
};

/** How many fields a key has after its type. */
const fieldCounts: Record<string, number> = {
  'ssh-ed25519': 1,
  'sk-ssh-ed25519@openssh.com': 2,
  'ssh-rsa': 2,
  'ecdsa-sha2-nistp256': 2,
  'ecdsa-sha2-nistp384': 2,
  'ecdsa-sha2-nistp521': 2,
  'sk-ecdsa-sha2-nistp256@openssh.com': 3,
};

/** Reads one public key, or says why it is none that we let in. */
export function parsePublicKey(text: string): ParsedKey {
  const trimmed = text.trim();
  if (/PRIVATE KEY/.test(trimmed)) {
    return { problem: 'This is a private key. Keep it to yourself, and paste the .pub file.' };
  }
  if (/[\r\n]/.test(trimmed)) return { problem: 'One key at a time, on one line.' };
  if (!trimmed.isWellFormed() || /\p{Cc}/u.test(trimmed.replaceAll('\t', ' '))) {
    return { problem: 'Control characters are not allowed in a key.' };
  }
  const [type = '', base64 = '', ...rest] = trimmed.split(/[ \t]+/);
  const check = checks[type];
  if (!check) return { problem: typeProblem(type) };
  const blob = Buffer.from(base64, 'base64');
  const whole = blob.length > 0 && blob.toString('base64') === padded(base64);
  const fields = whole ? fieldsOf(blob) : null;
  if (!fields || fields[0]?.toString('latin1') !== type) {
    return { problem: `The key is damaged: its second part is not a ${type} key.` };
  }
  if (fields.length !== 1 + (fieldCounts[type] ?? 0)) {
    return { problem: 'The key is damaged: it has too few or too many parts.' };
  }
  const problem = check(fields.slice(1));
  if (problem) return { problem };
  const comment = rest.join(' ').slice(0, commentLimit);
  const encoded = blob.toString('base64');
  const hash = createHash('sha256').update(blob).digest('base64').replace(/=+$/, '');
  const line = [type, encoded, comment].filter(Boolean).join(' ');
  return { key: { type, line, comment, fingerprint: `SHA256:${hash}` } };
}

function typeProblem(type: string): string {
  if (type === 'ssh-dss') return 'DSA keys are too weak, and sshd refuses them. Use ed25519.';
  if (type.includes('cert-v01')) return 'This is a certificate. Paste the key that it is about.';
  if (/[=,"]/.test(type)) return 'Options before the key are not allowed: begin with its type.';
  return 'This is no OpenSSH public key. It begins like ssh-ed25519 AAAA…';
}

/** The fields of a key's blob, each with its length before it (RFC 4251, section 5); null when cut. */
function fieldsOf(blob: Buffer): Buffer[] | null {
  const fields: Buffer[] = [];
  let at = 0;
  while (at < blob.length) {
    if (at + 4 > blob.length) return null;
    const end = at + 4 + blob.readUInt32BE(at);
    if (end > blob.length) return null;
    fields.push(blob.subarray(at + 4, end));
    at = end;
  }
  return fields;
}

function padded(base64: string): string {
  const bare = base64.replace(/=+$/, '');
  return bare + '='.repeat((4 - (bare.length % 4)) % 4);
}

function sized(field: Buffer | undefined, bytes: number): string | null {
  return field?.length === bytes ? null : 'The key is damaged: its length is wrong.';
}

function rsa(modulus: Buffer | undefined): string | null {
  const first = modulus?.findIndex((byte) => byte !== 0) ?? -1;
  if (!modulus || first < 0) return 'The key is damaged: it has no modulus.';
  const bits = (modulus.length - first) * 8 - Math.clz32(modulus[first] ?? 0) + 24;
  if (bits >= rsaBits) return null;
  return `An RSA key of ${bits} bits is too weak; ${rsaBits} is the least. Better: ed25519.`;
}

function curve([name, point]: Buffer[], expected: string): string | null {
  if (name?.toString('latin1') !== expected) return 'The key is damaged: its curve is another one.';
  return sized(point, pointBytes[expected] ?? 0);
}
