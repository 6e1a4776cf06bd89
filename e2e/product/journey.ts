/**
 * The way from a fresh installation to a machine that can be installed, by
 * the REST API: what a person does on the first day, step by step.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { wire } from '@/e2e/lab/namespace';
import type { Api } from '@/e2e/product/api';
import type { EventView } from '@/lib/events/schema';
import type { InstallSummary } from '@/lib/hosts/installs/schema';
import type { ProfileDetail } from '@/lib/hosts/profiles/schema';
import type { HostDetail, NewHost } from '@/lib/hosts/schema';
import type { Stranger } from '@/lib/hosts/strangers/schema';

/** How far something is that takes long. */
export interface Progress {
  state: string;
  step: string | null;
  /** 0 to 1. */
  progress: number;
  reason: string | null;
  reused?: boolean;
}

type OnProgress = (progress: Progress) => void;

interface BuildRow extends Progress {
  id: string;
  kind: string;
  title: string;
}

interface ImageRow extends Progress {
  id: string;
  name: string;
  size: number | null;
  source: { kind: string; buildId?: string };
}

/** Asks until `look` gives something; throws what it was about after `limit` milliseconds. */
export async function until<T>(given: {
  what: string;
  limit: number;
  signal?: AbortSignal;
  every?: number;
  look: () => Promise<T | null | undefined | false>;
}): Promise<T> {
  const end = Date.now() + given.limit;
  for (;;) {
    given.signal?.throwIfAborted();
    const found = await given.look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`Not within ${given.limit / 1000} s: ${given.what}.`);
    await sleep(given.every ?? 300, undefined, { signal: given.signal });
  }
}

/** Serves DHCP, DNS and TFTP on the lab's bridge, and waits until dnsmasq does. */
export async function serveTheWire(given: { api: Api; signal?: AbortSignal }): Promise<void> {
  const { api, signal } = given;
  await until({
    what: `the worker has told of ${wire.bridge}`,
    limit: 60_000,
    signal,
    look: async () => {
      const view = await api.get<{ interfaces: { name: string }[] }>('/api/network');
      return view.interfaces.some(({ name }) => name === wire.bridge);
    },
  });
  await api.put('/api/network', {
    interface: wire.bridge,
    dhcp: { mode: 'full' },
    tftp: { enabled: true },
    dns: { enabled: true },
  });
  await untilServing(given);
}

/** Waits until dnsmasq is on. */
export async function untilServing({ api, signal }: { api: Api; signal?: AbortSignal }) {
  await until({
    what: 'dnsmasq is on',
    limit: 60_000,
    signal,
    look: async () => {
      const status = await api.get<{ observed: string; reason: string | null }>(
        '/api/pxeboot/status',
      );
      if (status.observed === 'failed') throw new Error(`dnsmasq failed: ${status.reason}`);
      return status.observed === 'on';
    },
  });
}

/** Waits until the newest build of a kind is done; throws with its reason and log when it fails. */
export async function untilBuilt(given: {
  api: Api;
  kind: 'loaders' | 'agent';
  signal?: AbortSignal;
  limit?: number;
  onProgress?: OnProgress;
}): Promise<BuildRow> {
  const { api, kind, signal, onProgress } = given;
  return until({
    what: `the build of ${kind}`,
    limit: given.limit ?? 15 * 60_000,
    signal,
    look: async () => {
      const [build] = await api.get<BuildRow[]>(`/api/builds?kind=${kind}&limit=1`);
      if (!build) return null;
      onProgress?.(build);
      if (build.state === 'failed' || build.state === 'cancelled') {
        throw new Error(`${build.title} ${build.state}: ${build.reason}`);
      }
      return build.state === 'done' ? build : null;
    },
  });
}

