/** Our half of the power-on bench: the product, with a host whose install is authorised. */
import { randomBytes } from 'node:crypto';
import type { Machine } from '@/e2e/lab/machine';
import type { Api } from '@/e2e/product/api';
import { lastEvent } from '@/e2e/product/follow';
import {
  authorise,
  createHost,
  createProfile,
  serveTheWire,
  until,
  untilBuilt,
  untilEvent,
  untilPublished,
  untilServing,
} from '@/e2e/product/journey';

export interface Ours {
  api: Api;
  hostId: string;
}

/** Serves the wire, waits for the builds, and makes a host; the wire is then left to others. */
export async function prepareOurs({ api, mac }: { api: Api; mac: string }): Promise<Ours> {
  await serveTheWire({ api });
  await untilBuilt({ api, kind: 'loaders' });
  await untilBuilt({ api, kind: 'agent' });
  await untilPublished({ api });
  const imageId = await anyImage(api);
  const profile = await createProfile({ api, name: 'measured', imageId });
  const host = await createHost({ api, name: 'measured', macs: [mac], profileId: profile.id });
  await switchOff(api);
  return { api, hostId: host.id };
}

/** Seconds from power-on to the agent's first word. */
export async function measureOurs(
  given: Ours & { newMachine: () => Promise<Machine>; limit: number },
): Promise<number> {
  const { api, hostId, newMachine, limit } = given;
  await api.put('/api/pxeboot/status', { on: true });
  await untilServing({ api });
  await authorise({ api, hostId });
  const after = await lastEvent(api);
  const machine = await newMachine();
  try {
    const started = Date.now();
    await machine.powerOn();
    const event = await untilEvent({ api, hostId, type: 'agent-started', limit, after });
    return (Date.parse(event.at) - started) / 1000;
  } finally {
    await machine.remove();
    // Once it has claimed its disk it is past cancelling; then it has ended as failed.
    await api.delete(`/api/hosts/${hostId}/install`).catch(() => {});
    await switchOff(api);
  }
}

async function switchOff(api: Api): Promise<void> {
  await api.put('/api/pxeboot/status', { on: false });
  await api.put('/api/dns/status', { on: false });
  await until({
    what: 'dnsmasq is off',
    limit: 20_000,
    look: async () =>
      (await api.get<{ observed: string }>('/api/pxeboot/status')).observed === 'off',
  });
}

/** The smallest thing that is an image: nobody gets as far as to write it. */
async function anyImage(api: Api): Promise<string> {
  const answer = await api.raw('/api/images/upload?name=measured', {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: randomBytes(1024 * 1024),
  });
  if (!answer.ok) throw new Error(`The upload was refused: ${await answer.text()}`);
  const { id } = (await answer.json()) as { id: string };
  await until({
    what: 'the image is ready',
    limit: 60_000,
    look: async () => (await api.get<{ state: string }>(`/api/images/${id}`)).state === 'ready',
  });
  return id;
}
