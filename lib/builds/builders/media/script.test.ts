import { describe, expect, it, test } from 'vitest';
import { scriptCorpus } from '@/e2e/fixtures/script-corpus';
import { enrolmentToken } from '@/lib/auth/enrolments/token';
import { mediumReadyScript } from '@/lib/scripts/library/medium';
import { mediumScript } from './schema';
import { mediumScriptText } from './script';

const base = 'https://boot.example.net';
const token = enrolmentToken('3f2c9f0e-9f5e-4b57-8c55-1f2d3e4a5b6c');

describe('the ready script', () => {
  const [first, ...rest] = mediumReadyScript.split('\n');

  it('gets the address and the token below its first line', () => {
    expect(mediumScriptText({ script: null, base, token })).toBe(
      [first, `set base ${base}`, `set enrolment ${token}`, 'set secure yes', ...rest].join('\n'),
    );
  });

  it('does without a token', () => {
    const plain = 'http://10.0.0.1:3000';
    expect(mediumScriptText({ script: null, base: plain, token: null })).toBe(
      [first, `set base ${plain}`, ...rest].join('\n'),
    );
  });

  it('asks for an IPv6 address where the provisioner has one', () => {
    const text = mediumScriptText({ script: null, base: 'http://[fd00:77::1]:3000', token: null });
    expect(text.split('\n').slice(0, 3)).toEqual([
      '#!ipxe',
      'set base http://[fd00:77::1]:3000',
      'set family ipv6',
    ]);
  });

  it('needs an address', () => {
    expect(() => mediumScriptText({ script: null, base: null, token })).toThrow(
      'needs the address',
    );
  });
});

const own = Object.entries(scriptCorpus).map(
  ([name, text]) => [name, `#!ipxe\n${text}`] as [string, string],
);

describe.each([...own, ['nothing but its first line', '#!ipxe'], ['CRLF', '#!ipxe\r\necho a\r\n']])(
  'a script of one’s own: %s',
  (_, script) => {
    it('leaves byte for byte', () => {
      expect(mediumScriptText({ script, base: null, token: null })).toBe(script);
    });

    it('has all its bytes behind the lines that were put in', () => {
      const text = mediumScriptText({ script, base, token });
      const end = script.includes('\n') ? script.indexOf('\n') : script.length;
      const lines = `\nset base ${base}\nset enrolment ${token}\n`;
      expect(text).toBe(script.slice(0, end) + lines + script.slice(end + 1));
    });

    it('gets only what was given', () => {
      const text = mediumScriptText({ script, base: null, token });
      expect(text.split('\n')[1]).toBe(`set enrolment ${token}`);
      expect(text).not.toContain(`set base ${base}`);
    });
  },
);

test('a script that is none is refused, as the schema refuses it', () => {
  for (const script of ['', 'echo a\n', '\uFEFF#!ipxe\n', '#!ipxe echo a\n', '\n#!ipxe\n']) {
    expect(mediumScript.safeParse(script).success).toBe(false);
    expect(() => mediumScriptText({ script, base, token: null })).toThrow('begins with the line');
  }
});

test.each([
  'http://a/path',
  'http://a b',
  'http://${x}',
  'http://a\nshell',
  'ftp://a',
  'http://a&b',
])('an address that iPXE would read otherwise is refused: %j', (address) => {
  expect(() => mediumScriptText({ script: null, base: address, token: null })).toThrow(
    'not an address',
  );
});

test.each(['', 'a b', 'a\nshell', '${x}', 'a||b'])(
  'a token that is none is refused: %j',
  (text) => {
    expect(() => mediumScriptText({ script: null, base, token: text })).toThrow('enrolment token');
  },
);