/** Has the ready Debian image built, and waits for it. */
export async function makeDebianImage(given: {
  api: Api;
  name?: string;
  signal?: AbortSignal;
  onProgress?: OnProgress;
}): Promise<ImageRow> {
  const { api, signal, onProgress } = given;
  const asked = await api.post<ImageRow>('/api/images', {
    name: given.name ?? 'Debian',
    // The machines of the lab are virtual: half as much to write and to boot.
    build: { kernel: 'cloud' },
  });
  return until({
    what: 'the image',
    limit: 20 * 60_000,
    signal,
    look: async () => {
      const image = await api.get<ImageRow>(`/api/images/${asked.id}`);
      onProgress?.(image);
      if (image.state === 'failed') throw new Error(`The image failed: ${image.reason}`);
      return image.state === 'ready' ? image : null;
    },
  });
}

/** Waits until what machines are handed over TFTP carries our public address and the bootloaders. */
export async function untilPublished({ api, signal }: { api: Api; signal?: AbortSignal }) {
  await until({
    what: 'the main script and the bootloaders are published',
    limit: 60_000,
    signal,
    look: async () => {
      const answer = await api.raw('/api/pxeboot/autoexec.ipxe');
      return answer.ok && (await answer.text()).includes(api.base);
    },
  });
}

export function createProfile(given: {
  api: Api;
  name: string;
  imageId?: string;
  subScriptId?: string;
  kickstartId?: string;
  parameters?: Record<string, string>;
  preScriptIds?: string[];
  postScriptIds?: string[];
}): Promise<ProfileDetail> {
  const { api, ...input } = given;
  return api.post('/api/profiles', input);
}

export function createHost(given: { api: Api } & Partial<NewHost>): Promise<HostDetail> {
  const { api, ...input } = given;
  return api.post('/api/hosts', input);
}

/** Waits until a machine with this MAC has shown itself. */
export function untilSeen(given: {
  api: Api;
  mac: string;
  limit: number;
  signal?: AbortSignal;
}): Promise<Stranger> {
  const { api, mac } = given;
  return until({
    ...given,
    what: `a stranger with ${mac}`,
    look: async () =>
      (await api.get<Stranger[]>('/api/machines')).find(({ macs }) => macs.includes(mac)),
  });
}

export function acceptStranger(given: {
  api: Api;
  mac: string;
  host: Partial<NewHost>;
}): Promise<HostDetail> {
  return given.api.post(`/api/machines/${given.mac}/accept`, given.host);
}

export function authorise(given: {
  api: Api;
  hostId: string;
  overwrite?: boolean;
}): Promise<InstallSummary> {
  const { api, hostId, overwrite = false } = given;
  return api.post(`/api/hosts/${hostId}/install`, { overwrite });
}

export function readInstall(given: { api: Api; hostId: string }): Promise<InstallSummary | null> {
  return given.api
    .get<InstallSummary[]>(`/api/hosts/${given.hostId}/installs`)
    .then(([newest]) => newest ?? null);
}

/** Waits until the install has left the open states; throws after `limit` with where it stood. */
export async function untilEnded(given: {
  api: Api;
  hostId: string;
  limit: number;
  signal?: AbortSignal;
}): Promise<InstallSummary> {
  let last: InstallSummary | null = null;
  try {
    return await until({
      ...given,
      what: 'the install has ended',
      every: 500,
      look: async () => {
        // The product may be killed in the middle: no answer is no end.
        last = await readInstall(given).catch(() => last);
        return last && ['installed', 'failed', 'expired', 'cancelled'].includes(last.state)
          ? last
          : null;
      },
    });
  } catch (error) {
    throw new Error(`${String(error)} It is ${JSON.stringify(last)}.`);
  }
}

/** Waits until the host's timeline has an event of that type, and gives it. */
export function untilEvent(given: {
  api: Api;
  hostId: string;
  type: string;
  limit: number;
  /** Only events after this number. */
  after?: string;
}): Promise<EventView> {
  const { api, hostId, type, limit, after } = given;
  return until({
    what: `the event "${type}"`,
    limit,
    look: async () => {
      const events = await hostEvents({ api, hostId }).catch(() => [] as EventView[]);
      return events.find((event) => event.type === type && Number(event.id) > Number(after ?? 0));
    },
  });
}

/** The host's timeline, newest first. */
export function hostEvents(given: { api: Api; hostId: string }): Promise<EventView[]> {
  return given.api.get(`/api/events?hostId=${given.hostId}&limit=1000`);
}
