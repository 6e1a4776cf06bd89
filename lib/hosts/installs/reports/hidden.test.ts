import { expect, test } from 'vitest';
import { sha512Crypt } from '@/lib/scripts/template/sha512-crypt';
import { hasFreeText, withoutSecrets } from './hidden';
import { agentEvent } from './schema';

const dots = '••••••';

function output(text: string, values: string[] | null): string {
  const event = agentEvent.parse({ type: 'script-finished', title: 'join', output: text });
  const hidden = withoutSecrets({ event, values });
  return 'output' in hidden ? hidden.output : '';
}

test('a value goes wherever it stands, and nothing else does', () => {
  const text = "+ mount -o password=hunter2 //nas/x\n+ echo 'hunter2'\nhunter\n";
  expect(output(text, ['hunter2'])).toBe(
    `+ mount -o password=${dots} //nas/x\n+ echo '${dots}'\nhunter\n`,
  );
  expect(output('a.*b and axxb', ['a.*b'])).toBe(`${dots} and axxb`);
});

test('a short value is hidden as a word only', () => {
  expect(output('pin=12 of 120, 12', ['12'])).toBe(`pin=${dots} of 120, ${dots}`);
});

test('the longer of two goes first, so that none leaves a rest', () => {
  expect(output('root-password-2', ['root-password', 'root-password-2'])).toBe(dots);
});

test('lines of a long value are secrets too', () => {
  const key = '-----BEGIN KEY-----\nMIIEvQIBADANBgkqh\nx\n-----END KEY-----\n';
  expect(output('read MIIEvQIBADANBgkqh x', [key])).toBe(`read ${dots} x`);
});

test('what the cut of a long output left of a value goes', () => {
  expect(output('horse battery\nnext', ['correct horse battery'])).toBe(`${dots}\nnext`);
});

test('a crypted password is something to guess by', () => {
  const hash = sha512Crypt({ password: 'hunter2', salt: 'abcdefgh' });
  expect(output(`rootpw --iscrypted ${hash}\n`, [])).toBe(`rootpw --iscrypted ${dots}\n`);
});

test('where the values are not known, no text is kept', () => {
  expect(output('who knows', null)).toMatch(/^\(Left out: /);
  expect(output('', null)).toBe('');
});

test('what programs read stays', () => {
  const event = agentEvent.parse({ type: 'failed', reason: 'failed by failed', seq: 4 });
  expect(withoutSecrets({ event, values: ['failed'] })).toEqual({
    seq: 4,
    type: 'failed',
    reason: `${dots} by ${dots}`,
    output: '',
  });
  expect(hasFreeText(event)).toBe(true);
  expect(hasFreeText(agentEvent.parse({ type: 'finished' }))).toBe(false);
});
