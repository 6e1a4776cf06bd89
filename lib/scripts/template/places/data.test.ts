/** Parsers decide: what they read out of a rendered file is the value that went in. */
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { nastyValue, renderedWith } from '@/e2e/fixtures/template-values';
import type { Dialect } from '../../schema';

interface Context {
  dialect: Dialect;
  text: string;
  reads: (value: string) => unknown;
  /** How many of 300 values it must take at least. */
  takes?: number;
}

const json: Record<string, Context> = {
  value: {
    dialect: 'ignition',
    text: '{"a": {{ v }}, "b": [{{ v }}]}',
    reads: (v) => ({ a: v, b: [v] }),
  },
  string: {
    dialect: 'ignition',
    text: '{"a": "x\\" {{ v }} y", "{{ v }}k": 1}',
    reads: (v) => ({ a: `x" ${v} y`, [`${v}k`]: 1 }),
  },
  'the filter': { dialect: 'ignition', text: '{"a": {{ v | json }}}', reads: (v) => ({ a: v }) },
};

const yaml: Record<string, Context> = {
  value: {
    dialect: 'autoinstall',
    text: 'a: {{ v }}\nb:\n  - {{ v }} # x\n  - c: {{ v }}\n    d: 1\n',
    reads: (v) => ({ a: v, b: [v, { c: v, d: 1 }] }),
  },
  'double quotes': {
    dialect: 'autoinstall',
    text: 'a: "x {{ v }}: y"\n',
    reads: (v) => ({ a: `x ${v}: y` }),
  },
  'single quotes': {
    dialect: 'autoinstall',
    text: "a: 'it''s {{ v }} y'\nb: {{ v }}\n",
    reads: (v) => ({ a: `it's ${v} y`, b: v }),
  },
  'flow collections': {
    dialect: 'autoinstall',
    text: 'a: [{{ v }}, "{{ v }}", {b: {{ v }}}]\nc: {{ v }}\n',
    reads: (v) => ({ a: [v, v, { b: v }], c: v }),
  },
  key: { dialect: 'autoinstall', text: '{{ v }}: 1\n', reads: (v) => ({ [v]: 1 }) },
  comments: {
    dialect: 'autoinstall',
    text: "# don't \"{{ v }}\na: b # it's {{ v }}\nc: {{ v }}\n",
    reads: (v) => ({ a: 'b', c: v }),
  },
  'behind a block': {
    dialect: 'autoinstall',
    text: 'a:\n  - b: |\n      it\'s "\n        x: \'\n\n    c: {{ v }}\n  - >-\n   "x\nd: {{ v }}\n',
    reads: (v) => ({ a: [{ b: "it's \"\n  x: '\n", c: v }, '"x'], d: v }),
  },
  'a part of a value': {
    dialect: 'autoinstall',
    text: 'a: x{{ v }}y\nb: {{ v }}/z\nc: [x-{{ v }}, 1]\n',
    reads: (v) => ({ a: `x${v}y`, b: `${v}/z`, c: [`x-${v}`, 1] }),
    takes: 2,
  },
  'a block': {
    dialect: 'autoinstall',
    text: 'a: |\n  x {{ v }}\n  {{ v }}\nb: 1\n',
    reads: (v) => ({ a: `x ${v}\n${v}\n`, b: 1 }),
    takes: 2,
  },
  'the filter': {
    dialect: 'autoinstall',
    text: 'a: {{ v | yaml }}\nb: {{ v | json }}\n',
    reads: (v) => ({ a: v, b: v }),
  },
};

const xml: Record<string, Context> = {
  text: {
    dialect: 'autoyast',
    text: "<p><a>x {{ v }} y</a><!-- it's --><b>{{ v | xml }}</b></p>",
    reads: (v) => ({ p: { a: `x ${v} y`, b: v } }),
  },
  attributes: {
    dialect: 'autoyast',
    text: `<p a="x {{ v }}'" b='{{ v }}"'>x</p>`,
    reads: (v) => ({ p: { '@a': `x ${v}'`, '@b': `${v}"`, '#text': 'x' } }),
  },
  'behind CDATA': {
    dialect: 'autoyast',
    text: `<?xml version="1.0"?><p><a><![CDATA[ <b c=" ]> ]]></a><d>x{{ v }}</d></p>`,
    reads: (v) => ({ '?xml': { '@version': '1.0' }, p: { a: ' <b c=" ]> ', d: `x${v}` } }),
  },
};

