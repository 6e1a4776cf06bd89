/** From what was chosen to the spec that the REST API takes, and back. */
import type { MediaKind } from '@/lib/builds/builder';
import type { GrubSpec } from '@/lib/builds/builders/grub/schema';
import type { IpxeOptions, IpxeSpec } from '@/lib/builds/builders/ipxe/schema';
import type { IsoSpec } from '@/lib/builds/builders/iso/schema';
import type { SyslinuxSpec } from '@/lib/builds/builders/syslinux/schema';
import {
  type Choices,
  chosenScript,
  firstChoices,
  type OptionChoices,
  usual,
  usualLabels,
  words,
} from './choices';

/** A spec as it is asked for: what is not in it has its default. */
export type AskedSpec = Record<string, unknown>;

/**
 * The spec of the choices, with no more in it than was chosen. `published`
 * is the address in force, null before the first publication.
 */
export function specOf(choices: Choices, published: string | null): AskedSpec {
  switch (choices.kind) {
    case 'iso':
      return {
        architectures: choices.architectures,
        ...scriptPart(choices, published),
        ...given('label', choices.label),
        ...given('efiLabel', choices.fatLabel),
        ...enginePart(choices),
      };
    case 'ipxe':
      return {
        platform: choices.platform,
        driver: choices.driver,
        extension: choices.extension,
        ...(choices.selfContained && { selfContained: true }),
        ...scriptPart(choices, published),
        ...enginePart(choices),
      };
    case 'grub': {
      const modules = words(choices.modules);
      return {
        platform: choices.grubPlatform,
        fragment: choices.grubFragment,
        ...given('configuration', choices.configuration),
        ...(modules.length > 0 && { modules }),
        ...(choices.grubFragment === 'img' && given('label', choices.fatLabel)),
      };
    }
    case 'syslinux':
      return {
        fragment: choices.syslinuxFragment,
        ...(choices.syslinuxFragment === 'img' && {
          ...given('configuration', choices.configuration),
          ...given('label', choices.fatLabel),
        }),
      };
  }
}

/** A spec that has been parsed as it would be asked for: without what it would be anyway. */
export function shortSpec(asked: { kind: MediaKind; spec: object }): AskedSpec {
  return specOf(choicesOf(asked, null), null);
}

/** The choices that lead to a spec that has been parsed. */
export function choicesOf(
  asked: { kind: MediaKind; spec: object },
  published: string | null,
): Choices {
  const start = { ...firstChoices, kind: asked.kind };
  switch (asked.kind) {
    case 'iso': {
      const spec = asked.spec as IsoSpec;
      return {
        ...start,
        ...common(spec, published),
        architectures: spec.architectures,
        label: unless(usualLabels.cd, spec.label),
        fatLabel: unless(usualLabels.iso, spec.efiLabel),
      };
    }
    case 'ipxe': {
      const spec = asked.spec as IpxeSpec;
      const { platform, driver, extension, selfContained } = spec;
      return { ...start, ...common(spec, published), platform, driver, extension, selfContained };
    }
    case 'grub': {
      const { platform, fragment, configuration, modules, label } = asked.spec as GrubSpec;
      return {
        ...start,
        grubPlatform: platform,
        grubFragment: fragment,
        configuration,
        modules: modules.join(' '),
        fatLabel: unless(usualLabels.grub, label),
      };
    }
    case 'syslinux': {
      const { fragment, configuration, label } = asked.spec as SyslinuxSpec;
      return {
        ...start,
        syslinuxFragment: fragment,
        configuration: configuration ?? '',
        fatLabel: unless(usualLabels.syslinux, label),
      };
    }
  }
}

/** Nothing where it is what it would be anyway. */
function unless(usually: string, label: string): string {
  return label === usually ? '' : label;
}

/** A field that is there only when it holds something. */
function given(name: string, value: string): AskedSpec {
  return value === '' ? {} : { [name]: value };
}

function scriptPart(choices: Choices, published: string | null): AskedSpec {
  const { origin, base, enrolment } = choices;
  const script = chosenScript(choices);
  const address = origin === 'here' ? (published ?? '') : origin === 'none' ? '' : base.trim();
  return {
    ...(script !== null && { script }),
    ...given('base', address),
    ...(origin === 'anywhere' && given('enrolment', enrolment)),
  };
}

function enginePart({ engine, options }: Choices): AskedSpec {
  const chosen = optionsPart(options);
  return {
    ...(engine !== 'auto' && { engine }),
    ...(Object.keys(chosen).length > 0 && { options: chosen }),
  };
}

function optionsPart(options: OptionChoices): AskedSpec {
  const debug = words(options.debug);
  return {
    ...switched(options),
    ...given('trust', options.trust),
    ...given('clientCertificate', options.clientCertificate),
    ...given('clientKeySecret', options.clientKeySecret),
    ...(options.serial !== '' && { serial: Number(options.serial) }),
    ...(options.commands.length > 0 && { commands: options.commands }),
    ...given('banner', options.banner.trim()),
    ...(debug.length > 0 && { debug }),
  };
}

const switches = ['https', 'ipv6', 'syslog', 'framebuffer'] as const;

/** What was switched on or off that is otherwise as a rule. */
function switched(options: OptionChoices): AskedSpec {
  const changed = switches.filter((name) => options[name] !== usual[name]);
  return Object.fromEntries(changed.map((name) => [name, options[name]]));
}

/** What media that run iPXE have in common. */
function common(
  spec: Pick<IsoSpec, 'engine' | 'script' | 'base' | 'enrolment' | 'options'>,
  published: string | null,
): Partial<Choices> {
  return {
    engine: spec.engine,
    origin: originOf(spec, published),
    base: spec.base ?? '',
    enrolment: spec.enrolment ?? '',
    source: spec.script === null ? 'ready' : 'own',
    script: spec.script ?? firstChoices.script,
    options: optionsOf(spec.options),
  };
}

function originOf(
  { base, enrolment }: Pick<IsoSpec, 'base' | 'enrolment'>,
  published: string | null,
): Choices['origin'] {
  if (enrolment) return 'anywhere';
  if (!base) return 'none';
  return base === published ? 'here' : 'address';
}

function optionsOf(options: IpxeOptions): OptionChoices {
  const { https, ipv6, syslog, framebuffer, commands } = options;
  return {
    ...{ https, ipv6, syslog, framebuffer, commands },
    serial: options.serial === null ? '' : String(options.serial),
    banner: options.banner ?? '',
    debug: options.debug.join(' '),
    trust: options.trust ?? '',
    clientCertificate: options.clientCertificate ?? '',
    clientKeySecret: options.clientKeySecret ?? '',
  };
}
