/**
 * The private URLs of one install, for whoever holds its token. Each asks the
 * gate; what may be given is given from memory, so that an install that has
 * begun goes on while the store is away.
 */
import path from 'node:path';
import { dataPath } from '@/lib/core/env';
import { isAppError, reasonOf } from '@/lib/core/errors';
import { isUuid } from '@/lib/core/ids';
import { logger } from '@/lib/core/log';
import { type MachineInstall, pinnedHashes, readMachineInstall } from '@/lib/hosts/installs/data';
import { serves } from '@/lib/hosts/installs/gate';
import { takeReport } from '@/lib/hosts/installs/reports/mutations';
import { agentEvent, type PinnedScript } from '@/lib/hosts/installs/schema';
import { readInstallToken } from '@/lib/hosts/installs/token';
import { bootNotes } from '../notes/notes';
import { servedBytes } from '../notes/served-bytes';
import { roster } from '../roster/roster';
import { baseFor } from './base';
import { away, json, type MachineAnswer, type MachineRequest, sentence } from './exchange';
import { answerText, textOf } from './scripts';

/** Largest report, in bytes: the output of a script is at most 64 KiB, escaped. */
const reportLimit = 256 * 1024;

/** Answers `installs/TOKEN/…`; `rest` is what follows the token. */
export async function answerInstallUrl(given: {
  token: string;
  rest: string[];
  request: MachineRequest;
}): Promise<MachineAnswer> {
  const { token, rest, request } = given;
  const id = readInstallToken(token);
  if (!id) return sentence(404, 'This is no install of ours: its token is not signed by us.');
  const [what = '', item] = rest;
  if (what === 'events' && rest.length === 1) return answerReport({ id, request });
  if (request.method !== 'GET' && request.method !== 'HEAD') return onlyReading();
  try {
    const install = await servedInstall(id);
    if ('kind' in install) return install;
    if (rest.length === 1 && what === 'plan') return answerPlan({ install, token, request });
    if (rest.length === 1 && what === 'image') return answerImage(install);
    if (rest.length === 1 && what === 'kickstart') {
      return answerPinned({ install, script: install.plan.kickstart, request, what });
    }
    if (
      rest.length === 2 &&
      item &&
      (what === 'preinstallscripts' || what === 'postinstallscripts')
    ) {
      const { preScripts, postScripts } = install.plan;
      const all = what === 'preinstallscripts' ? preScripts : postScripts;
      const script = all.find((one) => one.id === item) ?? null;
      return answerPinned({ install, script, request, what: null });
    }
    return sentence(404, `An install has no "${what.slice(0, 60)}".`);
  } catch (error) {
    logger('lane').warn({ install: id, what, reason: reasonOf(error) }, 'an install was not read');
    return away();
  }
}

function onlyReading(): MachineAnswer {
  const answer = sentence(405, 'This URL can only be read.');
  answer.headers.Allow = 'GET, HEAD';
  return answer;
}

/** The install, from memory where that says yes; else the store has the last word. */
async function servedInstall(id: string): Promise<MachineInstall | MachineAnswer> {
  const held = roster().install(id);
  const host = held && roster().host(held.hostId);
  if (held && host && serves(held.gate).ok) return { ...held, host };
  const install = await readMachineInstall(id);
  if (!install) return sentence(410, 'This install is gone: its host was removed.');
  const gate = serves(install.gate);
  return gate.ok ? install : sentence(410, gate.reason);
}

/** What the agent is to do. */
async function answerPlan(given: {
  install: MachineInstall;
  token: string;
  request: MachineRequest;
}): Promise<MachineAnswer> {
  const { install, token, request } = given;
  const { plan, host } = install;
  const { publicUrl, domain } = roster().settings;
  const base = `${baseFor({ publicUrl, host: request.header('host') })}/api/pxeboot/installs/${token}`;
  const hashes = await hashesOf([...plan.preScripts, ...plan.postScripts]);
  const scripts = (list: PinnedScript[], segment: string) =>
    list.map(({ id, revision, title }) => ({
      id,
      title,
      url: `${base}/${segment}/${id}`,
      sha256: hashes.get(`${id}/${revision}`) ?? null,
    }));
  return json({
    install: install.id,
    mode: 'install',
    host: {
      name: host.name,
      mac: host.macs[0] ?? null,
      // The installed system asks DHCP, which has the host's address reserved.
      address: null,
      prefix: null,
      router: null,
      dns: [],
      domain,
      parameters: plan.parameters,
    },
    image: plan.image && {
      url: `${base}/image`,
      size: plan.image.size,
      sha256: plan.image.sha256,
      format: plan.image.served,
      rawSize: plan.image.rawSize,
      rawSha256: plan.image.rawSha256,
    },
    disk: { ...plan.disk, overwrite: install.gate.overwrite },
    sshKeys: plan.sshKeys,
    preScripts: scripts(plan.preScripts, 'preinstallscripts'),
    postScripts: scripts(plan.postScripts, 'postinstallscripts'),
  });
}

