/** What is wrong with the choices, each at its field, in the words that the server would use. */
import type { z } from 'zod';
import type { MediaKind } from '@/lib/builds/builder';
import { grubSpec } from '@/lib/builds/builders/grub/schema';
import { ipxeSpec } from '@/lib/builds/builders/ipxe/schema';
import { isoSpec } from '@/lib/builds/builders/iso/schema';
import { syslinuxSpec } from '@/lib/builds/builders/syslinux/schema';
import type { Choices } from './choices';
import { specOf } from './spec';
import { runsIpxe } from './steps';

export interface Problem {
  /** Of the spec, such as `options.trust`. */
  field: string;
  message: string;
}

const schemas: Record<MediaKind, z.ZodType<object>> = {
  iso: isoSpec,
  ipxe: ipxeSpec,
  grub: grubSpec,
  syslinux: syslinuxSpec,
};

/** The spec with its defaults where it is right, and what is wrong with it where it is not. */
export function judge(
  choices: Choices,
  published: string | null,
): { spec: object | null; problems: Problem[] } {
  const result = schemas[choices.kind].safeParse(specOf(choices, published));
  const problems = [
    ...unchosen(choices, published),
    ...(result.error?.issues ?? []).map(({ path, message }) => ({
      field: fieldOf(choices, path),
      message,
    })),
  ];
  // The first at each field: it is the one that is shown there.
  const first = problems.filter(
    ({ field }, index) => problems.findIndex((other) => other.field === field) === index,
  );
  return { spec: result.success && first.length === 0 ? result.data : null, problems: first };
}

/** Lists are one field each; the label of a FAT file system is one field for all kinds. */
function fieldOf({ kind }: Choices, path: PropertyKey[]): string {
  const names = path.filter((part) => typeof part === 'string').join('.');
  if (names === 'efiLabel') return 'fatLabel';
  return names === 'label' && kind !== 'iso' ? 'fatLabel' : names;
}

/** What the spec alone cannot tell: a choice that was begun and not made. */
function unchosen(choices: Choices, published: string | null): Problem[] {
  if (!runsIpxe(choices)) return [];
  const { origin, source, copied, base, enrolment } = choices;
  const problems: Problem[] = [];
  if (origin === 'here' && published === null) {
    problems.push({
      field: 'base',
      message: 'nothing is published yet: choose an interface under Network, or type an address',
    });
  }
  if ((origin === 'address' || origin === 'anywhere') && base.trim() === '') {
    problems.push({ field: 'base', message: 'type the address, such as https://boot.example.net' });
  }
  if (origin === 'anywhere' && enrolment === '') {
    problems.push({ field: 'enrolment', message: 'choose a token, or make one' });
  }
  if (origin === 'none' && source === 'ready') {
    problems.push({
      field: 'script',
      message:
        'the ready script needs an address: choose one under "Where from", or another script',
    });
  }
  if (source === 'sub' && !copied) {
    problems.push({ field: 'script', message: 'choose a sub script' });
  }
  return problems;
}
