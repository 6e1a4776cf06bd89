import { expect, test } from 'vitest';
import { agentEvent } from './schema';
import { size, stepOf, timelineLine } from './sentences';

const line = (event: unknown) => timelineLine(agentEvent.parse(event));

test('the inventory in one line', () => {
  const inventory = {
    cpu: { model: 'Xeon', cores: 4 },
    memoryBytes: 8 * 1024 ** 3,
    disks: [{ path: '/dev/vda', size: 20e9 }],
    cards: [{ name: 'eth0', mac: '52:54:00:77:00:01' }],
    firmware: 'uefi',
  };
  expect(line({ type: 'inventory', inventory })).toBe(
    'Inventory: 4 cores, 8.0 GiB of memory, vda 20 GB, 1 network card, UEFI.',
  );
  expect(line({ type: 'inventory', inventory: {} })).toBe('Inventory: no disk.');
});

test('a script that ended', () => {
  const event = { type: 'script-finished', phase: 'pre', title: 'wipe raid', exitCode: 0 };
  expect(line({ ...event, durationMs: 1234 })).toBe('Pre-install "wipe raid": exit 0 in 1.2 s.');
  expect(line({ ...event, phase: 'post', exitCode: null, durationMs: 125_000 })).toBe(
    'Post-install "wipe raid": exit by a signal in 2:05.',
  );
});

test('the image that is being written', () => {
  const event = {
    type: 'image-progress',
    bytes: 710e6,
    total: 1e9,
    bytesPerSecond: 112e6,
    secondsLeft: 12,
  };
  expect(stepOf(agentEvent.parse(event))).toEqual({
    step: 'Writing the image, 112 MB/s, 0:12 left',
    progress: 0.71,
  });
  expect(line(event)).toBeNull();
});

test('a total of nothing gives no progress instead of a wrong one', () => {
  const event = agentEvent.parse({ type: 'image-progress', bytes: 5, total: 0 });
  expect(stepOf(event)).toEqual({ step: 'Writing the image', progress: null });
});

test('control characters of a machine do not reach the timeline', () => {
  expect(line({ type: 'step', name: 'x', message: 'grow\u001b[31m\u0000 it' })).toBe('grow[31m it');
});

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [6_800_000, '6.8 MB'],
  [41_000_000, '41 MB'],
  [1_000_000_000, '1.0 GB'],
])('%i bytes are %s', (bytes, text) => {
  expect(size(bytes)).toBe(text);
});
