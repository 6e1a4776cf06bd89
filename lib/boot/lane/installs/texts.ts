/**
 * Texts of an install: sub script, answer file with its companions, pre- and
 * post-install scripts, keys. What is no template leaves byte for byte; a
 * template is rendered for the host with what the install has pinned.
 */
import { companionsOf, seedName } from '@/lib/boot/answer-files/companions';
import { answerFileHeaders } from '@/lib/boot/answer-files/media-type';
import type { MachineInstall } from '@/lib/hosts/installs/data';
import type { PinnedScript } from '@/lib/hosts/installs/schema';
import { type Dialect, kindFacts, type ScriptKind } from '@/lib/scripts/schema';
import { bootNotes } from '../../notes/notes';
import { servedBytes } from '../../notes/served-bytes';
import { away, type MachineAnswer, type MachineRequest, sentence, text } from '../exchange';
import { answerText, textOf } from '../scripts';
import { answerRendered } from './rendered';

/** One install and who asks for something of it. */
export interface Asked {
  install: MachineInstall;
  /** `http://…/api/pxeboot/installs/TOKEN`. */
  url: string;
  /** Where the machine reaches us. */
  base: string;
  request: MachineRequest;
}

/** A script of the plan, and what it is called. */
export interface AskedScript {
  script: PinnedScript;
  kind: ScriptKind;
  /** The last words of its URL: what is given by another name is the same. */
  what: string;
}

/** `sub script "Fedora"`, as the timeline and errors call it. */
export function nameOf({ script, kind }: AskedScript): string {
  return `${kindFacts[kind].noun} "${script.title}"`;
}

/** The answer for one word behind the token, or null: it is the name of no text. */
export async function answerInstallText(
  asked: Asked & { what: string },
): Promise<MachineAnswer | null> {
  const { what, install } = asked;
  const { plan } = install;
  if (what === 'script')
    return answerScriptOf(asked, { script: plan.subScript, kind: 'sub', what });
  if (what === 'kickstart') return answerKickstart(asked, null);
  if (what === 'ignition') return answerKickstart(asked, 'ignition');
  if (what === seedName) return answerKickstart(asked, 'autoinstall');
  if (what === 'authorized_keys') {
    return text({ body: plan.sshKeys.map((key) => `${key}\n`).join('') });
  }
  const companion = companionsOf({
    dialect: plan.kickstart?.dialect ?? null,
    instanceId: install.id,
    hostname: plan.host?.name ?? install.host.name,
  }).find(({ name }) => name === what);
  if (!companion) return null;
  return text({
    body: companion.text,
    headers: answerFileHeaders({ kind: 'kickstart', dialect: plan.kickstart?.dialect ?? null }),
  });
}

/** A pre- or post-install script by its id. */
export function answerListed(
  asked: Asked & { segment: 'preinstallscripts' | 'postinstallscripts'; id: string },
): Promise<MachineAnswer> {
  const { install, segment, id } = asked;
  const { preScripts, postScripts } = install.plan;
  const kind = segment === 'preinstallscripts' ? 'pre' : 'post';
  const script = (kind === 'pre' ? preScripts : postScripts).find((one) => one.id === id) ?? null;
  return answerScriptOf(asked, { script, kind, what: `${segment}/${id}` });
}

/** The answer file; `only`: for the URL of one dialect. All its URLs are one text to the gate. */
async function answerKickstart(asked: Asked, only: Dialect | null): Promise<MachineAnswer> {
  const { kickstart: script } = asked.install.plan;
  if (!script) return sentence(404, 'This install has no kickstart.');
  if (only && script.dialect !== only) {
    const name = script.dialect ?? 'kickstart';
    return sentence(
      404,
      `The kickstart "${script.title}" is ${name}, not ${only}: fetch it as "kickstart".`,
    );
  }
  const answer = await answerScriptOf(asked, { script, kind: 'kickstart', what: 'kickstart' });
  const given = answer.kind === 'text' && answer.status === 200;
  if (given && asked.request.method === 'GET') noteKickstart(asked, script);
  return answer;
}

async function answerScriptOf(
  asked: Asked,
  given: { script: PinnedScript | null; kind: ScriptKind; what: string },
): Promise<MachineAnswer> {
  const { script, kind, what } = given;
  const { install, request } = asked;
  if (!script) return sentence(404, 'This install has no such script.');
  const held = await textOf({ scriptId: script.id, revision: script.revision });
  if (held === 'away') return away();
  if (!held) return sentence(404, `Revision ${script.revision} of "${script.title}" is gone.`);
  const answer = script.template
    ? await answerRendered({ ...asked, script, kind, what, text: held.bytes.toString('utf8') })
    : answerText({ held, request });
  if (answer.status === 200) {
    Object.assign(answer.headers, answerFileHeaders({ kind, dialect: script.dialect }));
    if (request.method === 'GET') {
      servedBytes().add({ installId: install.id, bytes: Buffer.byteLength(answer.body) });
    }
  }
  return answer;
}

function noteKickstart({ install, request }: Asked, script: PinnedScript): void {
  bootNotes().event({
    source: 'boot',
    type: 'kickstart-served',
    message: `The installer fetched the kickstart "${script.title}", revision ${script.revision}.`,
    hostId: install.host.id,
    installId: install.id,
    teamId: install.host.teamId,
    data: { address: request.address },
  });
}
