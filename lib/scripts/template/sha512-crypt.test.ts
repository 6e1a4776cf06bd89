import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { sha512Crypt } from './sha512-crypt';

test.each([
  'x',
  'correct horse battery staple',
  'ünïcödé 🚀',
  `'"\`$(reboot)\\`,
  ...[31, 32, 63, 64, 65, 127, 128, 129, 192, 255].map((length) =>
    'aB3$'.repeat(64).slice(0, length),
  ),
])('is what openssl says: %s', (password) => {
  const salt = 'abcdefgh./ABCDEF';
  const args = ['passwd', '-6', '-salt', salt, '-stdin'];
  const told = execFileSync('openssl', args, { input: `${password}\n`, encoding: 'utf8' });
  expect(sha512Crypt({ password, salt })).toBe(told.trim());
});
