/** Brings into the roster what has changed in the store. */
import { loadLinks, loadMedia } from '../media/data';
import {
  loadAll,
  loadArtifacts,
  loadEnrolments,
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
  // First: who is kept out must not wait for anything.
  await readEnrolments(roster, [...dirty.enrolments]);
  await readHosts(roster, [...dirty.hosts]);
  await readScripts(roster, [...dirty.scripts]);
  await readArtifacts(roster, [...dirty.artifacts]);
  await readMedia(roster, [...dirty.media]);
  await readLinks(roster, [...dirty.links]);
  // After the scripts: an install may have pinned a revision that is new too.
  await readInstalls(roster, [...dirty.installs]);
  if (dirty.settings) roster.putSettings(await loadSettings());
}

async function readEnrolments(roster: Roster, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  const enrolments = await loadEnrolments(ids);
  for (const id of missing(ids, enrolments, 'id')) roster.removeEnrolment(id);
  for (const enrolment of enrolments) roster.putEnrolment(enrolment);
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

/** Builds of all kinds come by here; what is no finished medium (yet, or any more) goes. */
async function readMedia(roster: Roster, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  const media = await loadMedia(ids);
  for (const id of missing(ids, media, 'id')) roster.removeMedium(id);
  for (const medium of media) roster.putMedium(medium);
}

async function readLinks(roster: Roster, names: string[]): Promise<void> {
  if (names.length === 0) return;
  const links = await loadLinks(names);
  for (const name of missing(names, links, 'name')) roster.removeLink(name);
  for (const link of links) roster.putLink(link);
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
