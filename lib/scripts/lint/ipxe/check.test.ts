import { describe, expect, it } from 'vitest';
import { library } from '@/lib/scripts/library/library';
import { mainScript } from '@/lib/scripts/library/main';
import type { Capabilities } from './capabilities';
import { checkIpxe } from './check';
import { calledBy, readCorpus, written } from './corpus/corpus';
import { debian13 } from './corpus/debian-13';
import type { CheckInput } from './script';

/** Findings in short: place, severity and rule. */
function short(text: string, more: Partial<CheckInput> = {}): string[] {
  return checkIpxe({ text, kind: 'sub', ...more }).map(
    ({ line, column, endColumn, severity, rule }) =>
      `${line}:${column}-${endColumn} ${severity} ${rule.replace('ipxe/', '')}`,
  );
}

const corpus = readCorpus();

describe('the corpus', () => {
  it('has at least 40 scripts, clean and broken', () => {
    expect(corpus.filter(({ called }) => called === 'clean').length).toBeGreaterThan(20);
    expect(corpus.filter(({ called }) => called === 'broken').length).toBeGreaterThan(20);
  });

  it.each(corpus.map((script) => [script.name, script] as const))('%s', (_, script) => {
    const { text, template } = script;
    const findings = checkIpxe({ text, template, kind: 'sub', capabilities: debian13 });
    expect(findings.map(written)).toEqual(script.findings);
    expect(calledBy(findings)).toBe(script.called);
  });
});

