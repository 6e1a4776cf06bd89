/** What was chosen, as pairs of a name and words. */
import { type Choices, usual, usualLabels, words } from './choices';
import { architectures, grubFragmentNames, grubPlatformNames, platforms } from './names';

type Line = [name: string, words: string | null];

/** One line for each choice that says more than its default; null lines are left out. */
export function summaryOf(choices: Choices, published: string | null): Line[] {
  switch (choices.kind) {
    case 'iso':
      return [
        ['Machines', choices.architectures.map((one) => architectures[one].name).join(' and ')],
        ...scriptLines(choices, published),
        ['Label', choices.label || usualLabels.cd],
        ['EFI label', choices.fatLabel || usualLabels.iso],
        ...optionLines(choices),
      ];
    case 'ipxe':
      return [
        ['Machines', platforms[choices.platform].name],
        ['File', `${choices.driver}.${choices.extension}`],
        ['Self-contained', choices.selfContained ? 'yes' : null],
        ...scriptLines(choices, published),
        ...optionLines(choices),
      ];
    case 'grub':
      return [
        ['Machines', grubPlatformNames[choices.grubPlatform].name],
        ['Form', grubFragmentNames[choices.grubFragment].name],
        ...configurationLines(choices),
        ['Modules', words(choices.modules).join(', ') || null],
        ['Label', choices.grubFragment === 'img' ? choices.fatLabel || usualLabels.grub : null],
      ];
    case 'syslinux':
      return choices.syslinuxFragment === 'img'
        ? [
            ['Form', 'bootable image'],
            ...configurationLines(choices),
            ['Label', choices.fatLabel || usualLabels.syslinux],
          ]
        : [['File', choices.syslinuxFragment]];
  }
}

function configurationLines({ configuration }: Choices): Line[] {
  return [['Configuration', configuration ? `${configuration.length} characters` : 'empty']];
}

function scriptLines(choices: Choices, published: string | null): Line[] {
  const { origin, base, source, copied } = choices;
  const where = {
    here: `this network, ${published ?? 'not published yet'}`,
    address: base,
    anywhere: `anywhere, by ${base} with a token`,
    none: 'does not need us',
  };
  const what = {
    ready: 'the ready script',
    sub: copied ? `a copy of “${copied.title}”, r${copied.revision}` : 'none chosen yet',
    own: 'your own text',
  };
  return [
    ['Where from', where[origin]],
    ['Script', what[source]],
  ];
}

const switches = [
  { key: 'https', name: 'HTTPS' },
  { key: 'ipv6', name: 'IPv6' },
  { key: 'syslog', name: 'syslog' },
  { key: 'framebuffer', name: 'graphical screen' },
] as const;

function optionLines({ engine, options }: Choices): Line[] {
  const off = switches.filter(({ key }) => usual[key] && !options[key]).map(({ name }) => name);
  const more = [
    ...switches.filter(({ key }) => !usual[key] && options[key]).map(({ name }) => name),
    options.trust && 'a private authority',
    options.clientCertificate && 'a client certificate',
    options.serial && `serial console at ${options.serial} bit/s`,
    options.banner && `banner “${options.banner}”`,
    options.commands.length > 0 && `commands ${options.commands.join(', ')}`,
    options.debug && `debugging ${words(options.debug).join(', ')}`,
  ].filter(Boolean);
  return [
    ['With', more.join('; ') || null],
    ['Without', off.join(', ') || null],
    ['Made', engine === 'auto' ? null : engine === 'prebuilt' ? 'from ready parts' : 'compiled'],
  ];
}
