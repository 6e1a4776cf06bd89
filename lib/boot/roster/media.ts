/**
 * Boot media in memory: what was made of each request, newest first, and the
 * names that people gave to requests.
 */
import { isDeepStrictEqual } from 'node:util';

/** A finished build of a medium. */
export interface MediumEntry {
  /** Of the build. */
  id: string;
  /** Of the request; part of the permalink. */
  specHash: string;
  fingerprint: string;
  /** When it was done, in milliseconds. */
  at: number;
}

export interface LinkEntry {
  name: string;
  specHash: string;
}

export class Media {
  readonly #byId = new Map<string, MediumEntry>();
  /** By request, newest first. */
  readonly #bySpec = new Map<string, MediumEntry[]>();
  readonly #links = new Map<string, LinkEntry>();

  /** What was made of a request, newest first. */
  of(specHash: string): MediumEntry[] {
    return this.#bySpec.get(specHash) ?? [];
  }

  /** The request that a link points to. */
  linked(name: string): string | undefined {
    return this.#links.get(name)?.specHash;
  }

  /** False where it was held as it is. */
  put(entry: MediumEntry): boolean {
    if (isDeepStrictEqual(this.#byId.get(entry.id), entry)) return false;
    this.remove(entry.id);
    this.#byId.set(entry.id, entry);
    const all = [...this.of(entry.specHash), entry].sort((a, b) => b.at - a.at);
    this.#bySpec.set(entry.specHash, all);
    return true;
  }

  /** False where there was none. */
  remove(id: string): boolean {
    const before = this.#byId.get(id);
    if (!before) return false;
    this.#byId.delete(id);
    const left = this.of(before.specHash).filter((one) => one.id !== id);
    if (left.length > 0) this.#bySpec.set(before.specHash, left);
    else this.#bySpec.delete(before.specHash);
    return true;
  }

  putLink(link: LinkEntry): void {
    this.#links.set(link.name, link);
  }

  removeLink(name: string): void {
    this.#links.delete(name);
  }

  clear(): void {
    for (const map of [this.#byId, this.#bySpec, this.#links]) map.clear();
  }

  media(): MediumEntry[] {
    return [...this.#byId.values()];
  }

  links(): LinkEntry[] {
    return [...this.#links.values()];
  }
}
