'use server';

import { z } from 'zod';
import { action } from '@/app/_doors/action';
import { demand } from '@/lib/auth/actor';
import { readRevision } from '@/lib/scripts/data';
import { createScript, deleteScript, saveScript } from '@/lib/scripts/mutations';
import { mainScriptText, newScript, scriptChange, scriptKinds } from '@/lib/scripts/schema';

const key = z.object({ kind: z.enum(scriptKinds), id: z.uuid() });

export const createScriptAction = action({
  permission: 'write',
  input: newScript.extend({ kind: z.enum(scriptKinds).exclude(['main']) }),
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
  input: key.extend({ kind: z.enum(scriptKinds).exclude(['main']) }),
  handler: ({ actor, input }) => deleteScript({ actor, ...input }),
});

export const readRevisionAction = action({
  permission: 'read',
  input: key.extend({ number: z.int().min(1) }),
  handler: ({ actor, input }) => readRevision({ actor, ...input }),
});
