/**
 * The private URLs of one install, for whoever holds its token. Each asks the
 * gate; what may be given is given from memory, so that an install that has
 * begun goes on while the store is away.
 */
import { reasonOf } from '@/lib/core/errors';
import { isUuid } from '@/lib/core/ids';
import { logger } from '@/lib/core/log';
import { type MachineInstall, readMachineInstall } from '@/lib/hosts/installs/data';
import { serves } from '@/lib/hosts/installs/gate';
import { readInstallToken } from '@/lib/hosts/installs/token';
import { roster } from '../roster/roster';
import { baseFor } from './base';
import { away, type MachineAnswer, type MachineRequest, sentence } from './exchange';
import { answerImage, answerNode } from './installs/files';
import { answerLocalNode } from './installs/local-node';
import { answerPlan } from './installs/plan';
import { answerReport } from './installs/report';
import { type Asked, answerInstallText, answerListed } from './installs/texts';

/** Answers `installs/TOKEN/…`; `rest` is what follows the token. */
export async function answerInstallUrl(given: {
  token: string;
  rest: string[];
  request: MachineRequest;
}): Promise<MachineAnswer> {
  const { token, rest, request } = given;
  const id = readInstallToken(token);
  if (!id) return sentence(404, 'This is no install of ours: its token is not signed by us.');
  const [what = ''] = rest;
  if (rest.length === 1 && what === 'events') return answerReport({ id, request });
  if (rest.length === 1 && what === 'localnode') return answerLocalNode({ id, request });
  if (request.method !== 'GET' && request.method !== 'HEAD') return onlyReading();
  try {
    const install = await servedInstall(id);
    if ('kind' in install) return install;
    const { publicUrl } = roster().settings;
    const base = baseFor({ publicUrl, host: request.header('host') });
    const url = `${base}/api/pxeboot/installs/${token}`;
    const answer = await answerReading({ install, url, base, request }, rest);
    return answer ?? sentence(404, `An install has no "${rest.join('/').slice(0, 60)}".`);
  } catch (error) {
    logger('lane').warn({ install: id, what, reason: reasonOf(error) }, 'an install was not read');
    return away();
  }
}

async function answerReading(asked: Asked, rest: string[]): Promise<MachineAnswer | null> {
  const [what = '', id = ''] = rest;
  if (rest.length === 2) {
    const listed = what === 'preinstallscripts' || what === 'postinstallscripts';
    return listed ? answerListed({ ...asked, segment: what, id }) : null;
  }
  if (rest.length !== 1) return null;
  if (what === 'plan') return answerPlan(asked);
  if (what === 'image') return answerImage(asked.install);
  if (what === 'node') return answerNode(asked.install);
  return answerInstallText({ ...asked, what });
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

/** The install's id in a file's URL, which only names whose timeline it belongs to. */
export function installOfQuery(search: string): string | null {
  const id = new URLSearchParams(search).get('install');
  return id && isUuid(id) ? id : null;
}
