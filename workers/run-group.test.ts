import { expect, test } from 'vitest';
import { type Member, runGroup } from './run-group';

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

test('the first to end stops the others, and they are waited for', async () => {
  const ended: string[] = [];
  const short: Member = { name: 'short', run: async () => void ended.push('short') };
  const long: Member = {
    name: 'long',
    run: async (signal) => {
      await untilAborted(signal);
      await new Promise((resolve) => setTimeout(resolve, 20));
      ended.push('long');
    },
  };
  await runGroup({ members: [long, short], signal: new AbortController().signal });
  expect(ended).toEqual(['short', 'long']);
});

test('the first error is thrown, after everyone has ended', async () => {
  let cleanedUp = false;
  const broken: Member = { name: 'broken', run: () => Promise.reject(new Error('no disk')) };
  const other: Member = {
    name: 'other',
    run: async (signal) => {
      await untilAborted(signal);
      cleanedUp = true;
      throw new Error('a later one');
    },
  };
  const all = runGroup({ members: [broken, other], signal: new AbortController().signal });
  await expect(all).rejects.toThrow('no disk');
  expect(cleanedUp).toBe(true);
});

test('an abort from outside stops all, and is no error', async () => {
  const outside = new AbortController();
  const member: Member = { name: 'member', run: untilAborted };
  const all = runGroup({ members: [member, member], signal: outside.signal });
  outside.abort();
  await expect(all).resolves.toBeUndefined();
});

test('a signal that is aborted already lets members see so', async () => {
  const seen: boolean[] = [];
  const member: Member = { name: 'member', run: async (signal) => void seen.push(signal.aborted) };
  await runGroup({ members: [member], signal: AbortSignal.abort() });
  expect(seen).toEqual([true]);
});
