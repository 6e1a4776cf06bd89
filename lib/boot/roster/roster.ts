/**
 * The roster: what the machine lane answers from. Everything is in memory and
 * indexed by what machines tell, so that an answer costs the same with one
 * host and with ten thousand.
 */

import { isDeepStrictEqual } from 'node:util';
import { shared } from '@/lib/core/shared';
import { usableSerial, usableUuid, uuidKey } from '@/lib/hosts/identity';
import type { BootEnrolment, BootHost, BootInstall, BootView } from '../view';
import {
  type ArtifactEntry,
  noSettings,
  type RosterContent,
  type ScriptEntry,
  type SettingsEntry,
  type TextEntry,
} from './entries';
import { type LinkEntry, Media, type MediumEntry } from './media';
import { Texts } from './texts';

/** empty: nothing known yet. disk: the last known good copy. live: true to the store. */
export type RosterState = 'empty' | 'disk' | 'live';

export class Roster implements BootView {
  /** Raised by every change. */
  version = 0;
  /** Raised when a machine may be another host than before. */
  matchVersion = 0;
  /** Raised when the text of a script may be another. */
  scriptVersion = 0;
  /** Raised when somebody may be let in, or kept out, who was not before. */
  enrolmentVersion = 0;
  state: RosterState = 'empty';
  settings: SettingsEntry = noSettings;
  readonly texts = new Texts();
  readonly media = new Media();

  readonly #hosts = new Map<string, BootHost>();
  readonly #byMac = new Map<string, BootHost>();
  readonly #byUuid = new Map<string, BootHost[]>();
  readonly #bySerial = new Map<string, BootHost[]>();
  /** By host. */
  readonly #installs = new Map<string, BootInstall>();
  readonly #installsById = new Map<string, BootInstall>();
  readonly #scripts = new Map<string, ScriptEntry>();
  readonly #artifacts = new Map<string, ArtifactEntry>();
  readonly #enrolments = new Map<string, BootEnrolment>();

  hostByMac(mac: string): BootHost | undefined {
    return this.#byMac.get(mac);
  }

  hostsByUuid(uuid: string): BootHost[] {
    return this.#byUuid.get(uuidKey(uuid)) ?? [];
  }

  hostsBySerial(serial: string): BootHost[] {
    return this.#bySerial.get(serial) ?? [];
  }

  newestInstall(hostId: string): BootInstall | undefined {
    return this.#installs.get(hostId);
  }

  hasArtifact(fingerprint: string): boolean {
    return this.#artifacts.has(fingerprint);
  }

  host(id: string): BootHost | undefined {
    return this.#hosts.get(id);
  }

  install(id: string): BootInstall | undefined {
    return this.#installsById.get(id);
  }

  script(id: string): ScriptEntry | undefined {
    return this.#scripts.get(id);
  }

  artifact(fingerprint: string): ArtifactEntry | undefined {
    return this.#artifacts.get(fingerprint);
  }

  enrolment(id: string): BootEnrolment | undefined {
    return this.#enrolments.get(id);
  }

  get hostCount(): number {
    return this.#hosts.size;
  }

