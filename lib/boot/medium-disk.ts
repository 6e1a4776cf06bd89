/**
 * The local disk of a machine that was booted from a medium by BIOS. Drive
 * 0x80 is the first disk when that was a CD, and the stick itself when it was
 * one: nothing tells iPXE which. But a stick that is booted in the place of
 * the disk asks again within seconds, long before any system could have been
 * up and down; then it is the turn of the drive behind it.
 */
import type { Decision, LocalBoot } from './decide';

/** Milliseconds: a loader with several dead cards is there by then, a system that restarts is hardly. */
const atOnce = 120_000;
/** Hosts that are remembered at most; then the oldest are forgotten. */
const hostLimit = 10_000;

const ways = ['sanboot', 'second', 'exit'] as const satisfies LocalBoot[];

const words = {
  sanboot: 'Booted from a medium: iPXE boots the first disk.',
  second: 'The medium came straight back, so it is the first disk itself: iPXE boots the second.',
  exit: 'Neither disk has booted: iPXE exits, and the firmware goes on with its boot order.',
} as const;

type Local = Extract<Decision, { kind: 'local-disk' }>;

/** True where a decision is the next way's turn and not its own. */
export function takesTurns(given: {
  decision: Local;
  facts: { medium: boolean; platform: string | null };
}): boolean {
  const { decision, facts } = given;
  return facts.medium && facts.platform !== 'efi' && decision.host.localBoot === 'auto';
}

/** The decision with the way whose turn it is; `turn` counts how often it has come straight back. */
export function inTurn(given: { decision: Local; turn: number }): Local {
  const { decision, turn } = given;
  const how = ways[turn % ways.length] ?? 'exit';
  const reasons = decision.reasons.filter(({ rule }) => rule !== 'disk');
  return {
    ...decision,
    how,
    reasons: [...reasons, { rule: 'disk', outcome: 'won', text: words[how] }],
  };
}

/** Remembers who was sent to its local disk lately. */
export class MediumTurns {
  readonly #last = new Map<string, { at: number; turn: number }>();

  /** How often the host has come straight back by now; its next question is one more. */
  take(hostId: string, now: number): number {
    const last = this.#last.get(hostId);
    const turn = last && now - last.at < atOnce ? last.turn + 1 : 0;
    // Put again at the end, so that the first key is the one that asked longest ago.
    this.#last.delete(hostId);
    this.#last.set(hostId, { at: now, turn });
    if (this.#last.size > hostLimit) {
      const oldest = this.#last.keys().next().value;
      if (oldest !== undefined) this.#last.delete(oldest);
    }
    return turn;
  }
}
