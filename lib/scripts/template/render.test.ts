import { describe, expect, test } from 'vitest';
import { scriptCorpus } from '@/e2e/fixtures/script-corpus';
import { problemOf, render, textOf } from '@/e2e/fixtures/template-source';
import { type ScriptKind, scriptKinds } from '../schema';
import { exampleVariables } from './example';

describe('bytes', () => {
  test.each(scriptKinds)('of a %s script that is no template stay, whatever they are', (kind) => {
    for (const text of [...Object.values(scriptCorpus), '{{ x', '{% y %}', '${{ z }}']) {
      expect(textOf({ text, more: { kind, template: false } }) === text).toBe(true);
    }
  });

  test.each(scriptKinds)('of a template for a %s script stay outside of its tags', (kind) => {
    const dialects =
      kind === 'kickstart'
        ? (['kickstart', 'preseed', 'autoinstall', 'ignition', 'autoyast'] as const)
        : [null];
    for (const [name, text] of Object.entries(scriptCorpus)) {
      if (/\{\{|\{%/.test(text)) continue;
      for (const dialect of dialects) {
        expect(textOf({ text, more: { kind, dialect } }) === text, `${name}, ${dialect}`).toBe(
          true,
        );
      }
      const around = `{% if true %}${text}{% endif %}{% raw %}${text}{% endraw %}`;
      expect(textOf({ text: around, more: { kind } }) === text + text, name).toBe(true);
    }
  });

  test('of a script that is included and no template stay', () => {
    const text = scriptCorpus['templates that are none'] ?? '';
    const includes = { Plain: { text, template: false } };
    expect(textOf({ text: '<{% include "Plain" %}>', includes })).toBe(`<${text}>`);
  });
});

describe('variables', () => {
  test.each<[string, string]>([
    ['{{ host.name }} {{ host.macs[1] }} {{ host.macs | size }}', 'node-17 52:54:00:77:00:12 2'],
    ['{% for key in ssh_keys %}{{ key | slice: 0, 11 }}{% endfor %}', 'ssh-ed25519'],
    ['{% for one in urls.pre %}{{ one.title }}{% endfor %}', 'First'],
    ['{{ urls.scripts["Any title"] | split: "/" | last }}', '1'],
    ['{% assign a = host.name | upcase %}{{ a }}', 'NODE-17'],
    ['{% if host.ip and host.firmware == "uefi" %}x{% else %}y{% endif %}', 'x'],
    ['{{ host.labels.rack | default: "none" }}', 'example'],
  ])('%s', (text, wanted) => {
    expect(textOf({ text })).toBe(wanted);
  });

  test.each<[string, string, number, number]>([
    ['{{ hots }}', 'There is no variable hots.', 1, 4],
    ['a\n {% if hots.name %}{% endif %}', 'There is no variable hots.', 2, 8],
    ['{{ host.nmae | default: "x" }}', 'There is no variable host.nmae.', 1, 4],
    ['{% if urls.x %}{% endif %}', 'There is no variable urls.x.', 1, 7],
    ['{{ profile.name.x }}', 'There is no variable profile.name.x.', 1, 4],
    ['{{ ssh_keys[7] }}', 'There is no variable ssh_keys.7.', 1, 4],
    ['é {{ host }}', 'host is a set of names and values: go through it with {% for %}.', 1, 3],
    ['{{ ssh_keys }}', 'ssh_keys is a list: go through it with {% for %}.', 1, 1],
  ])('%s is an error with its place', (text, message, line, column) => {
    expect(problemOf({ text })).toEqual({ message, line, column, title: 'T' });
  });

  test('a name that people choose may be missing where it is asked for, and nowhere else', () => {
    const variables = exampleVariables();
    variables.host.params = { a: '1' };
    variables.host.labels = {};
    const text =
      '{% if host.params.b %}x{% endif %}{{ host.labels.c | default: "d" }}{{ host.params.a }}';
    expect(textOf({ text, variables })).toBe('d1');
    expect(problemOf({ text: '\n{{ host.params.b }}', variables })).toEqual({
      message: 'There is no variable host.params.b.',
      line: 2,
      column: 4,
      title: 'T',
    });
  });

  test('a value that is not known is an error, unless it is asked for', () => {
    const variables = exampleVariables();
    variables.host.ip = null;
    expect(
      textOf({ text: '{% if host.ip %}x{% endif %}{{ host.ip | default: "dhcp" }}', variables }),
    ).toBe('dhcp');
    expect(problemOf({ text: 'ip={{ host.ip }}', variables })?.message).toBe(
      'host.ip is not known for this host.',
    );
  });

  test.each(['\n', '\r', '\t', '\u0000', '\u007f', '\u0085', '\u2028', '\u2029', '\ud800'])(
    'a value with a character that no line can hold is refused: %j',
    (bad) => {
      const variables = exampleVariables();
      variables.host.params = { v: `a${bad}b`, 'x y': 'c' };
      for (const filter of ['', '| raw', '| shell', '| json', '| upcase', '| append: "x"']) {
        const text = `{{ host.params.v ${filter} }}`;
        expect(problemOf({ text, variables })?.message, filter).toMatch(/^host\.params\.v holds /);
      }
      expect(problemOf({ text: '{{ host.params | json }}', variables })?.message).toMatch(/holds/);
      // Not put, it does no harm.
      expect(textOf({ text: '{{ host.params.v | size }}', variables })).toBe('3');
    },
  );
});

describe('includes', () => {
  test('share what the script around them set, render does not, and both see what they are given', () => {
    const includes = {
      A: { text: '[{{ x }}{{ given.y }}{{ host.name }}]' },
      B: { text: '<{{ given.y }}>' },
    };
    const text = '{% assign x = "1" %}{% include "A", y: 2 %}{% render "B", y: host.mac %}';
    const rendered = render({ text, includes });
    expect(rendered).toMatchObject({
      ok: true,
      text: '[12node-17]<52:54:00:77:00:11>',
      includes: ['A', 'B'],
    });
    expect(problemOf({ text: '{% assign x = 1 %}{% render "A", y: 2 %}', includes })).toMatchObject(
      {
        message: 'There is no variable x.',
        title: 'A',
        line: 1,
        column: 5,
      },
    );
    expect(problemOf({ text: '{{ given.y }}' })?.message).toBe('There is no variable given.y.');
  });

  test('are refused where they lead back, with the chain, even where nothing would render them', () => {
    const includes = {
      A: { text: 'a\n {% if false %}{% include "B" %}{% endif %}' },
      B: { text: '{% render "A" %}' },
    };
    expect(problemOf({ text: '{% include "A" %}', includes })).toEqual({
      message: 'A script cannot include itself: T → A → B → A.',
      title: 'B',
      line: 1,
      column: 1,
    });
  });

  test('are refused where they are not there, or go deeper than ten', () => {
    expect(problemOf({ text: '\n{% include "No" %}' })).toEqual({
      message: 'There is no script titled "No".',
      title: 'T',
      line: 2,
      column: 1,
    });
    const chain = Array.from({ length: 12 }, (_, at) => [
      `S${at}`,
      { text: `{% include "S${at + 1}" %}` },
    ]);
    const includes = Object.fromEntries([...chain, ['S12', { text: '' }]]);
    expect(problemOf({ text: '{% include "S0" %}', includes })?.message).toMatch(
      /more than 10 deep/,
    );
  });

  test('are escaped for where they stand', () => {
    const includes = { Say: { text: 'echo "{{ given.what }}" {{ given.what }}' } };
    const text = '%post\n{% include "Say", what: "$(x) y" %}\n%end\nlang {{ "$(x) y" }}\n';
    const more = { kind: 'kickstart', dialect: 'kickstart' } as const;
    expect(textOf({ text, includes, more })).toBe(
      `%post\necho "\\$(x) y" '$(x) y'\n%end\nlang '$(x) y'\n`,
    );
  });
});

describe('secrets', () => {
  const variables = { ...exampleVariables(), secrets: { root: 'hunter2', other: 'x' } };

  test('that a script reads are named, and dots stand for them where they are masked', () => {
    const text = 'rootpw {{ secrets.root }}\nuser --password={{ secrets.root | crypt }}\n';
    const more = { kind: 'kickstart' as ScriptKind };
    const shown = render({ text, variables, more });
    expect(shown).toMatchObject({ ok: true, secrets: ['root'] });
    expect(shown.ok && shown.text).toMatch(
      /^rootpw hunter2\nuser --password='\$6\$[./\w]{16}\$[./\w]{86}'\n$/,
    );
    const masked = render({ text, variables, more, maskSecrets: true });
    expect(masked).toEqual({
      ok: true,
      text: 'rootpw ••••••\nuser --password=••••••\n',
      secrets: ['root'],
      includes: [],
    });
  });

  test('that decide are read too', () => {
    const text = '{% if secrets.root == "x" %}a{% else %}b{% endif %}';
    expect(render({ text, variables })).toMatchObject({ text: 'b', secrets: ['root'] });
    expect(problemOf({ text: '{% if secrets.nope %}{% endif %}', variables })?.message).toBe(
      'There is no secret named nope.',
    );
  });

  test('crypted are the same whenever they are rendered, and differ by password', () => {
    const text = '{{ "a" | crypt }} {{ "b" | crypt }}';
    const [first, second] = [textOf({ text }), textOf({ text })];
    expect(first).toBe(second);
    const [a, b] = first.split(' ');
    expect(a?.slice(0, 20)).not.toBe(b?.slice(0, 20));
    expect(problemOf({ text: '{{ "" | crypt }}' })?.message).toMatch(/lets in everybody/);
  });
});

test('what is captured is text as it is, and a plain value to filters and comparisons', () => {
  const text =
    '{% capture x %}a {{ "b c" }}{% endcapture %}{{ x }}|{{ x | upcase }}|{{ x | shell }}|{% if x == "a b c" %}same{% endif %}|{{ x | size }}';
  expect(textOf({ text })).toBe("a 'b c'|'A B C'|'a b c'|same|5");
});

test('literals, numbers and echo are escaped like variables', () => {
  const text = `{{ "a b" }} {{ 1 }} {{ true }} {% echo "it's" %} {% liquid
    assign a = "q;w"
    echo a
  %}`;
  expect(textOf({ text })).toBe(`'a b' 1 true 'it'\\''s' 'q;w'`);
});
