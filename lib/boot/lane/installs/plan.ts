/** `GET installs/TOKEN/plan`: what the agent is to do. */
import { type MachineInstall, pinnedHashes } from '@/lib/hosts/installs/data';
import type { PinnedScript } from '@/lib/hosts/installs/schema';
import { roster } from '../../roster/roster';
import { json, type MachineAnswer } from '../exchange';

/** The plan. `url`: of the install, without a slash at its end. */
export async function answerPlan(given: {
  install: MachineInstall;
  url: string;
}): Promise<MachineAnswer> {
  const { install, url } = given;
  const { plan, host } = install;
  const hashes = await hashesOf([...plan.preScripts, ...plan.postScripts]);
  const scripts = (list: PinnedScript[], segment: string) =>
    list.map(({ id, revision, title, template }) => ({
      id,
      title,
      url: `${url}/${segment}/${id}`,
      // What a template becomes is not known before it is rendered.
      sha256: template ? null : (hashes.get(`${id}/${revision}`) ?? null),
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
      domain: roster().settings.domain,
      parameters: plan.parameters,
    },
    image: plan.image && {
      url: `${url}/image`,
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
