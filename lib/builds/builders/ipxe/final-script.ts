/** The script of a spec as it leaves: with the address and the token that it asks for. */
import { createHash } from 'node:crypto';
import { enrolmentToken } from '@/lib/auth/enrolments/token';
import type { BuildInput } from '@/lib/builds/builder';
import { mediumScriptText } from '../media/script';
import type { IpxeSpec } from './schema';

/** The bytes, as UTF-8 text. Throws when there is neither a script nor an address for the ready one. */
export function finalScript(spec: Pick<IpxeSpec, 'script' | 'base' | 'enrolment'>): string {
  const { script, base, enrolment } = spec;
  const token = enrolment === null ? null : enrolmentToken(enrolment);
  return mediumScriptText({ script, base, token });
}

/** The script as an input: our ready one and the installation's key are not in the spec. */
export function scriptInput(text: string): BuildInput {
  return { name: 'script', version: createHash('sha256').update(text).digest('hex') };
}
