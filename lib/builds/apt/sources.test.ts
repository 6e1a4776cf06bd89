import { expect, test } from 'vitest';
import { sourcesFor, sourcesToKeep } from './sources';

const debian = {
  name: 'debian.sources',
  text: 'Types: deb\nURIs: http://mirror.example/debian\nSuites: bookworm bookworm-updates\nComponents: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n',
};
const other = { name: 'other.list', text: 'deb http://other.example/apt stable main\n' };

test('the own release takes the sources as they are', () => {
  expect(sourcesFor({ files: [debian, other], from: 'bookworm', to: 'bookworm' })).toEqual([
    debian,
    other,
  ]);
});

test('another release exchanges the codename, and leaves out what has none', () => {
  const found = sourcesFor({ files: [debian, other], from: 'bookworm', to: 'trixie' });
  expect(found.map(({ name }) => name)).toEqual(['debian.sources']);
  expect(found[0]?.text).toContain('Suites: trixie trixie-updates\n');
});

test('an installed system keeps no credentials, local folders or foreign keyrings', () => {
  const kept = sourcesToKeep([
    debian,
    other,
    { name: 'secret.list', text: 'deb https://user:word@private.example/apt stable main\n' },
    { name: 'local.list', text: 'deb [trusted=yes] file:/srv/apt ./\n' },
    {
      name: 'vendor.list',
      text: 'deb [signed-by=/etc/apt/keyrings/vendor.gpg] https://vendor.example/apt stable main\n',
    },
  ]);
  expect(kept.map(({ name }) => name)).toEqual(['debian.sources', 'other.list']);
});
