/**
 * `/artifacts/FINGERPRINT/NAME`: files that were built, by names that never
 * change their content. `/artifacts/agent/NAME?arch=ARCH`: of the newest agent.
 */
import { noteArtifactUse } from '@/lib/builds/artifacts/mutations';
import { isAppError } from '@/lib/core/errors';
import { agentFor } from '@/lib/hosts/installs/plan/data';
import { size } from '@/lib/hosts/installs/reports/sentences';
import { openStates } from '@/lib/hosts/installs/schema';
import { bootNotes } from '../notes/notes';
import { servedBytes } from '../notes/served-bytes';
import { loadArtifacts } from '../roster/data';
import { roster } from '../roster/roster';
import { away, type MachineAnswer, type MachineRequest, sentence } from './exchange';
import { installOfQuery } from './install-urls';
import { servedFile } from './served-artifact';

/** In the place of a fingerprint: what a rescue script boots, whichever agent there is. */
const newestName = 'agent';
const fingerprintForm = /^[0-9a-f]{16,64}$/;

/** The file, or a sentence. Fingerprint and name are looked up, never put into a path. */
export async function answerArtifact(given: {
  fingerprint: string;
  name: string;
  request: MachineRequest;
}): Promise<MachineAnswer> {
  const { name, request } = given;
  const fingerprint =
    given.fingerprint === newestName ? await newestFingerprint(request) : given.fingerprint;
  if (typeof fingerprint !== 'string') return fingerprint;
  if (!fingerprintForm.test(fingerprint)) return sentence(404, 'No artifact has this fingerprint.');
  let artifact = roster().artifact(fingerprint);
  if (!artifact) {
    try {
      // It may have been built in this moment.
      [artifact] = await loadArtifacts([fingerprint]);
    } catch {
      return away();
    }
  }
  if (!artifact) return sentence(404, 'No artifact has this fingerprint.');
  const file = artifact.files.find((one) => one.name === name);
  if (!file) {
    const names = artifact.files.map((one) => one.name).join(', ');
    return sentence(404, `This artifact has no such file. It has: ${names}.`);
  }
  void noteArtifactUse(fingerprint);
  return {
    kind: 'file',
    file: servedFile({ artifact, file }),
    onSent: countFor(request),
    onEnd: ({ bytes, milliseconds, whole }) => {
      if (whole) noteDownload({ request, name: file.name, bytes, milliseconds });
    },
  };
}

/** Counts what leaves for a running install: the only progress there is while kernel and initrd are fetched. */
function countFor(request: MachineRequest): ((bytes: number) => void) | undefined {
  const installId = installOfQuery(request.search);
  const install = installId ? roster().install(installId) : undefined;
  // The boot that was just counted may not be known here yet.
  if (!installId || !install || !openStates.includes(install.gate.state)) return undefined;
  return (bytes) => servedBytes().add({ installId, bytes });
}

/** The newest agent's for an architecture, which a script may name before it is built. */
async function newestFingerprint(request: MachineRequest): Promise<string | MachineAnswer> {
  const arch = new URLSearchParams(request.search).get('arch');
  try {
    return (await agentFor({ arch })).fingerprint;
  } catch (error) {
    return isAppError(error) ? sentence(404, error.message) : away();
  }
}

const nouns: Record<string, string> = { vmlinuz: 'agent kernel', 'initrd.img': 'agent initrd' };

/** One line in the timeline for each file that the machine of a running install has fetched. */
function noteDownload(given: {
  request: MachineRequest;
  name: string;
  bytes: number;
  milliseconds: number;
}): void {
  const { request, name, bytes, milliseconds } = given;
  const id = installOfQuery(request.search);
  const install = id ? roster().install(id) : undefined;
  const host = install && roster().host(install.hostId);
  if (!install || !host) return;
  bootNotes().event({
    source: 'boot',
    type: 'file-served',
    message: `Fetched the ${nouns[name] ?? name}: ${size(bytes)} in ${(milliseconds / 1000).toFixed(1)} s.`,
    hostId: host.id,
    installId: install.id,
    teamId: host.teamId,
    data: { name, bytes, milliseconds, address: request.address },
  });
}
