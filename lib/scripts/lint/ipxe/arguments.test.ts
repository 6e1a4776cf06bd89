import { expect, it } from 'vitest';
import { type ReadArguments, readArguments } from './arguments';
import { usageOf } from './command';
import { commands } from './commands';
import { outputMark } from './template';

function read(line: string): ReadArguments {
  const [name = '', ...words] = line.split(' ');
  const spec = commands.get(name);
  if (!spec) throw new Error(`no command ${name}`);
  const place = { line: 1, column: 1, endColumn: 1 };
  return readArguments(
    spec,
    words.map((text) => ({ text, place })),
  );
}

it.each([
  ['kernel --name linux http://a/linux --quiet', 'name=linux | http://a/linux --quiet'],
  ['kernel --name=linux http://a/linux', 'name=linux | http://a/linux'],
  ['kernel -n linux -at5 x', 'name=linux autofree timeout=5 | x'],
  ['item --gap -- ---- Title', 'gap | ---- Title'],
  ['item --key x one One', 'key=x | one One'],
  ['echo -n one', 'n | one'],
  ['echo ${x} --not-an-option', ' | ${x} --not-an-option'],
  ['prompt --key 0x197e --timeout 0x10', 'key=0x197e timeout=0x10 | '],
  ['sanboot --drive ${drive}', 'drive=${drive} | '],
  [`kernel ${outputMark} x`, ` | ${outputMark} x`],
])('takes %j', (line, expected) => {
  const { options, operands, problem } = read(line);
  expect(problem).toBeNull();
  const shown = options.map(({ option, value }) =>
    value ? `${option.name}=${value.text}` : option.name,
  );
  expect(`${shown.join(' ')} | ${operands.map(({ text }) => text).join(' ')}`).toBe(expected);
});

it.each([
  ['echo -----', 'unknown-option'],
  ['echo -', 'unknown-option'],
  ['kernel --nam linux x', 'unknown-option'],
  ['kernel --names linux x', 'unknown-option'],
  ['kernel -x x', 'unknown-option'],
  ['kernel --name', 'value-missing'],
  ['kernel --name -x', 'value-missing'],
  ['kernel -n', 'value-missing'],
  ['choose --keep=1 x', 'value-unwanted'],
  ['prompt --timeout 5s', 'not-a-value'],
  ['prompt --timeout 08', 'not-a-value'],
  ['prompt --key F8', 'not-a-value'],
  ['sleep soon', 'not-a-value'],
  ['exit zero', 'not-a-value'],
  ['sanboot --uuid 12', 'not-a-value'],
  ['iseq a', 'too-few'],
  ['set', 'too-few'],
  ['isset a b', 'too-many'],
  ['reboot now', 'too-many'],
])('refuses %j: %s', (line, expected) => {
  expect(read(line).problem?.type).toBe(expected);
});

it('knows that --help ends it all', () => {
  expect(read('reboot --help now')).toMatchObject({ help: true, problem: null });
});

it.each([
  ['goto', 'goto <label>'],
  [
    'choose',
    'choose [-m|--menu <menu>] [-d|--default <default>] [-t|--timeout <milliseconds>] [-r|--retimeout <milliseconds>] [-k|--keep] <setting>',
  ],
  ['iseq', 'iseq <value1> <value2>'],
  ['sanunhook', 'sanunhook [-d|--drive <number>]'],
])('shows how %s is used', (name, usage) => {
  const spec = commands.get(name);
  expect(spec && usageOf(spec)).toBe(usage);
});
