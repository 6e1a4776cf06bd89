/** The scripts of a decision as its machine would get them, with dots in the place of secrets. */
import type { Actor } from '@/lib/auth/actor';
import { isAppError } from '@/lib/core/errors';
import { sentenceOf } from '@/lib/hosts/installs/render-for-host';
import type { Decision } from '../decide';
import { textOf } from '../lane/scripts';
import { previewScript } from '../preview';

export interface ExplainedText {
  /** Null where it could not be read, or does not render. */
  text: string | null;
  template: boolean;
  /** Why it does not render; null where it does. */
  problem: string | null;
}

type Pin = { kind: 'sub' | 'kickstart'; id: string; revision: number };

/** Sub script and kickstart, as far as the decision has them. */
export async function explainedTexts(given: {
  actor: Actor;
  decision: Decision;
  /** The Host header of whoever asks. */
  host: string | undefined;
}): Promise<{ sub: ExplainedText | null; kickstart: ExplainedText | null }> {
  const { decision } = given;
  const [sub, kickstart] = await Promise.all(
    pinsOf(decision).map((pin) => pin && rendered({ ...given, pin })),
  );
  return { sub: sub ?? null, kickstart: kickstart ?? null };
}

function pinsOf(decision: Decision): (Pin | null)[] {
  if (decision.kind === 'rescue') {
    const { scriptId: id, revision } = decision.rescue;
    return [{ kind: 'sub', id, revision }, null];
  }
  if (decision.kind !== 'script') return [null, null];
  const { subScript, kickstart } = decision.install.plan;
  return [
    subScript && { kind: 'sub', id: subScript.id, revision: subScript.revision },
    kickstart && { kind: 'kickstart', id: kickstart.id, revision: kickstart.revision },
  ];
}

async function rendered(given: {
  actor: Actor;
  decision: Decision;
  host: string | undefined;
  pin: Pin;
}): Promise<ExplainedText> {
  const { actor, decision, host, pin } = given;
  const { kind, id, revision } = pin;
  const held = await textOf({ scriptId: id, revision });
  if (!held || held === 'away') return { text: null, template: false, problem: null };
  const text = held.bytes.toString('utf8');
  if (!held.template) return { text, template: false, problem: null };
  try {
    const hostId = decision.host?.id;
    const shown = await previewScript({ actor, host, kind, id, text, template: true, hostId });
    if (shown.ok) return { text: shown.text, template: true, problem: null };
    // An install was only authorised because it rendered then, with the host as it was pinned.
    const problem = decision.kind === 'script' ? null : shown.problems.map(sentenceOf).join(' ');
    return { text: null, template: true, problem };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { text: null, template: true, problem: error.message };
  }
}
