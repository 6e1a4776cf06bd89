/**
 * What a template can name, made of what is known of a host, of the plan that
 * was pinned for it, and of where the machine reaches us. Pure.
 */
import type { Variables } from '@/lib/scripts/template/schema';
import { normalArch } from './plan/arch';
import type { InstallPlan, PinnedHost } from './schema';

/** A host, or a machine that is none: then all that is not told is null. */
export interface HostFacts {
  name: string | null;
  /** The first one is `host.mac`. */
  macs: string[];
  /** Reserved for it. */
  address: string | null;
  uuid: string | null;
  serial: string | null;
  /** By any name that it goes by. */
  arch: string | null;
  firmware: string | null;
  labels: Record<string, string>;
}

/** The parts of a plan that templates see; a preview has them without an install. */
export interface TemplatePlan
  extends Pick<
    InstallPlan,
    'parameters' | 'subScript' | 'kickstart' | 'preScripts' | 'postScripts' | 'sshKeys' | 'links'
  > {
  profile: { name: string; parameters: Record<string, string> } | null;
}

/** A host as templates of an install see it: what people wrote as it was pinned, what the machine tells as it is now. */
export function pinnedFacts(given: { live: HostFacts; pinned: PinnedHost | null }): HostFacts {
  return { ...given.live, ...given.pinned };
}

/**
 * The variables. `base`: where the machine reaches us, without a slash at its
 * end. `installPath`: `/api/pxeboot/installs/TOKEN`; null where there is no
 * install, and then its addresses are not known, and scripts are named by
 * their ids, for this host.
 */
export function templateVariables(given: {
  host: HostFacts;
  plan: TemplatePlan;
  base: string;
  installPath: string | null;
  secrets: Record<string, string>;
}): Variables {
  const { host, plan, base, installPath, secrets } = given;
  const [mac = null] = host.macs;
  return {
    host: {
      name: host.name,
      mac,
      macs: host.macs,
      ip: host.address,
      uuid: host.uuid,
      serial: host.serial,
      arch: host.arch && normalArch(host.arch),
      firmware: host.firmware,
      labels: host.labels,
      params: plan.parameters,
    },
    profile: { name: plan.profile?.name ?? null, params: plan.profile?.parameters ?? {} },
    urls: installPath
      ? urlsOfInstall({ plan, base, install: base + installPath, mac })
      : urlsById({ plan, base, mac }),
    ssh_keys: plan.sshKeys,
    secrets,
  };
}

interface UrlParts {
  plan: TemplatePlan;
  base: string;
  mac: string | null;
}

function urlsOfInstall(given: UrlParts & { install: string }): Variables['urls'] {
  const { plan, base, install, mac } = given;
  const { subScript, kickstart, preScripts, postScripts } = plan;
  const below = (segment: string) => (script: { id: string; title: string }) => ({
    title: script.title,
    url: `${install}/${segment}/${script.id}`,
  });
  const pre = preScripts.map(below('preinstallscripts'));
  const post = postScripts.map(below('postinstallscripts'));
  const own = [
    ...[...post, ...pre].map(({ title, url }) => [title, url]),
    ...(kickstart ? [[kickstart.title, `${install}/kickstart`]] : []),
    ...(subScript ? [[subScript.title, `${install}/script`]] : []),
  ];
  return {
    base,
    boot: `${base}/api/pxeboot/boot`,
    install,
    kickstart: kickstart && `${install}/kickstart`,
    events: `${install}/events`,
    authorized_keys: `${install}/authorized_keys`,
    node: `${install}/node`,
    mirror: `${base}/mirrors`,
    scripts: { ...linksOf({ plan, base, mac }), ...Object.fromEntries(own) },
    pre,
    post,
  };
}

function urlsById(given: UrlParts): Variables['urls'] {
  const { plan, base, mac } = given;
  const byId = (segment: string) => (script: { id: string; title: string }) => ({
    title: script.title,
    url: withMac(`${base}/api/pxeboot/${segment}/${script.id}`, mac),
  });
  return {
    base,
    boot: `${base}/api/pxeboot/boot`,
    install: null,
    kickstart: plan.kickstart && byId('kickstarts')(plan.kickstart).url,
    events: null,
    authorized_keys: null,
    node: null,
    mirror: `${base}/mirrors`,
    scripts: linksOf(given),
    pre: plan.preScripts.map(byId('preinstallscripts')),
    post: plan.postScripts.map(byId('postinstallscripts')),
  };
}

/** Every other script of the team, by its id: the id is the right to read it. */
function linksOf({ plan, base, mac }: UrlParts): Record<string, string> {
  return Object.fromEntries(
    Object.entries(plan.links).map(([title, path]) => [title, withMac(base + path, mac)]),
  );
}

/** A template by its id is rendered for whom the query names. */
function withMac(url: string, mac: string | null): string {
  return mac ? `${url}?mac=${mac}` : url;
}