async function hashesOf(scripts: PinnedScript[]): Promise<Map<string, string>> {
  const { texts } = roster();
  const known = new Map<string, string>();
  for (const { id, revision } of scripts) {
    const held = texts.get(id, revision);
    if (held) known.set(`${id}/${revision}`, held.sha256);
  }
  const missing = scripts.filter(({ id, revision }) => !known.has(`${id}/${revision}`));
  return missing.length === 0 ? known : new Map([...known, ...(await pinnedHashes(missing))]);
}

/** The image's bytes, counted as they leave. */
function answerImage(install: MachineInstall): MachineAnswer {
  const { image } = install.plan;
  if (!image) return sentence(404, 'This install writes no image.');
  const folder = dataPath();
  const file = path.resolve(folder, image.file);
  // The store says where it is; that it is within our folder is checked all the same.
  if (!file.startsWith(folder + path.sep)) return sentence(404, 'The image is not there.');
  return {
    kind: 'file',
    file: { path: file, size: image.size, sha256: image.sha256, type: 'application/octet-stream' },
    onSent: (bytes) => servedBytes().add({ installId: install.id, bytes }),
  };
}

async function answerPinned(given: {
  install: MachineInstall;
  script: PinnedScript | null;
  request: MachineRequest;
  what: 'kickstart' | null;
}): Promise<MachineAnswer> {
  const { install, script, request, what } = given;
  if (!script) return sentence(404, 'This install has no such script.');
  const held = await textOf({ scriptId: script.id, revision: script.revision });
  if (held === 'away') return away();
  if (!held) return sentence(404, `Revision ${script.revision} of "${script.title}" is gone.`);
  if (what === 'kickstart' && request.method === 'GET') {
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
  return answerText({ held, request });
}

/** `POST installs/TOKEN/events`. */
async function answerReport(given: {
  id: string;
  request: MachineRequest;
}): Promise<MachineAnswer> {
  const { id, request } = given;
  if (request.method !== 'POST') {
    return json({ ok: false, reason: 'Reports are sent by POST, as JSON.' }, 405);
  }
  const read = await readReport(request);
  if (!read.ok) return json(read, read.status);
  try {
    const answer = await takeReport({ installId: id, event: read.event });
    if (!answer) return json({ ok: false, reason: 'This install is gone.' }, 410);
    return json(answer, answer.ok ? 200 : 409);
  } catch (error) {
    logger('lane').warn({ install: id, reason: reasonOf(error) }, 'a report could not be kept');
    return json({ ok: false, reason: 'The database is away. Report again in some seconds.' }, 503);
  }
}

async function readReport(request: MachineRequest) {
  const refused = (status: number, reason: string) => ({ ok: false as const, status, reason });
  let value: unknown;
  try {
    value = JSON.parse(await request.body(reportLimit));
  } catch (error) {
    if (isAppError(error)) return refused(error.status, error.message);
    return refused(400, `The report is not JSON: ${reasonOf(error)}`);
  }
  const parsed = agentEvent.safeParse(value);
  if (parsed.success) return { ok: true as const, event: parsed.data };
  const problems = parsed.error.issues.map(
    (issue) => `${issue.path.join('.') || 'report'}: ${issue.message}`,
  );
  return refused(422, problems.join('; ').slice(0, 1_000));
}

/** The install's id in a file's URL, which only names whose timeline it belongs to. */
export function installOfQuery(search: string): string | null {
  const id = new URLSearchParams(search).get('install');
  return id && isUuid(id) ? id : null;
}
