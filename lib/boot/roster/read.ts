/** Brings into the roster what has changed in the store. */
import {
  loadAll,
  loadArtifacts,
  loadHosts,
  loadInstalls,
  loadScripts,
  loadSettings,
  loadTexts,
} from './data';
import type { DirtyKeys } from './dirty';
import type { Roster } from './roster';

/** Reads what is dirty. Throws when the store is away; then everything has to be read again. */
export async function readInto(roster: Roster, dirty: DirtyKeys): Promise<void> {
  if (dirty.all) {
    roster.replace(await loadAll());
    roster.state = 'live';
    await readPinned(roster);
    return;
  }
  await readHosts(roster, [...dirty.hosts]);
  await readScripts(roster, [...dirty.scripts]);
  await readArtifacts(roster, [...dirty.artifacts]);
  // After the scripts: an install may have pinned a revision that is new too.
  await readInstalls(roster, [...dirty.installs]);
  if (dirty.settings) roster.putSettings(await loadSettings());
}

async function readHosts(roster: Roster, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  const hosts = await loadHosts(ids);
  for (const id of missing(ids, hosts, 'id')) roster.removeHost(id);
  for (const host of hosts) roster.putHost(host);
}

async function readInstalls(roster: Roster, hostIds: string[]): Promise<void> {
  if (hostIds.length === 0) return;
  const installs = await loadInstalls(hostIds);
  for (const id of missing(hostIds, installs, 'hostId')) roster.removeInstallOf(id);
  for (const install of installs) roster.putInstall(install);
  await readPinned(roster);
}

async function readScripts(roster: Roster, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  const scripts = await loadScripts(ids);
  const texts = await loadTexts(scripts);
  for (const id of missing(ids, scripts, 'id')) roster.removeScript(id);
  for (const text of texts) roster.putText(text);
  for (const script of scripts) roster.putScript(script);
}

async function readArtifacts(roster: Roster, fingerprints: string[]): Promise<void> {
  if (fingerprints.length === 0) return;
  const artifacts = await loadArtifacts(fingerprints);
  for (const gone of missing(fingerprints, artifacts, 'fingerprint')) roster.removeArtifact(gone);
  for (const artifact of artifacts) roster.putArtifact(artifact);
}

/** Old revisions that an install has pinned are served too, even while the store is away. */
async function readPinned(roster: Roster): Promise<void> {
  const wanted = roster.pinned().filter(({ id, revision }) => !roster.texts.has(id, revision));
  for (const text of await loadTexts(wanted)) roster.putText(text);
}

function missing<Key extends string>(
  asked: string[],
  found: Record<Key, string>[],
  key: Key,
): string[] {
  const there = new Set(found.map((one) => one[key]));
  return asked.filter((one) => !there.has(one));
}
