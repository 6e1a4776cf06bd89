/** Node and Python decide: what a program sees is the value that went in. */
import { spawnSync } from 'node:child_process';
import vm from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nastyValue, renderedWith } from '@/e2e/fixtures/template-values';

interface Context {
  text: string;
  /** The list that `seen` becomes. */
  sees: (value: string) => unknown[];
  /** How many of 152 values it must take at least; 100 where nothing is said. */
  takes?: number;
}

const javascript: Record<string, Context> = {
  code: { text: 'see({{ v }}, [{{ v }}], {a: {{ v }}}.a)', sees: (v) => [v, [v], v] },
  'double quotes': { text: 'see("a {{ v }} b\\"", "{{ v }}")', sees: (v) => [`a ${v} b"`, v] },
  'single quotes': { text: "see('a {{ v }} \"')", sees: (v) => [`a ${v} "`] },
  'template literal': {
    text: 'see(`a {{ v }} ${ {x: "{{ v }}"}.x + `b{{ v }}` } ${1} {{ v }}`, {{ v }})',
    sees: (v) => [`a ${v} ${v}b${v} 1 ${v}`, v],
  },
  'behind comments': {
    text: `see(1 /* it's " {{ w }} */, // don't \` {{ v }}\n {{ v }}, '{{ v }}')`,
    sees: (v) => [1, v, v],
    takes: 2,
  },
  'behind regular expressions': {
    text: `see('a"b'.replace(/["'\`/]/g, ''), [/\\//.test('/'), 4 / 2 / 1], {{ v }}, "{{ v }}")`,
    sees: (v) => ['ab', [true, 2], v, v],
  },
  'the filter': { text: 'see({{ v | javascript }}, {{ v | json }})', sees: (v) => [v, v] },
};

const python: Record<string, Context> = {
  code: { text: 'see({{ v }}, [{{ v }}], {"a": {{ v }}}["a"])', sees: (v) => [v, [v], v] },
  'double quotes': {
    text: 'see("a {{ v }} b\\"", "", "{{ v }}")',
    sees: (v) => [`a ${v} b"`, '', v],
  },
  'single quotes': { text: "see('a {{ v }} \"', '{{ v }}')", sees: (v) => [`a ${v} "`, v] },
  'long strings': {
    text: `see("""a "" {{ v }}\n"b" {{ v }} """, '''it's {{ v }}''', "", '', {{ v }})`,
    sees: (v) => [`a "" ${v}\n"b" ${v} `, `it's ${v}`, '', '', v],
  },
  'formatted strings': {
    text: `see(f"a {'b'} {{ v }} {1+1}", F'''{{ v }}''')`,
    sees: (v) => [`a b ${v} 2`, v],
  },
  'raw strings': { text: "see(r'a\\n {{ v }}')", sees: (v) => [`a\\n ${v}`], takes: 1 },
  comments: { text: `see(1, # don't """ {{ v }}\n {{ v }})`, sees: (v) => [1, v] },
  'the filter': { text: 'see({{ v | python }})', sees: (v) => [v] },
};

function asNode(code: string): unknown[] {
  let seen: unknown[] = [];
  const see = (...values: unknown[]) => {
    seen = JSON.parse(JSON.stringify(values));
  };
  const boom = () => {
    throw new Error('boom');
  };
  vm.runInNewContext(code, { see, boom }, { timeout: 1_000 });
  return seen;
}

/** What each program has seen; all of them run in one Python. */
function asPython(codes: string[]): unknown[] {
  const program = `import json, sys
seen = []
for code in json.load(sys.stdin):
    try:
        exec(code, {"see": lambda *values: seen.append(values)})
    except BaseException as error:
        seen.append([repr(error), code])
print(json.dumps(seen))`;
  const options = { input: JSON.stringify(codes), encoding: 'utf8', timeout: 60_000 } as const;
  return JSON.parse(spawnSync('python3', ['-X', 'utf8', '-c', program], options).stdout);
}

function check(given: {
  context: Context;
  first: string;
  run: (codes: string[]) => unknown[];
}): void {
  const { context, first, run } = given;
  const text = `${first}\n${context.text}`.replaceAll('{{ w }}', '{{ v }}');
  const source = { kind: 'post', dialect: null, text } as const;
  const values = fc.array(nastyValue, { minLength: 150, maxLength: 150 });
  const all = (nasty: string[]) => {
    const served = ['node-17', 'a b', ...nasty].flatMap((value) => {
      const code = renderedWith({ source, value });
      return code === null ? [] : [{ value, code }];
    });
    expect(served.length).toBeGreaterThanOrEqual(context.takes ?? 100);
    const seen = run(served.map(({ code }) => code));
    expect(seen).toEqual(served.map(({ value }) => context.sees(value)));
  };
  fc.assert(fc.property(values, all), { numRuns: 1, endOnFailure: true });
}

describe('node', () => {
  const run = (codes: string[]) => codes.map((code) => asNode(code.replace(/^#!.*/, '')));
  test.each(Object.entries(javascript))(
    '%s: the value is seen as it went in',
    (_name, context) => {
      check({ context, first: '#!/usr/bin/env node', run });
    },
    60_000,
  );
});

describe('python3', () => {
  test.each(Object.entries(python))(
    '%s: the value is seen as it went in',
    (_name, context) => {
      check({ context, first: '#!/usr/bin/python3', run: asPython });
    },
    60_000,
  );
});

test.each([
  ['#!/usr/bin/python3', 'x = f"{ {{ v }} }"'],
  ['#!/usr/bin/python3', 'x = f{{ v }}'],
  ['#!/usr/bin/python3', 'x = b"{{ v }}"'],
  ['#!/usr/bin/python3', 'x = "\\{{ v }}"'],
  ['#!/usr/bin/python3', 'x = "{{ v | python }}"'],
  ['#!/usr/bin/python3', 'x = {{ v | shell }}'],
  ['#!/usr/bin/env node', 'x = /{{ v }}/'],
  ['#!/usr/bin/env node', 'x = 1 /{{ v }}'],
  ['#!/usr/bin/env node', '/* {{ v }} */'],
  ['#!/usr/bin/env node', 'x = "{{ v | javascript }}"'],
  ['#!/usr/bin/perl', 'print "{{ v }}"'],
  ['#!/usr/bin/ruby', 'x = {{ v }}'],
])('%s: where a value could be more than one, it is refused: %s', (first, line) => {
  const source = { kind: 'pre', dialect: null, text: `${first}\n${line}\n` } as const;
  expect(renderedWith({ source, value: 'ü"; boom(); /*/' })).toBeNull();
});
