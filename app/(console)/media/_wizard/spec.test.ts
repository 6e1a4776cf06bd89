import { describe, expect, test } from 'vitest';
import { grubSpec } from '@/lib/builds/builders/grub/schema';
import { ipxeSpec } from '@/lib/builds/builders/ipxe/schema';
import { isoSpec } from '@/lib/builds/builders/iso/schema';
import { syslinuxSpec } from '@/lib/builds/builders/syslinux/schema';
import { type Choices, choicesSchema, firstChoices } from './choices';
import { judge } from './problems';
import { choicesOf, shortSpec, specOf } from './spec';
import { stepNamed, stepOfField, stepsOf } from './steps';

const here = 'http://10.77.0.1:3000';
const token = '6f1c1e0e-7b1a-4c53-9a52-5d0e3f8b9a11';
const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

const chosen = (part: Partial<Choices>): Choices => ({ ...firstChoices, ...part });
const problemsOf = (part: Partial<Choices>, published: string | null = here) =>
  Object.fromEntries(
    judge(chosen(part), published).problems.map(({ field, message }) => [field, message]),
  );

describe('the spec', () => {
  test('holds no more than was chosen', () => {
    expect(specOf(firstChoices, here)).toEqual({ architectures: ['x86_64'], base: here });
    expect(specOf(chosen({ kind: 'syslinux', syslinuxFragment: 'pxelinux.0' }), here)).toEqual({
      fragment: 'pxelinux.0',
    });
  });

  test('grows by every choice', () => {
    const options = {
      ...firstChoices.options,
      https: false,
      serial: '115200',
      debug: 'tls, dhcp:3',
      commands: ['ping' as const],
    };
    expect(
      specOf(
        chosen({
          kind: 'ipxe',
          selfContained: true,
          origin: 'anywhere',
          base: ' https://boot.example.net ',
          enrolment: token,
          engine: 'compiled',
          options,
        }),
        here,
      ),
    ).toEqual({
      platform: 'bin-x86_64-efi',
      driver: 'snponly',
      extension: 'efi',
      selfContained: true,
      base: 'https://boot.example.net',
      enrolment: token,
      engine: 'compiled',
      options: { https: false, serial: 115200, debug: ['tls', 'dhcp:3'], commands: ['ping'] },
    });
  });

  test('carries a script byte for byte, and no address that it does not need', () => {
    const script = '#!ipxe\r\necho "$(x)" \u00e4\n\n';
    expect(specOf(chosen({ origin: 'none', source: 'own', script }), here)).toEqual({
      architectures: ['x86_64'],
      script,
    });
  });

  test('leaves a token out where the medium is not to carry one', () => {
    expect(specOf(chosen({ origin: 'address', base: here, enrolment: token }), here)).toEqual({
      architectures: ['x86_64'],
      base: here,
    });
  });
});

describe('the choices of a spec lead to that spec', () => {
  const specs = [
    { kind: 'iso', spec: { base: here } },
    { kind: 'iso', spec: { base: 'https://else.example', enrolment: token, label: 'BERLIN' } },
    {
      kind: 'iso',
      spec: {
        script: '#!ipxe\nshell\n',
        architectures: ['x86_64', 'arm64'],
        efiLabel: 'EFI',
        engine: 'prebuilt',
      },
    },
    {
      kind: 'ipxe',
      spec: {
        platform: 'bin-x86_64-pcbios',
        driver: 'undionly',
        extension: 'kpxe',
        base: here,
        options: {
          trust: pem,
          clientCertificate: pem,
          clientKeySecret: 'key',
          ipv6: false,
          syslog: false,
          framebuffer: true,
          serial: 9600,
          banner: 'Ours',
          debug: ['tls'],
          commands: ['vlan', 'ntp'],
        },
      },
    },
    {
      kind: 'grub',
      spec: {
        platform: 'arm64-efi',
        fragment: 'img',
        configuration: 'boot\n',
        modules: ['http', 'luks'],
        label: 'X',
      },
    },
    { kind: 'grub', spec: { platform: 'i386-pc' } },
    { kind: 'syslinux', spec: { fragment: 'img', configuration: 'PROMPT 1\n', label: 'Y' } },
    { kind: 'syslinux', spec: { fragment: 'mboot.c32' } },
  ] as const;
  const schemas = { iso: isoSpec, ipxe: ipxeSpec, grub: grubSpec, syslinux: syslinuxSpec };

  test.each(specs)('$kind $spec', ({ kind, spec }) => {
    const schema = schemas[kind];
    const whole = schema.parse(spec);
    const choices = choicesOf({ kind, spec: whole }, here);
    expect(schema.parse(specOf(choices, here))).toEqual(whole);
    expect(judge(choices, here).problems).toEqual([]);
    expect(schema.parse(shortSpec({ kind, spec: whole }))).toEqual(whole);
    // And they can be kept in between.
    expect(choicesSchema.parse(JSON.parse(JSON.stringify(choices)))).toEqual(choices);
  });
});

