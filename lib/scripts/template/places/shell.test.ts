/** The shells decide: what a script prints is the value that went in. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nastyValue, renderedWith } from '@/e2e/fixtures/template-values';

const contexts: Record<string, string> = {
  word: 'say {{ v }}',
  'part of a word': 'say a{{ v }}b',
  'double quotes': 'say "a {{ v }} b"',
  'single quotes': `say 'a {{ v }} "b"'`,
  assignment: 'X={{ v }}; say "$X"',
  substitution: 'say "$(say {{ v }} x)"',
  'quotes in a substitution in quotes': 'say "a $(say "b {{ v }} c") d"',
  'here-document': 'cat <<EOF\na {{ v }} b\n{{ v }}\nEOF\nsay {{ v }}',
  'quoted here-document': "cat <<'EOF'\na {{ v }} b\n{{ v }}\nEOF\nsay {{ v }}",
  'indented here-document': 'cat <<-E"O"F\n\ta {{ v }} b\n\tEOF\nsay {{ v }}',
  'two here-documents': "cat <<EOF; cat <<'X'\n{{ v }}.\nEOF\n{{ v }}.\nX\nsay {{ v }}",
  comment: 'say a # don\'t "{{ v }}\nsay {{ v }}',
  'behind an escaped quote': 'say \\" \\\' {{ v }} "\\"{{ v }}"',
  'behind an expansion': `say "\${U:-its}" "\${U:-"a"}" {{ v }} "\${#U}" "\${U#a}" {{ v }}`,
  'behind arithmetic': 'say $((1 << 2)) {{ v }} $(( (3) )) "{{ v }}"',
  'a case': 'case a in (b) say no;; a) say {{ v }} "{{ v }}";; esac',
  'before a redirection': 'say {{ v }}>&1',
  'the filter': 'say {{ v | shell }} a{{ v | shell }}',
  'a text made of it':
    "{% capture x %}'a {{ v }}' {{ v }}{% endcapture %}say {{ x }} {{ x | shell }}",
};

/** What the same script would print with the value in a variable of its own. */
const expected: Record<string, (v: string) => string> = {
  word: (v) => `[${v}]`,
  'part of a word': (v) => `[a${v}b]`,
  'double quotes': (v) => `[a ${v} b]`,
  'single quotes': (v) => `[a ${v} "b"]`,
  assignment: (v) => `[${v}]`,
  substitution: (v) => `[[${v}][x]]`,
  'quotes in a substitution in quotes': (v) => `[a [b ${v} c] d]`,
  'here-document': (v) => `a ${v} b\n${v}\n[${v}]`,
  'quoted here-document': (v) => `a ${v} b\n${v}\n[${v}]`,
  'indented here-document': (v) => `a ${v} b\n[${v}]`,
  'two here-documents': (v) => `${v}.\n${v}.\n[${v}]`,
  comment: (v) => `[a]\n[${v}]`,
  'behind an escaped quote': (v) => `["]['][${v}]["${v}]`,
  'behind an expansion': (v) => `[its][a][${v}][0][][${v}]`,
  'behind arithmetic': (v) => `[4][${v}][3][${v}]`,
  'a case': (v) => `[${v}][${v}]`,
  'before a redirection': (v) => `[${v}]`,
  'the filter': (v) => `[${v}][a${v}]`,
  'a text made of it': (v) => `[a ${v}][${v}]['a ${v}' ${v}]`,
};

const say = `say() { for one in "$@"; do printf '[%s]' "$one"; done; echo; }\n`;

/** Runs each script in a shell of its own, begun from one. Gives what each printed. */
function run(shell: string, scripts: string[]): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'shell-'));
  const file = (at: number, end: string) => path.join(folder, `${at}${end}`);
  scripts.forEach((script, at) => {
    writeFileSync(file(at, '.sh'), say + script);
  });
  const driver = `for f in "$1"/*.sh; do ( . "$f" ) >"$f.out" 2>&1; done`;
  const env = { LC_ALL: 'C.UTF-8', PATH: '/usr/bin:/bin', NODE_ENV: 'test' as const };
  spawnSync(shell, ['-c', driver, 'driver', folder], { env, timeout: 60_000 });
  const printed = scripts.map((_, at) => readFileSync(file(at, '.sh.out'), 'utf8').trimEnd());
  rmSync(folder, { recursive: true });
  return printed;
}

const values = fc.array(nastyValue, { minLength: 60, maxLength: 60 });

describe.each(['/bin/bash', '/bin/sh'])('%s', (shell) => {
  test.each(Object.keys(contexts))(
    '%s: the value comes out as it went in',
    (name) => {
      const text = `${contexts[name]}\n`;
      const source = { kind: 'post', dialect: null, text } as const;
      const check = (given: string[]) => {
        const put = given.map((value) => ({ value, script: renderedWith({ source, value }) }));
        const served = put.flatMap(({ value, script }) => (script ? [{ value, script }] : []));
        expect(served.length).toBeGreaterThan(given.length / 2);
        const printed = run(
          shell,
          served.map(({ script }) => script),
        );
        const wanted = served.map(({ value }) => expected[name]?.(value).trimEnd());
        expect(printed).toEqual(wanted);
      };
      fc.assert(fc.property(values, check), { numRuns: 1, endOnFailure: true });
    },
    60_000,
  );
});

const render = (text: string, value: string) =>
  renderedWith({ source: { kind: 'post', dialect: null, text }, value });

test.each([
  'say `say {{ v }}`',
  'say \\{{ v }}',
  'say "\\{{ v }}"',
  'say ${{ v }}',
  'say "${{ v }}"',
  'say "${U:-{{ v }}}"',
  'say $(( {{ v }} ))',
  '(( x = {{ v }} ))',
  'cat <<{{ v }}\n',
  'cat <<EOF\n{{ v }}F\nEOF\n',
  'say "$(case a in a) say {{ v }};; esac)"',
  `say "\${U:-it's}" {{ v }} '`,
  'say "{{ v | shell }}"',
  "say '{{ v | shell }}'",
  'say {{ v | json }}',
  'say "{{ v | json }}"',
])('where a value could be more than one, it is refused: %s', (text) => {
  for (const value of ['$(reboot)', '(reboot)', 'EO" $(reboot)']) {
    const put = render(text, text.includes('EOF') ? 'EO' : value);
    expect(put, value).toBeNull();
  }
});

test('a plain word is itself everywhere', () => {
  const text = 'a {{ v }} "{{ v }}" \'{{ v }}\' `b {{ v }}` "${U:-{{ v }}}" # {{ v }}';
  expect(render(text, 'node-17.lab:80/x')).toBe(text.replaceAll('{{ v }}', 'node-17.lab:80/x'));
});
