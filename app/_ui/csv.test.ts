import { expect, test } from 'vitest';
import { csvOf } from './csv';

test('what must be quoted is quoted, and no spreadsheet runs a cell', () => {
  expect(
    csvOf([
      ['title', 'used by'],
      ['a "quoted", one', 'two\nlines'],
      ['=HYPERLINK("x")', '-1'],
    ]),
  ).toBe('title,used by\r\n"a ""quoted"", one","two\nlines"\r\n"\'=HYPERLINK(""x"")",\'-1\r\n');
});
