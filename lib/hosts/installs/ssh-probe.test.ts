import net, { type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { fingerprintsOf, probeSsh } from './ssh-probe';

const open: net.Server[] = [];

async function listening(greeting: string): Promise<number> {
  const server = net.createServer((socket) => {
    socket.on('error', () => {});
    socket.write(greeting);
  });
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

const probe = (port: number, patience = 100) =>
  probeSsh({ address: '127.0.0.1', port, patience, signal: new AbortController().signal });

describe('probeSsh', () => {
  it('hears an SSH server, also behind lines of its own', async () => {
    const port = await listening('welcome\r\nSSH-2.0-OpenSSH_9.2\r\n');
    expect(await probe(port)).toMatchObject({ ok: true });
  }, 30_000);

  it('says why there is none', async () => {
    expect(await probe(1)).toMatchObject({ ok: false, reason: expect.stringContaining('REFUSED') });
    const port = await listening('x'.repeat(5_000));
    expect(await probe(port)).toEqual({
      ok: false,
      reason: 'Something else than SSH answers on its port.',
    });
  });

  it('ends when it is told to', async () => {
    const signal = AbortSignal.timeout(50);
    await expect(probeSsh({ address: '127.0.0.1', port: 1, signal })).rejects.toThrow();
  });
});

describe('fingerprintsOf', () => {
  it('gives what `ssh-keygen -lf` prints, the modern key first', () => {
    const scan = [
      '# 10.0.0.1:22 SSH-2.0-OpenSSH_9.2',
      '10.0.0.1 ecdsa-sha2-nistp256 AAAA',
      '10.0.0.1 ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl',
      '',
    ].join('\n');
    // The known fingerprint of github.com's key, published by its owner.
    expect(fingerprintsOf(scan)[0]).toBe(
      'SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU ssh-ed25519',
    );
    expect(fingerprintsOf(scan)).toHaveLength(2);
  });
});