/** Renders with many values and compares what is read with what went in. */
function check(context: Context, read: (texts: string[]) => unknown[]): void {
  const { dialect, text, takes = 150 } = context;
  const all = (nasty: string[]) => {
    const served = ['node-17', '17', 'a b', ...nasty].flatMap((value) => {
      const put = renderedWith({ source: { kind: 'kickstart', dialect, text }, value });
      return put === null ? [] : [{ value, put }];
    });
    expect(served.length).toBeGreaterThanOrEqual(takes);
    const found = read(served.map(({ put }) => put));
    expect(found).toEqual(served.map(({ value }) => context.reads(value)));
  };
  const values = fc.array(nastyValue, { minLength: 300, maxLength: 300 });
  fc.assert(fc.property(values, all), { numRuns: 1, endOnFailure: true });
}

function python(program: string, input: unknown): unknown[] {
  const options = { input: JSON.stringify(input), encoding: 'utf8', timeout: 60_000 } as const;
  return JSON.parse(spawnSync('/usr/bin/python3', ['-X', 'utf8', '-c', program], options).stdout);
}

describe('JSON', () => {
  test.each(Object.entries(json))(
    '%s: is read as it went in',
    (_name, context) => {
      check(context, (texts) => texts.map((text) => JSON.parse(text)));
    },
    60_000,
  );
});

describe('YAML', () => {
  test.each(Object.entries(yaml))(
    '%s: is read as it went in',
    (_name, context) => {
      check(context, (texts) => texts.map((text) => parseYaml(text)));
    },
    60_000,
  );

  // What cloud-init and subiquity read it with.
  test.each(Object.entries(yaml))(
    '%s: PyYAML agrees',
    (_name, context) => {
      const program =
        'import json, sys, yaml\nprint(json.dumps([yaml.safe_load(t) for t in json.load(sys.stdin)]))';
      check(context, (texts) => python(program, texts));
    },
    60_000,
  );
});

describe('XML', () => {
  const options = {
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    trimValues: false,
    parseTagValue: false,
  };
  test.each(Object.entries(xml))(
    '%s: is read as it went in',
    (_name, context) => {
      check(context, (texts) => texts.map((text) => new XMLParser(options).parse(text)));
    },
    60_000,
  );
});

describe('kickstart', () => {
  const text = `user --name={{ v }} "x {{ v }}" 'y {{ v }}' a{{ v }} # it's {{ v }}\nrepo --url={{ v | kickstart }}\n`;
  const context: Context = {
    dialect: 'kickstart',
    text,
    reads: (v) => [
      ['user', `--name=${v}`, `x ${v}`, `y ${v}`, `a${v}`],
      ['repo', `--url=${v}`],
    ],
  };
  test('a value is one word as shlex reads it, like pykickstart', () => {
    const program = `import json, sys, shlex
print(json.dumps([[shlex.split(l, comments=True) for l in t.split("\\n")[:-1]] for t in json.load(sys.stdin)]))`;
    check(context, (texts) => python(program, texts));
  }, 60_000);

  test('sections are in the language of their interpreter', () => {
    const render = (body: string, value: string) =>
      renderedWith({ source: { kind: 'kickstart', dialect: 'kickstart', text: body }, value });
    const value = 'a b"$(x)';
    expect(
      render(
        [
          '%pre --interpreter=/usr/bin/python3',
          'x = "{{ v }}"',
          '%end',
          '%post --log=/x --nochroot',
          "cat <<'X'",
          '%end',
          'lang {{ v }}',
          '%post',
          'echo "{{ v }}" {{ v }}',
          '%end',
          'lang {{ v }}',
        ].join('\r\n'),
        value,
      ),
    ).toBe(
      [
        '%pre --interpreter=/usr/bin/python3',
        'x = "a b\\u0022\\u0024\\u0028x\\u0029"',
        '%end',
        '%post --log=/x --nochroot',
        "cat <<'X'",
        '%end',
        `lang 'a b"$(x)'`,
        '%post',
        `echo "a b\\"\\$(x)" 'a b"$(x)'`,
        '%end',
        `lang 'a b"$(x)'`,
      ].join('\r\n'),
    );
    for (const refused of [
      '{{ v }}',
      'lang a\n  {{ v }} b',
      '%packages\n{{ v }}\n%end',
      '%pre --log={{ v }}\n%end',
      '%post --interpreter /usr/bin/perl\nprint "{{ v }}"\n%end',
      'rootpw "{{ v | kickstart }}"',
      'rootpw {{ v | json }}',
    ]) {
      expect(render(refused, value), refused).toBeNull();
    }
  });
});

