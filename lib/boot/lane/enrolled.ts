/**
 * `GET /api/pxeboot/enrolled`: the question of `boot` once more, after it was
 * answered 403. No iPXE shows what comes with that, so this answer is a
 * script: it says why, and leaves the sentence in `why`.
 */
import { type Admission, admit, carriedBy } from '../admission';
import { readFacts } from '../facts';
import { ipxeEcho } from '../ipxe/escape';
import { matchHost } from '../match';
import { roster } from '../roster/roster';
import { type MachineRequest, sentence, type TextAnswer, text } from './exchange';

/** Nothing is written down: the 403 before it was. */
export function answerEnrolled(request: Pick<MachineRequest, 'search' | 'address'>): TextAnswer {
  const read = readFacts(request);
  if (!read.ok) return sentence(400, read.problem);
  const view = roster();
  const { host } = matchHost(read.facts, view);
  const carried = carriedBy({ token: read.token, view });
  const why = sentenceOf(admit({ carried, host, now: Date.now() }));
  return {
    ...text({ body: `#!ipxe\nset why ${ipxeEcho(why)}\necho \${why}\n` }),
    perMachine: true,
  };
}

function sentenceOf(admission: Admission): string {
  if (!admission.ok) return admission.sentence;
  return admission.enrolment
    ? 'This medium is let in. Try again.'
    : 'This medium carries no enrolment token.';
}
