import { expect, test } from 'vitest';
import { exampleVariables } from '@/lib/scripts/template/example';
import type { Source } from '@/lib/scripts/template/schema';
import { renderForHost, sentenceOf } from './render-for-host';

const source = (text: string): Source => ({
  title: 'answers',
  kind: 'kickstart',
  dialect: 'kickstart',
  text,
  template: true,
});

function render(text: string, secrets: Record<string, string>) {
  const variables = { ...exampleVariables(), secrets };
  return renderForHost({ source: source(text), variables, include: () => null });
}

test('a secret that cannot stand where it is put is told without its value', () => {
  const rendered = render('a\nrootpw {{ secrets.root }}\n', { root: 'top\nsecret' });
  if (rendered.ok) throw new Error('it was rendered');
  expect(rendered.problems).toHaveLength(1);
  expect(rendered.problems.map(sentenceOf)[0]).toMatch(
    /^"answers", line 2, column \d+: The value of a secret cannot stand here/,
  );
  expect(JSON.stringify(rendered)).not.toMatch(/top|nsecret/);
});

test('what is wrong with anything else is told as it is', () => {
  const rendered = render('{{ secrets.root }} {{ nothing }}\n', { root: 'top\nsecret' });
  if (rendered.ok) throw new Error('it was rendered');
  expect(rendered.problems.map(({ message }) => message).join()).toContain('nothing');
});

test('what renders is rendered with the values', () => {
  expect(render('rootpw {{ secrets.root }}\n', { root: 'x1' })).toMatchObject({
    ok: true,
    text: 'rootpw x1\n',
    secrets: ['root'],
  });
});
