/** What templates cannot reach, and how soon they are stopped. */
import { describe, expect, test } from 'vitest';
import { problemOf, textOf } from '@/e2e/fixtures/template-source';
import { exampleVariables } from './example';

describe('the sandbox', () => {
  test.each([
    ...['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__'],
  ])('%s is read from nothing', (name) => {
    const variables = exampleVariables();
    variables.host.params = {};
    variables.secrets = {};
    const roots = [
      'host',
      'host.params',
      'host.name',
      'ssh_keys',
      'urls.pre[0]',
      'secrets',
      'urls',
    ];
    for (const root of roots) {
      for (const path of [`${root}.${name}`, `${root}["${name}"]`, `${root}.${name}.${name}`]) {
        expect(problemOf({ text: `{{ ${path} }}`, variables })?.message, path).toMatch(
          /^There is no/,
        );
      }
    }
    expect(problemOf({ text: `{{ ${name} }}`, variables })?.message).toMatch(/^There is no/);
    const captured = `{% capture x %}y{% endcapture %}{{ x.${name} }}`;
    expect(problemOf({ text: captured })?.message).toMatch(/^There is no/);
  });

  test.each(['layout "x"', 'block a', 'tablerow a in b', 'cycle "a"', 'increment a'])(
    'has no tag {%% %s %%}',
    (tag) => {
      expect(problemOf({ text: `{% ${tag} %}` })?.message).toMatch(/^There is no tag named/);
    },
  );

  test.each(['date', 'sample', 'shuffle', 'where_exp', 'escape', 'inspect', 'constructor'])(
    'has no filter %s',
    (filter) => {
      const message = `There is no filter named ${filter}.`;
      expect(problemOf({ text: `{{ host.name | ${filter} }}` })).toMatchObject({ message });
    },
  );
});

describe('limits: an error within a second', () => {
  const doubling = '{% assign a = a | append: a %}'.repeat(40);
  test.each<[string, string, RegExp]>([
    ['a range of a billion', '{% for i in (1..1000000000) %}x{% endfor %}', /too large/],
    [
      'a range that never ends',
      '{% for i in (9007199254740992..9007199254740994) %}x{% endfor %}',
      /too long/,
    ],
    [
      'loops in loops',
      '{% for i in (1..100000) %}{% for j in (1..100000) %}x{% endfor %}{% endfor %}',
      /for ever/,
    ],
    ['a text that doubles', `{% assign a = "${'x'.repeat(32)}" %}${doubling}{{ a }}`, /too large/],
    [
      'a capture that doubles',
      `{% capture a %}xx{% endcapture %}${'{% capture a %}{{ a }}{{ a }}{% endcapture %}'.repeat(40)}`,
      /became larger|too long/,
    ],
    [
      '10,000 tags in each other',
      '{% if true %}'.repeat(10_000) + '{% endif %}'.repeat(10_000),
      /more than 100 deep/,
    ],
    [
      '10,000 in a liquid tag',
      `{% liquid\n${'if true\n'.repeat(10_000)}${'endif\n'.repeat(10_000)}%}`,
      /nested too deeply/,
    ],
    [
      '10,000 brackets',
      `{{ ${'host['.repeat(10_000)}1${']'.repeat(10_000)} }}`,
      /nested too deeply|There is no/,
    ],
    ['150,000 outputs', '{{ a }}'.repeat(150_000), /more than 20000 tags/],
    ['tags that never close', '{%'.repeat(500_000), /not closed/],
    ['quotes that never close', '{{"'.repeat(300_000), /not closed/],
    [
      'a split in characters',
      `{% assign a = "${'x'.repeat(100_000)}" %}${'{% assign b = a | split: "" | join: "yy" %}'.repeat(50)}`,
      /too large|too long/,
    ],
  ])('%s', (_name, text, message) => {
    const begin = performance.now();
    expect(problemOf({ text })?.message).toMatch(message);
    expect(performance.now() - begin).toBeLessThan(1_000);
  });

  test('a large script with many values is none of that', () => {
    const line = 'set a{{ host.name }} ${net0/mac}\n';
    const text = line.repeat(5_000);
    const rendered = textOf({ text, more: { kind: 'sub' } });
    expect(rendered).toBe(line.replace('{{ host.name }}', 'node-17').repeat(5_000));
  });
});
