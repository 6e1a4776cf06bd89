/** What can be asked for of each kind: the schema of its spec, and a title for people. */
import type { z } from 'zod';
import type { BuildKind } from './builder';
import { agentSpec } from './builders/agent/schema';
import { imageSpec } from './builders/image/schema';
import { ipxeSpec } from './builders/ipxe/schema';

export const specSchemas = {
  ipxe: ipxeSpec,
  agent: agentSpec,
  image: imageSpec,
} as const satisfies Record<BuildKind, z.ZodType>;

const nouns: Record<BuildKind, string> = {
  ipxe: 'Network bootloaders',
  agent: 'Agent',
  image: 'Image',
};

/** A title in a few words: the kind, and what was chosen. */
export function titleOf(given: { kind: BuildKind; spec: object }): string {
  const chosen = Object.values(given.spec)
    .filter((value) => typeof value === 'string' || typeof value === 'number')
    .join(', ');
  const title = chosen ? `${nouns[given.kind]} (${chosen})` : nouns[given.kind];
  return title.length > 120 ? `${title.slice(0, 119)}…` : title;
}
