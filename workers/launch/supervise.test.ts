import { expect, test } from 'vitest';
import { type Running, supervise } from './supervise';

/** A clock that stands still but for what is slept and what `pass` adds. */
function fakeTimes() {
  let time = 0;
  const slept: number[] = [];
  return {
    slept,
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
    times: {
      now: () => time,
      sleep: async (milliseconds: number) => {
        slept.push(milliseconds);
        time += milliseconds;
      },
    },
  };
}

function crashed(how = 'exit code 1'): Running {
  return { ended: Promise.resolve(how), stop: async () => {}, lastWords: () => 'no such module' };
}

function steady(onStop = () => {}): Running {
  return { ended: new Promise(() => {}), stop: async () => onStop(), lastWords: () => '' };
}

test('gives up at the fifth crash within a minute, and says why', async () => {
  const clock = fakeTimes();
  const result = supervise({
    name: 'web',
    start: async () => crashed(),
    signal: new AbortController().signal,
    onCrash: () => {},
    times: clock.times,
  });
  await expect(result).rejects.toThrow(
    'web stopped 5 times within 60 s, the last time with exit code 1. Its last lines:\nno such module',
  );
  expect(clock.slept).toEqual([1000, 2000, 4000, 8000]);
});

test('a start that fails counts as a crash', async () => {
  const result = supervise({
    name: 'postgres',
    start: () => Promise.reject(new Error('the disk is full')),
    signal: new AbortController().signal,
    onCrash: () => {},
    times: fakeTimes().times,
  });
  await expect(result).rejects.toThrow('the disk is full');
});

test('who ran for a minute is started again after the shortest wait, for ever', async () => {
  const clock = fakeTimes();
  const outside = new AbortController();
  let starts = 0;
  await supervise({
    name: 'worker',
    start: async () => {
      starts += 1;
      if (starts > 20) outside.abort();
      clock.pass(61_000);
      return crashed();
    },
    signal: outside.signal,
    onCrash: () => {},
    times: clock.times,
  });
  expect(new Set(clock.slept)).toEqual(new Set([1000]));
});

test('an abort stops the process and resolves when it is gone', async () => {
  const outside = new AbortController();
  let stopped = false;
  const result = supervise({
    name: 'web',
    start: async () =>
      steady(() => {
        stopped = true;
      }),
    signal: outside.signal,
    onCrash: () => {},
  });
  setTimeout(() => outside.abort(), 10);
  await result;
  expect(stopped).toBe(true);
});

test('an abort while it waits for the next start ends the wait', async () => {
  const outside = new AbortController();
  const began = performance.now();
  await supervise({
    name: 'web',
    start: async () => crashed(),
    signal: outside.signal,
    onCrash: () => setTimeout(() => outside.abort(), 10),
  });
  expect(performance.now() - began).toBeLessThan(900);
});
