'use server';

import { headers } from 'next/headers';
import { z } from 'zod';
import { action } from '@/app/_doors/action';
import { demand } from '@/lib/auth/actor';
import { previewScript } from '@/lib/boot/preview';
import { previewInput } from '@/lib/boot/preview/schema';
import { isAppError } from '@/lib/core/errors';
import { readHost, searchHosts } from '@/lib/hosts/data';
import { readRevision } from '@/lib/scripts/data';
import { createScript, deleteScript, saveScript } from '@/lib/scripts/mutations';
import { mainScriptText, newScript, scriptChange, scriptKinds } from '@/lib/scripts/schema';
import { madeKinds } from './kinds';

const key = z.object({ kind: z.enum(scriptKinds), id: z.uuid() });
const madeKey = key.extend({ kind: z.enum(madeKinds) });

/** So many rows does one choose in a list. */
const chosenLimit = 1_000;

/** So many hosts are offered for a preview at once; the others are found by a piece of their name. */
const previewHosts = 50;

export const createScriptAction = action({
  permission: 'write',
  input: newScript.extend({ kind: z.enum(madeKinds) }),
  handler: ({ actor, input: { kind, ...input } }) => createScript({ actor, kind, input }),
});

export const saveScriptAction = action({
  permission: 'write',
  input: key.extend({ change: scriptChange }),
  handler: async ({ actor, input: { kind, id, change } }) => {
    if (kind !== 'main') return saveScript({ actor, kind, id, change });
    demand(actor, 'installation:administer');
    if (change.text !== undefined) mainScriptText.parse(change.text);
    return saveScript({ actor, kind, id, change });
  },
});

export const deleteScriptAction = action({
  permission: 'write',
  input: madeKey,
  handler: ({ actor, input }) => deleteScript({ actor, ...input }),
});

/** Deletes what nothing uses; the others come back, each with the reason. */
export const deleteScriptsAction = action({
  permission: 'write',
  input: z.object({
    scripts: z
      .array(madeKey.extend({ title: z.string() }))
      .min(1)
      .max(chosenLimit),
  }),
  handler: async ({ actor, input: { scripts } }) => {
    const refused: ((typeof scripts)[number] & { reason: string })[] = [];
    for (const script of scripts) {
      try {
        await deleteScript({ actor, kind: script.kind, id: script.id });
      } catch (error) {
        if (!isAppError(error)) throw error;
        // Somebody else deleted it meanwhile: that is what was asked for.
        if (error.class !== 'notFound') refused.push({ ...script, reason: error.message });
      }
    }
    return { deleted: scripts.length - refused.length, refused };
  },
});

export const readRevisionAction = action({
  permission: 'read',
  input: key.extend({ number: z.int().min(1) }),
  handler: ({ actor, input }) => readRevision({ actor, ...input }),
});

/** Hosts that a preview can be made for, by a piece of their name, MAC or address. */
export const previewHostsAction = action({
  permission: 'read',
  input: z.object({ text: z.string().trim().max(200).default('') }),
  handler: async ({ actor, input: { text } }) => {
    const found = await searchHosts({ actor, text, limit: previewHosts + 1 });
    const hosts = found.slice(0, previewHosts).map(({ id, name }) => ({ id, name }));
    return { hosts, more: found.length > previewHosts };
  },
});

/** The name of the host that a preview is made for. */
export const previewHostAction = action({
  permission: 'read',
  input: z.object({ hostId: z.uuid() }),
  handler: async ({ actor, input }) => {
    const { id, name } = await readHost({ actor, id: input.hostId });
    return { id, name };
  },
});

export const previewAction = action({
  permission: 'read',
  input: previewInput,
  handler: async ({ actor, input }) => {
    const host = (await headers()).get('host') ?? undefined;
    return previewScript({ actor, host, ...input });
  },
});
