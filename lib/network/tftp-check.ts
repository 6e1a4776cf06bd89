/**
 * Fetches a file by TFTP as a firmware would: our own look at whether
 * machines get their bootloader.
 */
import tftp from 'tftp';

/** Milliseconds for one packet, and how often it is asked for again (RFC 1350 leaves both open). */
const patience = { timeout: 1_000, retries: 2 };

export type TftpCheck =
  | { ok: true; bytes: number; milliseconds: number }
  | { ok: false; reason: string };

/** Fetches `file` from the server at `address`, port 69, and counts its bytes. Never throws. */
export function checkTftp(given: { address: string; file: string }): Promise<TftpCheck> {
  const begun = performance.now();
  return new Promise((resolve) => {
    let bytes = 0;
    const stream = tftp
      .createClient({ host: given.address, ...patience })
      .createGetStream(given.file);
    stream.on('data', (part) => {
      bytes += part.length;
    });
    stream.on('error', (error) => resolve({ ok: false, reason: error.message }));
    stream.on('end', () =>
      resolve({ ok: true, bytes, milliseconds: Math.round(performance.now() - begun) }),
    );
  });
}
