import { describe, expect, it } from 'vitest';
import { newImage } from './schema';

const sum = 'a'.repeat(64);

function fieldsOf(value: unknown): string[] {
  const result = newImage.safeParse(value);
  return result.success ? [] : result.error.issues.map((issue) => issue.path.join('.'));
}

describe('newImage', () => {
  it('takes a URL with its checksum, in the spellings of tools', () => {
    const given = { name: ' Debian ', url: 'https://h/d.img', sha256: `sha256:${'A'.repeat(64)}` };
    expect(newImage.parse(given)).toEqual({ name: 'Debian', url: 'https://h/d.img', sha256: sum });
  });

  it('takes a build, with its defaults', () => {
    expect(newImage.parse({ name: 'x', build: {} })).toEqual({
      name: 'x',
      build: { distribution: 'debian', packages: [] },
    });
  });

  it.each([
    [{ name: 'x', url: 'https://h/d' }, ['sha256']],
    [{ name: 'x' }, ['url', 'sha256']],
    [{ name: 'x', url: 'file:///etc/shadow', sha256: sum }, ['url']],
    [{ name: 'x', url: 'no address', sha256: sum }, ['url']],
    [{ name: 'x', url: 'http://me:secret@h/', sha256: sum }, ['url']],
    [{ name: 'x', url: 'http://h/', sha256: 'abc' }, ['sha256']],
    [{ name: '', url: 'http://h/', sha256: sum }, ['name']],
    [{ name: 'a\nb', url: 'http://h/', sha256: sum }, ['name']],
    [{ name: 'x', build: { packages: ['--help'] } }, ['build.packages.0']],
    [{ name: 'x', build: {}, url: 'http://h/' }, ['url']],
  ])('names the bad field of %j', (value, fields) => {
    expect(fieldsOf(value)).toEqual(fields);
  });
});