  putHost(host: BootHost): void {
    const before = this.#hosts.get(host.id);
    if (isSame(before, host)) return;
    if (!isSame(before && identityOf(before), identityOf(host))) this.matchVersion += 1;
    this.#unindex(host.id);
    this.#hosts.set(host.id, host);
    for (const mac of host.macs) this.#byMac.set(mac, host);
    const uuid = usableUuid(host.uuid);
    if (uuid) add(this.#byUuid, uuidKey(uuid), host);
    const serial = usableSerial(host.serial);
    if (serial) add(this.#bySerial, serial, host);
    this.version += 1;
  }

  removeHost(id: string): void {
    this.#unindex(id);
    this.#hosts.delete(id);
    this.removeInstallOf(id);
    this.matchVersion += 1;
    this.version += 1;
  }

  /** Sets the newest install of its host. */
  putInstall(install: BootInstall): void {
    if (isSame(this.#installs.get(install.hostId), install)) return;
    this.removeInstallOf(install.hostId);
    this.#installs.set(install.hostId, install);
    this.#installsById.set(install.id, install);
    this.version += 1;
  }

  removeInstallOf(hostId: string): void {
    const before = this.#installs.get(hostId);
    if (!before) return;
    this.#installs.delete(hostId);
    this.#installsById.delete(before.id);
    this.version += 1;
  }

  putScript(script: ScriptEntry): void {
    if (isSame(this.#scripts.get(script.id), script)) return;
    this.#scripts.set(script.id, script);
    this.scriptVersion += 1;
    this.version += 1;
  }

  removeScript(id: string): void {
    this.#scripts.delete(id);
    this.texts.removeScript(id);
    this.scriptVersion += 1;
    this.version += 1;
  }

  putText(entry: TextEntry): void {
    // A revision never changes, so its text is all that could differ.
    if (this.texts.get(entry.scriptId, entry.revision)?.sha256 === entry.sha256) return;
    this.texts.put(entry);
    this.scriptVersion += 1;
    this.version += 1;
  }

  putArtifact(artifact: ArtifactEntry): void {
    if (isSame(this.#artifacts.get(artifact.fingerprint), artifact)) return;
    this.#artifacts.set(artifact.fingerprint, artifact);
    this.version += 1;
  }

  removeArtifact(fingerprint: string): void {
    this.#artifacts.delete(fingerprint);
    this.version += 1;
  }

  putEnrolment(enrolment: BootEnrolment): void {
    if (isSame(this.#enrolments.get(enrolment.id), enrolment)) return;
    this.#enrolments.set(enrolment.id, enrolment);
    this.enrolmentVersion += 1;
    this.version += 1;
  }

  removeEnrolment(id: string): void {
    if (!this.#enrolments.delete(id)) return;
    this.enrolmentVersion += 1;
    this.version += 1;
  }

  putMedium(medium: MediumEntry): void {
    if (this.media.put(medium)) this.version += 1;
  }

  removeMedium(id: string): void {
    if (this.media.remove(id)) this.version += 1;
  }

  putLink(link: LinkEntry): void {
    this.media.putLink(link);
    this.version += 1;
  }

  removeLink(name: string): void {
    this.media.removeLink(name);
    this.version += 1;
  }

  putSettings(settings: SettingsEntry): void {
    if (isSame(this.settings, settings)) return;
    this.settings = settings;
    this.version += 1;
  }

  /** Takes over everything at once: readers see the old or the new, never a mixture. */
  replace(content: RosterContent): void {
    for (const map of [this.#hosts, this.#byMac, this.#byUuid, this.#bySerial]) map.clear();
    for (const map of [this.#installs, this.#installsById, this.#scripts]) map.clear();
    for (const map of [this.#artifacts, this.#enrolments]) map.clear();
    this.texts.clear();
    this.media.clear();
    this.matchVersion += 1;
    this.scriptVersion += 1;
    this.enrolmentVersion += 1;
    for (const host of content.hosts) this.putHost(host);
    for (const install of content.installs) this.putInstall(install);
    for (const script of content.scripts) this.putScript(script);
    for (const text of content.texts) this.putText(text);
    for (const artifact of content.artifacts) this.putArtifact(artifact);
    for (const enrolment of content.enrolments) this.putEnrolment(enrolment);
    for (const medium of content.media) this.putMedium(medium);
    for (const link of content.links) this.putLink(link);
    this.putSettings(content.settings);
  }

  /** Everything, one entry after another, for the copy on disk. */
  *entries(): Generator<{ part: Exclude<keyof RosterContent, 'settings'>; entry: unknown }> {
    for (const entry of [...this.#hosts.values()]) yield { part: 'hosts', entry };
    for (const entry of [...this.#installs.values()]) yield { part: 'installs', entry };
    for (const entry of [...this.#scripts.values()]) yield { part: 'scripts', entry };
    for (const entry of this.texts.entries()) yield { part: 'texts', entry };
    for (const entry of [...this.#artifacts.values()]) yield { part: 'artifacts', entry };
    for (const entry of this.media.media()) yield { part: 'media', entry };
    for (const entry of this.media.links()) yield { part: 'links', entry };
    for (const entry of [...this.#enrolments.values()]) yield { part: 'enrolments', entry };
  }

  /** Revisions that installs still going on have pinned, by script. */
  pinned(): { id: string; revision: number }[] {
    const pins = new Map<string, { id: string; revision: number }>();
    for (const { plan, gate } of this.#installs.values()) {
      if (!['authorised', 'booting', 'installing'].includes(gate.state)) continue;
      const scripts = [plan.subScript, plan.kickstart, ...plan.preScripts, ...plan.postScripts];
      for (const script of scripts) {
        for (const pin of script ? [script, ...Object.values(script.includes)] : []) {
          pins.set(`${pin.id}/${pin.revision}`, pin);
        }
      }
    }
    return [...pins.values()];
  }

  #unindex(id: string): void {
    const before = this.#hosts.get(id);
    if (!before) return;
    for (const mac of before.macs) {
      // A MAC that moved to another host in the meantime stays there.
      if (this.#byMac.get(mac)?.id === id) this.#byMac.delete(mac);
    }
    const uuid = usableUuid(before.uuid);
    if (uuid) take(this.#byUuid, uuidKey(uuid), id);
    const serial = usableSerial(before.serial);
    if (serial) take(this.#bySerial, serial, id);
  }
}

/** What a machine is matched by. */
function identityOf({ macs, uuid, serial, teamId }: BootHost) {
  return { macs, uuid, serial, teamId };
}

/** A row that was written as it was changes no answer, and leaves those that are kept. */
function isSame(before: unknown, after: unknown): boolean {
  return before !== undefined && isDeepStrictEqual(before, after);
}

function add(index: Map<string, BootHost[]>, key: string, host: BootHost): void {
  index.set(key, [...(index.get(key) ?? []), host]);
}

function take(index: Map<string, BootHost[]>, key: string, id: string): void {
  const left = (index.get(key) ?? []).filter((host) => host.id !== id);
  if (left.length > 0) index.set(key, left);
  else index.delete(key);
}

/** The roster of this process. */
export function roster(): Roster {
  return shared('roster', () => new Roster());
}
