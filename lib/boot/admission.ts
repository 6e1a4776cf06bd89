/**
 * May this request come in? Pure. A medium that travels carries an enrolment
 * token; what it opens, and what it does not, is said here and nowhere else.
 *
 * - Without a token a machine is answered as one on our own wire.
 * - A token lets in the machines that nobody knows yet, and the hosts of its
 *   own team. A token of the owning team, which runs the machine plane for
 *   all, lets in the hosts of every team.
 * - A token that is revoked, expired or none of ours lets nobody in, even a
 *   machine that needs none: its medium is out of service, and says so.
 */
import { readEnrolmentToken } from '@/lib/auth/enrolments/token';
import type { BootEnrolment, BootHost, BootView } from './view';

/** What a request has brought along. `unreadable`: not signed by us; `gone`: signed, and deleted since. */
export type Carried =
  | { kind: 'nothing' }
  | { kind: 'unreadable' }
  | { kind: 'gone' }
  | { kind: 'enrolment'; enrolment: BootEnrolment };

/** Why somebody is kept out. */
export type Refusal = 'unreadable' | 'gone' | 'revoked' | 'expired' | 'other-team';

export type Admission =
  | { ok: true; enrolment: BootEnrolment | null }
  | {
      ok: false;
      enrolment: BootEnrolment | null;
      why: Refusal;
      /** For the screen of whoever holds the medium: no names of teams, hosts or people. */
      sentence: string;
      /** For those who may see the enrolment: with its name. */
      reason: string;
    };

/** What a token stands for now. */
export function carriedBy(given: {
  token: string | null;
  view: Pick<BootView, 'enrolment'>;
}): Carried {
  const { token, view } = given;
  if (token === null) return { kind: 'nothing' };
  const id = readEnrolmentToken(token);
  if (id === null) return { kind: 'unreadable' };
  const enrolment = view.enrolment(id);
  return enrolment ? { kind: 'enrolment', enrolment } : { kind: 'gone' };
}

/** Decides. `host`: whose machine it is, where one matches. `now` in milliseconds since 1970. */
export function admit(given: {
  carried: Carried;
  host: Pick<BootHost, 'teamId'> | null;
  now: number;
}): Admission {
  const { carried, host, now } = given;
  if (carried.kind === 'nothing') return { ok: true, enrolment: null };
  if (carried.kind === 'unreadable') {
    return refused(null, 'unreadable', 'The token on this medium is none of this provisioner.');
  }
  if (carried.kind === 'gone') {
    return refused(null, 'gone', 'This medium was revoked, and its token deleted.');
  }
  const { enrolment } = carried;
  const { revokedAt, expiresAt, teamId } = enrolment;
  if (revokedAt !== null) {
    return refused(enrolment, 'revoked', `This medium was revoked on ${dayOf(revokedAt)}.`);
  }
  if (expiresAt !== null && expiresAt <= now) {
    return refused(enrolment, 'expired', `This medium expired on ${dayOf(expiresAt)}.`);
  }
  if (host && host.teamId !== teamId && !enrolment.owner) {
    return refused(enrolment, 'other-team', 'This medium is not for this machine.');
  }
  return { ok: true, enrolment };
}

function refused(enrolment: BootEnrolment | null, why: Refusal, sentence: string): Admission {
  const token = enrolment ? `The enrolment token "${enrolment.name}"` : 'The enrolment token';
  const reason = `${token} ${predicates[why]}, so the machine is refused.`;
  return { ok: false, enrolment, why, sentence, reason };
}

const predicates: Record<Refusal, string> = {
  unreadable: 'that it came with was not made by this provisioner',
  gone: 'that it came with was deleted',
  revoked: 'is revoked',
  expired: 'has expired',
  'other-team': "is another team's than the host that matches",
};

/** The day in UTC: whoever stands before the machine may be anywhere. */
function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
