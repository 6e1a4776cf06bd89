/** What has changed in the store and was not read again yet. */
import type { Change } from '@/lib/core/changes';

export interface DirtyKeys {
  /** Everything has to be read. */
  all: boolean;
  settings: boolean;
  hosts: Set<string>;
  /** By host. */
  installs: Set<string>;
  scripts: Set<string>;
  artifacts: Set<string>;
  /** By build. */
  media: Set<string>;
  /** By name. */
  links: Set<string>;
  enrolments: Set<string>;
}

export class Dirty {
  #keys = nothing();

  get any(): boolean {
    const { all, settings, ...keys } = this.#keys;
    return all || settings || Object.values(keys).some(({ size }) => size > 0);
  }

  addAll(): void {
    this.#keys.all = true;
  }

  /** Notes a change; false for what the roster does not hold. */
  add(change: Change): boolean {
    const { table, id, hostId } = change;
    switch (table) {
      case 'Host':
      case 'HostMac':
        this.#keys.hosts.add(id);
        return true;
      case 'Install':
        if (hostId) this.#keys.installs.add(hostId);
        return true;
      case 'Script':
      case 'ScriptRevision':
        this.#keys.scripts.add(id);
        return true;
      case 'Artifact':
        this.#keys.artifacts.add(id);
        return true;
      case 'Enrolment':
        this.#keys.enrolments.add(id);
        return true;
      case 'Build':
        this.#keys.media.add(id);
        return true;
      case 'MediaLink':
        this.#keys.links.add(id);
        return true;
      case 'Setting':
      case 'WorkerNode':
        this.#keys.settings = true;
        return true;
      default:
        return false;
    }
  }

  /** Hands over what is dirty; from now on nothing is. */
  take(): DirtyKeys {
    const taken = this.#keys;
    this.#keys = nothing();
    return taken;
  }
}

function nothing(): DirtyKeys {
  return {
    all: false,
    settings: false,
    hosts: new Set(),
    installs: new Set(),
    scripts: new Set(),
    artifacts: new Set(),
    media: new Set(),
    links: new Set(),
    enrolments: new Set(),
  };
}
