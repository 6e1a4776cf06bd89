import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, expect, test } from 'vitest';
import { changes } from '@/lib/core/changes';
import { closeJobs } from './boss';
import { enqueue } from './enqueue';
import { type TaskContext, type TaskRegistry, taskNames } from './tasks';
import { workOnJobs } from './work';

const buildId = '0b8f7c3e-1d52-4c7e-9a55-3f2f6f9f2f01';

afterAll(async () => {
  await closeJobs();
  await changes().stop();
});

test('a job whose worker is killed with -9 is taken up by another within a minute', async () => {
  const doomed = spawn(process.execPath, ['--import', 'tsx', 'e2e/fixtures/endless-worker.ts'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await enqueue('build', { buildId, kind: 'agent' });
  await once(doomed.stdout, 'data');
  doomed.kill('SIGKILL');
  const killed = Date.now();
  await once(doomed, 'exit');

  const stop = new AbortController();
  let attempt = 0;
  const taken = new Promise<void>((resolve) => {
    const build = async (_payload: unknown, context: TaskContext) => {
      attempt = context.attempt;
      resolve();
    };
    // Tasks that come by themselves may fall due in the meantime: they are none of this test's.
    const registry = {
      ...Object.fromEntries(taskNames.map((name) => [name, async () => {}])),
      build,
    };
    void workOnJobs({ registry: registry as unknown as TaskRegistry, signal: stop.signal });
  });
  await taken;
  stop.abort();
  expect(attempt).toBe(2);
  expect(Date.now() - killed).toBeLessThan(60_000);
}, 90_000);
