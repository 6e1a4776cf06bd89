import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readable, Serial } from '@/e2e/lab/serial';

describe('readable', () => {
  it('takes out what a terminal would not show', () => {
    expect(readable('\x1b[2J\x1b[01;01H\x1b[0mBoot\x1b[1;33m ok\x1b[0m\r\nNext\r\r\n')).toBe(
      'Boot ok\nNext\n',
    );
  });
});

describe('Serial', () => {
  let folder: string;
  let path: string;
  let server: ReturnType<typeof createServer>;
  let line: Promise<Socket>;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'serial-'));
    path = join(folder, 'socket');
    server = createServer();
    line = new Promise((resolve) => server.once('connection', resolve));
    await new Promise<void>((resolve) => server.listen(path, resolve));
  });

  afterEach(async () => {
    await new Promise<void>((resolve) => server.close(() => resolve()));
    await rm(folder, { recursive: true });
  });

  it('finds text that arrives in pieces, cut in the middle of a sequence', async () => {
    const serial = new Serial();
    await serial.attach(path);
    const found = serial.waitForText(/log in: ok/, 2000);
    const socket = await line;
    for (const piece of ['log \x1b', '[1;3', '1min\x1b[0m', ': ok\r', '\n']) {
      socket.write(piece);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await found;
    expect(serial.all()).toBe('log in: ok\n');
    socket.destroy();
  });

  it('looks only behind a mark when told', async () => {
    const serial = new Serial();
    await serial.attach(path);
    const socket = await line;
    socket.write('one\n');
    await serial.waitForText(/one/, 1000);
    await expect(serial.waitForText(/one/, 50, serial.mark())).rejects.toThrow('did not show');
    socket.destroy();
  });

  it('says what the console ended with when the machine goes off', async () => {
    const serial = new Serial();
    await serial.attach(path);
    const waiting = serial.waitForText(/never/, 5000);
    const socket = await line;
    socket.end('last words\n');
    await expect(waiting).rejects.toThrow(/before it was off[\s\S]*last words/);
  });

  it('gives line after line', async () => {
    const serial = new Serial();
    await serial.attach(path);
    const socket = await line;
    const lines = serial.lines();
    const first = lines.next();
    socket.end('a\r\nb\r\n');
    expect((await first).value).toBe('a');
    expect((await lines.next()).value).toBe('b');
    expect((await lines.next()).done).toBe(true);
  });
});
