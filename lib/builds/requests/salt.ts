/**
 * What keeps the addresses of a medium with an enrolment from being worked
 * out: specs, ids of enrolments and versions of inputs are shown to viewers,
 * the token is not (docs/decisions/0087).
 */
import { enrolmentToken } from '@/lib/auth/enrolments/token';
import type { BuildKind } from '../builder';
import { flagsOf } from '../specs';

/** The token that goes on the medium; undefined where none does. */
export function saltOf(given: { kind: BuildKind; spec: unknown }): string | undefined {
  const { enrolmentId } = flagsOf(given);
  return enrolmentId === null ? undefined : enrolmentToken(enrolmentId);
}