describe('our own library', () => {
  const ours = library.filter(({ kind }) => kind === 'main' || kind === 'sub');
  const all = [
    { title: 'the main script', kind: 'main' as const, text: mainScript, template: false },
    ...ours.map((one) => ({ ...one, kind: 'sub' as const })),
  ];

  it.each(all)('is clean: $title', ({ text, template, kind }) => {
    const findings = checkIpxe({ text, template, kind, capabilities: debian13 });
    expect(findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
  });
});

describe('the text', () => {
  it.each([
    ['#!ipxe', ['1:1-7 error no-magic']],
    ['#!ipxe ', []],
    ['#!gpxe\n', []],
    ['\n#!ipxe\n', ['1:1-2 error no-magic']],
    ['', ['1:1-2 error no-magic']],
    ['#!ipxe\necho a\u0000b\n', ['2:7-8 error control-character']],
    ['#!ipxe\necho a\u001b[1m\n', ['2:7-8 error control-character']],
    ['#!ipxe\necho Grüße\n', []],
    [`#!ipxe\nkernel a ${'x'.repeat(2100)} || exit 1\n`, ['2:1-2120 warning long-line']],
    [`#!ipxe\necho ${'x '.repeat(2100)}\n`, ['2:1-4206 warning long-line']],
    ['#!ipxe\n# see \\\necho x\n', ['2:1-7 warning comment-goes-on']],
  ])('of %j', (text, expected) => {
    expect(short(text)).toEqual(expected);
  });

  it('begins a main script with "#!ipxe" alone', () => {
    expect(short('#!ipxe # ours\nexit 1\n', { kind: 'main' })).toEqual(['1:1-14 error no-magic']);
    expect(short('#!ipxe\r\nexit 1\n', { kind: 'main' })).toEqual(['1:7-8 info line-ends']);
  });
});

describe('settings', () => {
  it.each([
    ['echo ${hostnam}', ['2:6-16 info unknown-setting']],
    ['echo ${role}', []],
    ['echo ${net0/macc}', ['2:6-18 info unknown-setting']],
    ['echo ${nte0/mac}', ['2:6-17 info unknown-setting']],
    ['echo ${mac:hexhyphen}', ['2:6-22 error unknown-type']],
    ['echo ${}', ['2:6-9 error empty-setting']],
    ['echo ${my name}', ['2:6-10 error unterminated-setting']],
    ['echo ${net${i}/mac} ${200:string} ${smbios/1.5.0}', []],
  ])('%j', (line, expected) => {
    expect(short(`#!ipxe\n${line}\n`)).toEqual(expected);
  });

  it('has no parameters in a main script', () => {
    const text = '#!ipxe\nisset ${known} || set mine 1\necho ${role} ${known} ${mine} ${base}\n';
    expect(short(text, { kind: 'main' })).toEqual(['3:6-13 info unknown-setting']);
  });
});

describe('ways through a script', () => {
  it.each([
    ['iseq a b || goto x\n:x\nexit 1', []],
    ['iseq a b && goto x || goto y\necho never\n:x\n:y\nexit 1', ['3:1-11 warning unreachable']],
    ['dhcp && goto x ||\necho here\n:x\nexit 1', []],
    ['dhcp && goto x\n:x\nexit 1', ['2:1-5 warning no-fallback']],
    ['chain a ; exit 1', []],
    ['chain a || chain b', ['2:12-17 warning no-fallback']],
    ['prompt Press a key\nexit 1', []],
    ['prompt --timeout 5 Press\nexit 1', ['2:1-7 warning no-fallback']],
    ['goto ${x}\n:y\nexit 1', ['3:1-3 warning unused-label']],
    ['goto ${x}_menu\n:y_menu\nexit 1', []],
    ['set x y\ngoto ${x}\n:y\nexit 1', []],
    ['goto x ||\nexit 1', ['2:6-7 warning undefined-label']],
    ['goto x\nexit 1', ['2:6-7 error undefined-label', '3:1-7 warning unreachable']],
    [
      'item a A\nchoose c || exit 1\ngoto ${c}\n:b\nexit 1',
      ['2:6-7 warning entry-to-nowhere', '5:1-3 warning unused-label'],
    ],
    ['item a A\nchoose c || exit 1\niseq ${c} a && exit 1 ||\ngoto ${c}', []],
  ])('%j', (text, expected) => {
    expect(short(`#!ipxe\n${text}\n`)).toEqual(expected);
  });
});

describe('the published bootloader', () => {
  const old: Capabilities = { ...debian13, version: '1.0.0+git-20190125.36a4c85-5.1' };
  const half: Capabilities = {
    version: '2.0.0+dfsg-5',
    loaders: debian13.loaders.map((loader) =>
      loader.name.endsWith('.efi') ? { ...loader, commands: [...loader.commands, 'ntp'] } : loader,
    ),
  };

  it.each([
    ['nslookup a b || exit 1', debian13, ['2:1-9 info not-built-in']],
    ['nslookup a b\n', debian13, ['2:1-9 warning no-fallback', '2:1-9 error not-built-in']],
    ['ntp pool || exit 1', half, ['2:1-4 info not-built-in']],
    ['time echo x', debian13, ['2:1-5 error not-built-in']],
    ['chain ftp://a/b || exit 1', debian13, ['2:7-16 info not-built-in']],
    ['chain http://[fd00::1]/b || exit 1', debian13, []],
    ['reboot --setup', debian13, []],
    ['reboot --setup', old, ['2:8-15 error newer-option']],
    ['imgfetch --quiet a || exit 1', half, ['2:10-17 error newer-option']],
    ['nslookup a b || exit 1', null, []],
  ])('%j', (line, capabilities, expected) => {
    expect(short(`#!ipxe\n${line}\n`, { capabilities })).toEqual(expected);
  });

  it('warns of what only some of its files lack, by name', () => {
    const text = '#!ipxe\nntp pool.example\n';
    const found = checkIpxe({ text, kind: 'sub', capabilities: half });
    expect(found.find(({ rule }) => rule === 'ipxe/not-built-in')).toEqual({
      severity: 'warning',
      rule: 'ipxe/not-built-in',
      message:
        'undionly.kpxe, ipxe.pxe and ipxe.lkrn of the published bootloader were built without the command "ntp". Leave it out, or write behind "||" what to do without it.',
      line: 2,
      column: 1,
      endColumn: 4,
    });
  });

  it.each([
    ['chain https://10.1.2.3/a || exit 1', [], ['2:7-25 warning no-trust']],
    ['chain https://boot.lab/a || exit 1', ['boot.lab'], []],
    ['chain https://example.com/a || exit 1', [], ['2:7-28 info no-trust']],
    ['chain https://${next-server}/a || exit 1', [], []],
    ['set trust 01:02\nchain https://boot.lab/a || exit 1', [], []],
  ])('%j with trust in %j', (line, trust, expected) => {
    expect(short(`#!ipxe\n${line}\n`, { trust })).toEqual(expected);
  });

  it.each([
    ['chain https://10.1.2.3/a || exit 1', []],
    ['chain https://boot.internal/a || exit 1', []],
    ['chain https://example.com/a || exit 1', ['2:7-28 info no-trust']],
    ['set trust 01:02\nchain https://example.com/a || exit 1', ['3:7-28 info no-trust']],
    ['chain https://${next-server}/a || exit 1', []],
  ])('%j in a bootloader that has its authorities built in', (line, expected) => {
    const capabilities = { version: 'compiled', loaders: [], authorities: 'built-in' as const };
    expect(short(`#!ipxe\n${line}\n`, { capabilities })).toEqual(expected);
  });
});

describe('a template', () => {
  const check = (text: string) => short(text, { template: true });

  it.each([
    ['{% if a %}\ngoto x\n{% else %}\necho b\n{% endif %}\n:x\nexit 1', []],
    ['{% for a in b %}\n:x{{ a }}\ngoto x{{ a }}\n{% endfor %}\nexit 1', []],
    ['{{ host.name }} a b', []],
    ['set x {{ host.name }}\nisset {{ host.params.role }} || exit 1', []],
    ['iseq {{ a }} && exit 1 ||', []],
    ['prompt --timeout {{ a }} Press ||', []],
    ['echo {{ a | default: "x y" }} ${net0/mac}', []],
    ['{% include "menu" %}\ngoto menu', []],
    ['{% comment %}\nnonsense here\n{% endcomment %}\necho a', []],
    ['{% raw %}\nnonsense {{ x }}\n{% endraw %}', ['3:1-9 error unknown-command']],
    ['nonsense {{ a }}', ['2:1-9 error unknown-command']],
    ['isset a b {{ c }} ||', []],
  ])('%j', (text, expected) => {
    expect(check(`#!ipxe\n${text}\n`)).toEqual(expected);
  });

  it('is text like any other where templates are off', () => {
    expect(short('#!ipxe\n{{ host.name }}\n')).toEqual(['2:1-3 error unknown-command']);
  });

  it('takes tags before its first line that leave nothing behind', () => {
    expect(check('{%- assign a = 1 -%}\n#!ipxe\nexit 1\n')).toEqual([]);
  });
});
