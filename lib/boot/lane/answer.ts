/** Which URL of the machine plane is answered by what. */
import { wantsJson } from '@/lib/core/accept';
import { answerArtifact } from './artifacts';
import { answerBoot } from './boot';
import { answerEnrolled } from './enrolled';
import { type MachineAnswer, type MachineRequest, sentence } from './exchange';
import { answerHealth } from './health';
import { answerInstallUrl } from './install-urls';
import { answerMedia, isMediaPath } from './media';
import { answerMediumById, isMediumPath } from './media-by-id';
import { answerAutoexec, answerScript, segmentKinds } from './scripts';

const pxeboot = '/api/pxeboot/';
const artifacts = '/artifacts/';

/** True for paths that may be a machine's; all others go to the pages without a further look. */
export function mayBeMachines(path: string): boolean {
  return (
    path.startsWith(pxeboot) ||
    path.startsWith(artifacts) ||
    path === '/api/health' ||
    isMediaPath(path) ||
    isMediumPath(path)
  );
}

/** The answer, or null: not a machine's question, so the pages and the REST API answer it. */
export async function answerMachine(request: MachineRequest): Promise<MachineAnswer | null> {
  const { path } = request;
  if (path === '/api/health') return reading(request) ? answerHealth() : onlyReading();
  if (path.startsWith(artifacts)) return answerArtifactPath(request);
  if (isMediaPath(path)) return answerMediaPath(request);
  if (isMediumPath(path)) return answerMediumById(request);
  if (!path.startsWith(pxeboot)) return null;
  const [first = '', ...rest] = path.slice(pxeboot.length).split('/');
  if (first === 'boot' && rest.length === 0) {
    return reading(request) ? (await answerBoot(request)).answer : onlyReading();
  }
  if (first === 'enrolled' && rest.length === 0) {
    return reading(request) ? answerEnrolled(request) : onlyReading();
  }
  if (first === 'autoexec.ipxe' && rest.length === 0) {
    return reading(request) ? answerAutoexec() : onlyReading();
  }
  if (first === 'installs' && rest.length >= 2) {
    const [token = '', ...what] = rest;
    return answerInstallUrl({ token, rest: what, request });
  }
  const kind = segmentKinds[first];
  const [id] = rest;
  const wantsText = reading(request) && !wantsJson(request.header('accept'));
  if (kind && id && rest.length === 1 && wantsText) return answerScript({ kind, id, request });
  return null;
}

async function answerArtifactPath(request: MachineRequest): Promise<MachineAnswer> {
  if (!reading(request)) return onlyReading();
  const [fingerprint = '', name, ...more] = request.path.slice(artifacts.length).split('/');
  if (!name || more.length > 0)
    return sentence(404, 'Artifacts are named /artifacts/FINGERPRINT/NAME.');
  return answerArtifact({ fingerprint, name: decoded(name), request });
}

async function answerMediaPath(request: MachineRequest): Promise<MachineAnswer | null> {
  const [name = '', ...rest] = request.path.split('/').slice(2);
  // What cannot be decoded is no file; nothing at all is the one that is booted.
  const file = rest.map((part) => decoded(part) || part).join('/');
  const answer = await answerMedia({ name: decoded(name), file });
  return answer === null || reading(request) ? answer : onlyReading();
}

/** A name that is not well-formed is the name of nothing. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return '';
  }
}

function reading({ method }: MachineRequest): boolean {
  return method === 'GET' || method === 'HEAD';
}

function onlyReading(): MachineAnswer {
  const answer = sentence(405, 'This URL can only be read.');
  answer.headers.Allow = 'GET, HEAD';
  return answer;
}
