import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { neededLibraries } from './elf';

test('the libraries of the program that runs this test', async () => {
  const needed = neededLibraries(await readFile(process.execPath));
  expect(needed).toContain('libc.so.6');
  for (const name of needed) expect(name).toMatch(/^[\w.+-]+\.so[\w.]*$/);
});

test('what is not ELF needs nothing', () => {
  expect(neededLibraries(Buffer.from('#!/bin/sh\n'))).toEqual([]);
  expect(neededLibraries(Buffer.alloc(200))).toEqual([]);
});
