/** iPXE has no parser here: its rules (core/exec.c, core/script.c) are written down once more. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nastyValue, renderedWith } from '@/e2e/fixtures/template-values';

const render = (text: string, value: string) =>
  renderedWith({ source: { kind: 'sub', dialect: null, text }, value });

/** Words as iPXE splits them; what follows a separator is another command, a comment is none. */
function commands(line: string): string[][] {
  const found: string[][] = [[]];
  for (const word of line.split(/[ \t\n\v\f\r]+/).filter((one) => one !== '')) {
    if (word.startsWith('#')) break;
    if (/^(\|\||&&|;)$/.test(word)) found.push([]);
    else found.at(-1)?.push(word);
  }
  return found;
}

const texts: [string, (v: string) => string[][]][] = [
  [
    'set a {{ v }} || goto b',
    (v) => [
      ['set', 'a', ...v.split(' ').filter(Boolean)],
      ['goto', 'b'],
    ],
  ],
  [
    'echo x {{ v }} y && exit',
    (v) => [['echo', 'x', ...v.split(' ').filter(Boolean), 'y'], ['exit']],
  ],
  ['chain {{ v }} --x || shell', (v) => [['chain', v, '--x'], ['shell']]],
  ['chain a?b={{ v }}&c', (v) => [['chain', `a?b=${v}&c`]]],
  ['kernel k a={{ v }} b', (v) => [['kernel', 'k', `a=${v}`, 'b']]],
  ['iseq ${a} {{ v }} || x', (v) => [['iseq', '${a}', v], ['x']]],
  ['kernel k {{ v | ipxe }} b', (v) => [['kernel', 'k', ...v.split(' ').filter(Boolean), 'b']]],
];

test.each(texts)('a value stays within its command: %s', (text, wanted) => {
  let served = 0;
  const each = (value: string) => {
    const put = render(`${text}\nnext`, value);
    if (put === null) return;
    served += 1;
    expect(put).not.toMatch(/[\r\v\f]|\\\n/);
    const [line = '', ...more] = put.split('\n');
    expect(more).toEqual(['next']);
    expect(commands(line)).toEqual(wanted(value));
    expect(line.split('${').length).toBe(text.split('${').length);
  };
  fc.assert(fc.property(nastyValue, each), {
    numRuns: 400,
    examples: [['node-17'], ['a b'], ['']],
  });
  expect(served).toBeGreaterThan(80);
});

test.each([
  ['{{ v }}', 'reboot'],
  ['  {{ v }} x', 'reboot'],
  ['echo a || {{ v }}', 'reboot'],
  ['echo a ; {{ v }}', 'reboot'],
  ['chain {{ v }}', '--replace'],
  ['chain {{ v }}', 'a b'],
  ['chain {{ v }}', ''],
  ['echo ${{ v }}', '{net0/mac}'],
  ['echo ${ {{ v }}}', 'a} ; b'],
  ['echo |{{ v }}', '|'],
  ['echo {{ v }}{{ v }}', '|'],
  ['echo {{ v }}&', '&'],
  ['echo {{ v }}', 'a ; b'],
  ['echo {{ v }}', 'a # b'],
  ['echo {{ v }}', '${x}'],
  ['echo {{ v }}', 'a$'],
  ['echo {{ v }}', 'a\\'],
  [':{{ v }}', 'a b'],
  ['kernel k {{ v | cmdline }}', 'a"b'],
  ['{{ v | ipxe }}', 'reboot'],
])('is refused where it could be more: %s with %s', (text, value) => {
  expect(render(text, value)).toBeNull();
});

test('the kernel command line quotes what has spaces', () => {
  const line = 'kernel k a={{ v | cmdline }} b';
  expect(render(line, 'x y')).toBe('kernel k a="x y" b');
  expect(render(line, 'x')).toBe('kernel k a=x b');
});