test('a spec is shown without what it would be anyway', () => {
  const spec = isoSpec.parse({ base: here, label: 'PROVISIONER', options: { https: true } });
  expect(shortSpec({ kind: 'iso', spec })).toEqual({ architectures: ['x86_64'], base: here });
});

describe('what is wrong', () => {
  test('is nothing at first, where something is published', () => {
    expect(judge(firstChoices, here)).toMatchObject({ problems: [], spec: { base: here } });
    expect(problemsOf({}, null)).toEqual({ base: expect.stringContaining('nothing is published') });
  });

  test('is said at its field', () => {
    expect(problemsOf({ architectures: [] })).toHaveProperty('architectures');
    expect(problemsOf({ label: '-x' })).toHaveProperty('label');
    expect(problemsOf({ fatLabel: 'TWELVE CHARS' })).toHaveProperty('fatLabel');
    expect(problemsOf({ origin: 'address', base: 'http://x/y' })).toHaveProperty('base');
    expect(problemsOf({ origin: 'anywhere', base: here })).toHaveProperty('enrolment');
    expect(problemsOf({ source: 'own', script: 'echo' })).toHaveProperty('script');
    expect(problemsOf({ source: 'sub' })).toHaveProperty('script');
    expect(problemsOf({ origin: 'none' })).toHaveProperty('script');
    const options = { ...firstChoices.options, banner: '$(reboot)', debug: 'tls;rm' };
    const wrong = problemsOf({ options });
    expect(wrong).toHaveProperty(['options.banner']);
    expect(wrong).toHaveProperty(['options.debug']);
    expect(problemsOf({ kind: 'grub', modules: 'ok ../no' })).toHaveProperty('modules');
    expect(problemsOf({ kind: 'grub', grubFragment: 'img', fatLabel: '' })).toEqual({});
    expect(problemsOf({ kind: 'grub', grubFragment: 'img', fatLabel: '"' })).toHaveProperty(
      'fatLabel',
    );
  });

  test('leaves no spec to build', () => {
    expect(judge(chosen({ label: '-x' }), here).spec).toBeNull();
    expect(judge(chosen({ source: 'sub' }), here).spec).toBeNull();
  });
});

describe('the steps', () => {
  test('are those that matter for what is chosen', () => {
    expect(stepsOf(firstChoices)).toEqual([
      'what',
      'machine',
      'from',
      'script',
      'options',
      'build',
    ]);
    expect(stepsOf(chosen({ kind: 'grub' }))).not.toContain('from');
    expect(stepsOf(chosen({ kind: 'syslinux', syslinuxFragment: 'memdisk' }))).toEqual([
      'what',
      'machine',
      'build',
    ]);
  });

  test('an address that names none of them is the first one', () => {
    expect(stepNamed('from', chosen({ kind: 'grub' }))).toBe('what');
    expect(stepNamed(null, firstChoices)).toBe('what');
    expect(stepNamed('script', firstChoices)).toBe('script');
  });

  test('every field is at one of them', () => {
    expect(stepOfField('options.trust')).toBe('options');
    expect(stepOfField('base')).toBe('from');
    expect(stepOfField('architectures')).toBe('machine');
    expect(stepOfField('configuration')).toBe('script');
  });
});
