/** Wishes that are answered when they have come true, or when it is clear why they have not. */
import type { Actor } from '@/lib/auth/actor';
import { waitFor } from '@/lib/core/changes';
import { AppError } from '@/lib/core/errors';
import {
  anyWorker,
  dnsmasqStatus,
  networkView,
  partStatus,
  savedNetworkSettings,
  serviceState,
  withoutCards,
} from './data';
import { anyWanted, changeNetwork, switchDns, switchPxe } from './mutations';
import { dnsmasqService, type NetworkChange, type ServiceStatus } from './schema';
import type { Part } from './service-status';

/** Milliseconds that a request waits for the worker. */
const patience = 5_000;

/**
 * Turns DNS, or DHCP and TFTP, on or off, and waits up to five seconds for
 * the observed state to follow. What comes back tells both.
 */
export async function switchAndFollow(given: {
  actor: Actor;
  part: Part;
  on: boolean;
  signal?: AbortSignal;
}): Promise<ServiceStatus> {
  const { actor, part, on, signal } = given;
  const before = await partStatus(part);
  await (part === 'dns' ? switchDns({ actor, on }) : switchPxe({ actor, on }));
  // Where nobody acts, nothing is to be waited for.
  if (!(await anyWorker())) return partStatus(part);
  const settled = await waitFor({
    timeout: patience,
    signal,
    check: async () => {
      const now = await partStatus(part);
      if (!on) return now.observed === 'off' ? now : undefined;
      // An old failure is not yet the answer to a new wish.
      const fresh = now.since !== before.since || before.wanted;
      const failed = now.observed === 'failed' || now.observed === 'backing-off';
      return now.observed === 'on' || (failed && fresh) ? now : undefined;
    },
  });
  return settled ?? (await partStatus(part));
}

/**
 * Changes settings, and gives the configuration once it is in force; where
 * nothing is turned on, the one that would be. Throws ERR_NOT_CONFIGURED
 * where the settings make none, with the reason.
 */
export async function changeAndFollow(given: {
  actor: Actor;
  change: NetworkChange;
  signal?: AbortSignal;
}): Promise<string> {
  const { actor, change, signal } = given;
  const settings = await changeNetwork({ actor, change });
  const { config, problem } = await networkView({ actor });
  if (config === null) {
    throw new AppError({
      class: 'conflict',
      code: 'ERR_NOT_CONFIGURED',
      message: `The settings are kept, but make no configuration yet: ${problem}`,
    });
  }
  if (!anyWanted(settings) || !(await anyWorker())) return config;
  await waitFor({
    timeout: patience,
    signal,
    check: async () => {
      const state = await serviceState(dnsmasqService);
      if (state?.config === config) return true;
      const { observed, reason } = await dnsmasqStatus();
      return observed === 'failed' || (observed === 'on' && reason) ? true : undefined;
    },
  });
  return (await serviceState(dnsmasqService))?.config ?? config;
}

/** The configuration in force, or that the settings make. Throws ERR_DNS_SCRIPT_NOT_FOUND before the first settings. */
export async function configurationInForce({ actor }: { actor: Actor }): Promise<string> {
  const state = await serviceState(dnsmasqService);
  if (state?.config) return withoutCards({ actor, config: state.config });
  const saved = await savedNetworkSettings();
  const { config } = await networkView({ actor });
  if (saved && config) return config;
  throw new AppError({
    class: 'notFound',
    code: 'ERR_DNS_SCRIPT_NOT_FOUND',
    message: 'There is no configuration yet. PUT one here first.',
  });
}

/** The hosts text. Throws ERR_HOSTS_NOT_FOUND before the first one. */
export async function hostsText(): Promise<string> {
  const text = (await savedNetworkSettings())?.dns.hosts ?? null;
  if (text !== null) return text;
  throw new AppError({
    class: 'notFound',
    code: 'ERR_HOSTS_NOT_FOUND',
    message: 'There are no hosts yet. PUT some here first.',
  });
}
