import { expect, test } from 'vitest';
import { localPath } from './local-path';

test('a place of ours is kept', () => {
  expect(localPath('/hosts/1?tab=why')).toBe('/hosts/1?tab=why');
});

test('anything else leads to the start', () => {
  const others = [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example/x',
    'javascript:alert(1)',
  ];
  for (const other of [...others, '/..//evil.example', undefined, ['/a'], 'http://']) {
    expect(localPath(other)).toBe('/');
  }
});
