import { expect, test } from 'vitest';
import { fileNameOf } from './file-name';

test.each([
  [{ title: 'Fedora 43 Server', kind: 'kickstart', dialect: 'kickstart' }, 'fedora-43-server.ks'],
  [{ title: 'CoreOS', kind: 'kickstart', dialect: 'ignition' }, 'coreos.ign'],
  [{ title: ' Menü / café ', kind: 'sub' }, 'menu-cafe.ipxe'],
  [{ title: '../../etc/passwd', kind: 'pre' }, 'etc-passwd.sh'],
  [{ title: '…', kind: 'post', text: '#!/usr/bin/env python3\n' }, 'script.py'],
  [{ title: 'x', kind: 'post', text: '#!/usr/bin/env node\n' }, 'x.js'],
] as const)('%j is %s', (given, name) => {
  expect(fileNameOf({ dialect: null, text: '', ...given })).toBe(name);
});
