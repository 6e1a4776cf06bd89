import { describe, expect, it } from 'vitest';
import { settingName, settingsIn } from './expansions';
import { type Line, parseScript } from './parse';

/** A line in short: number, label, and its words with their joiners. */
function short(line: Line): string {
  const steps = line.steps.map(({ command, joiner }) =>
    [command && [command.name, ...command.args].map((word) => `[${word.text}]`).join(''), joiner]
      .filter(Boolean)
      .join(' '),
  );
  return [line.number, line.label && `:${line.label.text}`, ...steps, line.comment?.text]
    .filter((part) => part !== null && part !== undefined)
    .join(' ');
}

const lines = (text: string) => parseScript(text).map(short);

describe('parseScript', () => {
  it.each([
    ['echo  one\ttwo', ['1 [echo][one][two]']],
    ['a || b && c ; d', ['1 [a] || [b] && [c] ; [d]']],
    ['a ||', ['1 [a] || ']],
    ['a||b;c', ['1 [a||b;c]']],
    ['echo "one two"', ['1 [echo]["one][two"]']],
    [':again dhcp || goto again', ['1 :again [dhcp] || [goto][again]']],
    ['  :x', ['1 :x']],
    [':', ['1 :']],
    ['echo a # b || c', ['1 [echo][a] # b || c']],
    ['echo a#b', ['1 [echo][a#b]']],
    ['echo a;b', ['1 [echo][a;b]']],
    ['#!ipxe\r\necho x\r\n', ['1 #!ipxe', '2 [echo][x]']],
    ['echo one \\\n two\necho three', ['1 [echo][one][two]', '3 [echo][three]']],
    ['ec\\\nho x', ['1 [echo][x]']],
    ['# a \\\necho b\necho c', ['1 # a echo b', '3 [echo][c]']],
    ['echo a\necho b \\', ['1 [echo][a]']],
    ['echo a\necho b \\\n', ['1 [echo][a]']],
    ['', []],
    ['\n\n', ['1', '2']],
  ])('reads %j', (text, expected) => {
    expect(lines(text).map((line) => line.trimEnd())).toEqual(
      expected.map((line) => line.trimEnd()),
    );
  });

  it('knows where each word stands, over continued lines', () => {
    const [line] = parseScript('kernel \\\n  linux \\\n  quiet || goto x');
    const words = line?.steps.flatMap(({ command }) =>
      command ? [command.name, ...command.args] : [],
    );
    expect(words?.map(({ text, place }) => [text, place])).toEqual([
      ['kernel', { line: 1, column: 1, endColumn: 7 }],
      ['linux', { line: 2, column: 3, endColumn: 8 }],
      ['quiet', { line: 3, column: 3, endColumn: 8 }],
      ['goto', { line: 3, column: 12, endColumn: 16 }],
      ['x', { line: 3, column: 17, endColumn: 18 }],
    ]);
  });
});

describe('settingsIn', () => {
  it.each([
    ['${a}', [['a', 0, 4]], []],
    [
      'x${a}y${b}',
      [
        ['a', 1, 5],
        ['b', 6, 10],
      ],
      [],
    ],
    [
      '${net${i}/mac}',
      [
        ['net${i}/mac', 0, 14],
        ['i', 5, 9],
      ],
      [],
    ],
    ['${a', [], [0]],
    ['${a${b}', [['b', 3, 7]], [0]],
    ['$a }', [], []],
  ])('finds the settings of %j', (word, expansions, unterminated) => {
    const found = settingsIn(word);
    expect(found.expansions.map(({ name, start, end }) => [name, start, end])).toEqual(expansions);
    expect(found.unterminated).toEqual(unterminated);
  });

  it.each([
    ['mac', { scope: null, name: 'mac', type: null }],
    ['net0/mac:hexhyp', { scope: 'net0', name: 'mac', type: 'hexhyp' }],
    ['net0.dhcp/10:ipv4', { scope: 'net0.dhcp', name: '10', type: 'ipv4' }],
    ['smbios/1.5.0:string', { scope: 'smbios', name: '1.5.0', type: 'string' }],
    ['10:uristring', { scope: null, name: '10', type: 'uristring' }],
  ])('takes %j apart', (text, expected) => {
    expect(settingName(text)).toEqual(expected);
  });
});
