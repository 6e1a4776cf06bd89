import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { childEnvironment } from '@/lib/core/env';

/**
 * The agent is Python, and so are its tests; here they are run as one. What
 * Python says about a failure is the failure's message.
 */
test('the agent passes its own tests', { timeout: 120_000 }, () => {
  const script = `python3 -W ignore -m unittest discover -s "$0" 2>&1`;
  const output = execFileSync('sh', ['-c', script, path.join(import.meta.dirname, 'tests')], {
    encoding: 'utf8',
    env: childEnvironment({
      PYTHONDONTWRITEBYTECODE: '1',
      PYTHONPATH: path.join(import.meta.dirname, 'files', 'agent'),
    }),
  });
  expect(output).toMatch(/Ran [1-9]\d+ tests/);
  expect(output.trimEnd()).toMatch(/OK$/);
});
