import path from 'node:path';
import { expect, test } from 'vitest';
import { run } from '@/lib/core/exec';

/**
 * The agent is Python, and so are its tests; here they are run as one. What
 * Python says about a failure is the failure's message.
 */
test('the agent passes its own tests', { timeout: 120_000 }, async () => {
  const lines: string[] = [];
  await run({
    program: 'python3',
    args: ['-W', 'ignore', '-m', 'unittest', 'discover', '-s', 'tests'],
    cwd: import.meta.dirname,
    env: {
      PYTHONDONTWRITEBYTECODE: '1',
      PYTHONPATH: path.join(import.meta.dirname, 'files', 'agent'),
    },
    timeout: 110_000,
    onLine: (line) => lines.push(line),
  }).catch(() => expect.fail(lines.join('\n')));
  expect(lines.join('\n')).toMatch(/Ran [1-9]\d+ tests/);
  expect(lines.at(-1)).toBe('OK');
});
