import { describe, expect, it } from 'vitest';
import { completeIpxe } from './complete';
import { hoverIpxe } from './hover';

const urls = [{ url: '${base}/api/pxeboot/boot', title: 'What this machine is to boot' }];

/** A text with `▮` where the cursor is. */
function at(text: string) {
  const before = text.split('▮')[0]?.split('\n') ?? [];
  return {
    text: text.replace('▮', ''),
    line: before.length,
    column: (before.at(-1)?.length ?? 0) + 1,
  };
}

function offered(text: string): string[] {
  return completeIpxe({ ...at(text), urls }).suggestions.map(({ label }) => label);
}

describe('completeIpxe', () => {
  it.each([
    ['▮', 'chain'],
    ['#!ipxe\nch▮', 'choose'],
    ['dhcp || ▮', 'goto'],
    [':x ▮', 'kernel'],
  ])('offers commands at %j', (text, one) => {
    expect(offered(text)).toContain(one);
  });

  it.each([
    [':one\n:two\ngoto ▮', ['one', 'two']],
    ['goto ▮\n:one\n', ['one']],
    ['item a A\nitem b B\nchoose --default ▮', ['a', 'b']],
    ['choose --▮', ['--menu', '--default', '--timeout', '--retimeout', '--keep']],
    ['chain ▮', ['${base}/api/pxeboot/boot']],
    ['kernel --name x ▮', ['${base}/api/pxeboot/boot']],
    ['kernel --name ▮', []],
    ['kernel x ▮', []],
    ['dhcp ▮', ['net0', 'net1', 'netX']],
    ['# goto ▮', []],
    [':▮', []],
    ['nonsense ▮', []],
    ['reboot ▮', []],
  ])('offers at %j: %j', (text, expected) => {
    expect(offered(text)).toEqual(expected);
  });

  it('offers settings inside ${, those of a card, and types', () => {
    expect(offered('set mine 1\necho ${▮')).toEqual(
      expect.arrayContaining(['mine', 'base', 'kickstart', 'uuid', 'net0/']),
    );
    expect(offered('echo ${net0/ma▮')).toContain('mac');
    expect(offered('echo ${net0/mac:h▮}')).toEqual(expect.arrayContaining(['hexhyp', 'uristring']));
    expect(offered('echo ${x} ▮')).toEqual([]);
  });

  it('says where the typed part begins', () => {
    expect(completeIpxe(at('  chai▮')).from).toBe(3);
    expect(completeIpxe(at('echo ${net0/ma▮')).from).toBe(13);
    expect(completeIpxe(at('goto ▮')).from).toBe(6);
  });
});

describe('hoverIpxe', () => {
  it('shows how a command is used', () => {
    expect(hoverIpxe(at('dhcp || go▮to x'))).toEqual({
      place: { line: 1, column: 9, endColumn: 13 },
      usage: 'goto <label>',
      about: 'Goes on at the first line with that label; fails when there is none.',
      page: 'https://ipxe.org/cmd/goto',
    });
  });

  it('explains an option', () => {
    expect(hoverIpxe(at('sync --time▮out 5'))).toEqual({
      place: { line: 1, column: 6, endColumn: 15 },
      usage: 'sync [-t|--timeout <milliseconds>]',
      about: 'Takes milliseconds.',
      page: 'https://ipxe.org/cmd/sync',
    });
  });

  it('explains the innermost setting, and its type', () => {
    expect(hoverIpxe(at('echo ${net${i}/m▮ac:hexhyp}'))).toEqual({
      place: { line: 1, column: 6, endColumn: 27 },
      usage: '${net${i}/mac:hexhyp}',
      about:
        "The card's address, which the network sees. Hexadecimal bytes with hyphens, such as 52-54-00-77-00-01.",
      page: 'https://ipxe.org/cfg/mac',
    });
    expect(hoverIpxe(at('echo ${net${▮i}/mac}'))).toMatchObject({ usage: '${i}', page: null });
    expect(hoverIpxe(at('echo ${ba▮se}'))).toMatchObject({ about: "The provisioner's address." });
  });

  it('says where a label is', () => {
    expect(hoverIpxe(at('goto on▮e\n\n:one'))).toMatchObject({ about: 'The label in line 3.' });
  });

  it.each(['# go▮to', 'nonsen▮se', 'echo x▮', ''])('says nothing about %j', (text) => {
    expect(hoverIpxe(at(text))).toBeNull();
  });
});