describe('preseed', () => {
  const render = (text: string, value: string) =>
    renderedWith({ source: { kind: 'kickstart', dialect: 'preseed', text }, value });

  test('a value is the rest of its line, and no line more', () => {
    const text = "# it's {{ v }}.\nd-i a/b string {{ v }}\nd-i c/d string x \\\n  {{ v }}.\n";
    const each = (value: string) => {
      const put = render(text, value);
      if (put !== null) expect(put).toBe(text.replaceAll('{{ v }}', () => value));
      else expect(value).toMatch(/\\$|^\s|\s$|^$/);
    };
    fc.assert(
      fc.property(
        nastyValue.filter((v) => v.trim() === v),
        each,
      ),
      { numRuns: 200 },
    );
  });

  test('commands are in shell, and questions are plain words', () => {
    const value = 'a"$(x)';
    expect(render('d-i preseed/late_command string a "{{ v }}"; \\\n b {{ v }}\n', value)).toBe(
      'd-i preseed/late_command string a "a\\"\\$(x)"; \\\n b \'a"$(x)\'\n',
    );
    for (const text of ['{{ v }} a/b string c', 'd-i {{ v }} string c', 'd-i a/b {{ v }} c']) {
      expect(render(text, value), text).toBeNull();
    }
  });
});

test.each<[Dialect, string]>([
  ['ignition', '{"a": "\\{{ v }}"}'],
  ['ignition', '{"a": "{{ v | json }}"}'],
  ['ignition', '{"a": {{ v | shell }}}'],
  ['autoinstall', 'a: x {{ v }}'],
  ['autoinstall', 'a: {{ v }} x'],
  ['autoinstall', 'a: |\n  echo {{ v }}'],
  ['autoinstall', '- {{ v | shell }}'],
  ['autoinstall', 'a: "{{ v | yaml }}"'],
  ['autoyast', '<a {{ v }}>'],
  ['autoyast', '<!-- {{ v }} -->'],
  ['autoyast', '<a><![CDATA[echo {{ v }}]]></a>'],
  ['autoyast', '<a>{{ v | shell }}</a>'],
])('%s: where a value could be more than one, it is refused: %s', (dialect, text) => {
  const value = `"<x>: #'--{,`;
  expect(renderedWith({ source: { kind: 'kickstart', dialect, text }, value })).toBeNull();
});

test.each<[Dialect, string, string]>([
  ['autoinstall', 'a: |\n  echo {{ v | shell }}\n', "a: |\n  echo 'it'\\''s ${x}'\n"],
  ['autoinstall', 'a: |\n  echo {{ v | raw }}\n', "a: |\n  echo it's ${x}\n"],
  ['autoinstall', '- sh -c {{ v | shell }}\n', "- sh -c 'it'\\''s ${x}'\n"],
  [
    'autoyast',
    '<a><![CDATA[echo {{ v | shell }}]]></a>',
    "<a><![CDATA[echo 'it'\\''s ${x}']]></a>",
  ],
  ['autoyast', '<a>{{ v | shell | xml }}</a>', '<a>&apos;it&apos;\\&apos;&apos;s ${x}&apos;</a>'],
])('%s: another language in it is named by a filter: %s', (dialect, text, wanted) => {
  const put = renderedWith({ source: { kind: 'kickstart', dialect, text }, value: "it's ${x}" });
  expect(put).toBe(wanted);
});
