/** What can be asked for of each kind: the schema of its spec, and a title for people. */
import type { z } from 'zod';
import type { BuildKind } from './builder';
import { agentSpec } from './builders/agent/schema';
import { type GrubSpec, grubSpec } from './builders/grub/schema';
import { imageSpec } from './builders/image/schema';
import { type IpxeOptions, type IpxeSpec, ipxeSpec } from './builders/ipxe/schema';
import { type IsoSpec, isoSpec } from './builders/iso/schema';
import { loadersSpec } from './builders/loaders/schema';
import { type SyslinuxSpec, syslinuxSpec } from './builders/syslinux/schema';

export const specSchemas = {
  loaders: loadersSpec,
  agent: agentSpec,
  image: imageSpec,
  ipxe: ipxeSpec,
  grub: grubSpec,
  syslinux: syslinuxSpec,
  iso: isoSpec,
} as const satisfies Record<BuildKind, z.ZodType>;

/** The secrets of its team that a spec names, and the field that names each. */
export function secretsNamed(given: {
  kind: BuildKind;
  spec: unknown;
}): { name: string; field: string }[] {
  if (given.kind !== 'ipxe' && given.kind !== 'iso') return [];
  const name = (given.spec as { options?: Partial<IpxeOptions> }).options?.clientKeySecret;
  return name ? [{ name, field: 'options.clientKeySecret' }] : [];
}

/** What is kept beside a spec, so that nobody reads one in order to list it. */
export function flagsOf(given: { kind: BuildKind; spec: unknown }): {
  /** It names a secret. */
  closed: boolean;
  enrolmentId: string | null;
} {
  const { kind, spec } = given;
  const carries = kind === 'ipxe' || kind === 'iso';
  return {
    closed: secretsNamed(given).length > 0,
    enrolmentId: (carries && (spec as Partial<IpxeSpec | IsoSpec>).enrolment) || null,
  };
}

const nouns: Record<BuildKind, string> = {
  loaders: 'Network bootloaders',
  agent: 'Agent',
  image: 'Image',
  ipxe: 'iPXE',
  grub: 'GRUB',
  syslinux: 'SYSLINUX',
  iso: 'Boot medium',
};

/** A title in a few words: the kind, and what was chosen. */
export function titleOf(given: { kind: BuildKind; spec: object }): string {
  const chosen = chosenOf(given);
  const title = chosen ? `${nouns[given.kind]} (${chosen})` : nouns[given.kind];
  return title.length > 120 ? `${title.slice(0, 119)}…` : title;
}

/** Never a script's text: titles stand in lists and events. */
function chosenOf({ kind, spec }: { kind: BuildKind; spec: object }): string {
  switch (kind) {
    case 'ipxe': {
      const { platform, driver, extension } = spec as IpxeSpec;
      return `${platform}/${driver}.${extension}`;
    }
    case 'grub': {
      const { platform, fragment } = spec as GrubSpec;
      return `${platform}, ${fragment}`;
    }
    case 'syslinux':
      return (spec as SyslinuxSpec).fragment;
    case 'iso': {
      const { label, architectures } = spec as IsoSpec;
      return `${label}, ${architectures.join(' and ')}`;
    }
    default:
      return Object.values(spec)
        .filter((value) => typeof value === 'string' || typeof value === 'number')
        .join(', ');
  }
}
