/** The text that a medium carries, as the machine that boots it runs it. */
import { type Actor, may } from '@/lib/auth/actor';
import { readEnrolment } from '@/lib/auth/enrolments/data';
import type { MediaKind } from '@/lib/builds/builder';
import type { GrubSpec } from '@/lib/builds/builders/grub/schema';
import type { IsoSpec } from '@/lib/builds/builders/iso/schema';
import { mediumScriptText } from '@/lib/builds/builders/media/script';
import type { SyslinuxSpec } from '@/lib/builds/builders/syslinux/schema';
import { isAppError } from '@/lib/core/errors';

export interface TextOnIt {
  name: string;
  text: string;
  /** iPXE's are checked. */
  language: 'ipxe' | 'shell';
  /** What one must know of it, in a sentence. */
  note: string | null;
}

/** In the place of a token that is not shown. */
const hidden = 'TOKEN';

/** Null where the medium holds no text of ours. */
export async function textOnIt(given: {
  actor: Actor;
  kind: MediaKind;
  spec: unknown;
}): Promise<TextOnIt | null> {
  const { actor, kind } = given;
  switch (kind) {
    case 'grub': {
      const { configuration } = given.spec as GrubSpec;
      return configuration ? plain('grub.cfg', configuration) : null;
    }
    case 'syslinux': {
      const { configuration } = given.spec as SyslinuxSpec;
      return configuration ? plain('syslinux.cfg', configuration) : null;
    }
    default: {
      const { script, base, enrolment } = given.spec as IsoSpec;
      if (script === null && base === null) return null;
      const token = enrolment === null ? null : await tokenShown({ actor, id: enrolment });
      return {
        name: script === null ? 'The ready script' : 'Script',
        text: mediumScriptText({ script, base, token: token?.text ?? null }),
        language: 'ipxe',
        note: token?.note ?? null,
      };
    }
  }
}

function plain(name: string, text: string): TextOnIt {
  return { name, text, language: 'shell', note: null };
}

/** Its token is in the bytes, so that who may make media sees it here too. */
async function tokenShown({ actor, id }: { actor: Actor; id: string }) {
  try {
    const { name, state, token } = await readEnrolment({ actor, id });
    const shown = may(actor, 'write') ? token : null;
    const now = state === 'active' ? 'It opens the door now.' : `It is ${state}: it opens nothing.`;
    return { text: shown ?? hidden, note: `It carries the enrolment token “${name}”. ${now}` };
  } catch (error) {
    if (!isAppError(error) || error.class !== 'notFound') throw error;
    return {
      text: hidden,
      note: 'The enrolment token that it carries was deleted: it opens nothing.',
    };
  }
}
