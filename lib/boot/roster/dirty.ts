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
}

export class Dirty {
  #keys = nothing();

  get any(): boolean {
    const { all, settings, hosts, installs, scripts, artifacts } = this.#keys;
    return all || settings || [hosts, installs, scripts, artifacts].some(({ size }) => size > 0);
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
  };
}
