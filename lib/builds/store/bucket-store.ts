/**
 * The bucket store. `<fingerprint>/<sha256>/<name>` are the files, so that
 * one that is there can only have one content, and `<fingerprint>/artifact.json`
 * comes last and only once: with it the artifact is there, and without it
 * nobody sees the files.
 */
import path from 'node:path';
import { Readable } from 'node:stream';
import { reasonOf } from '@/lib/core/errors';
import type { ArtifactFile, ArtifactRecord } from '../schema';
import type { BucketAddress } from './address';
import { Bucket } from './bucket';
import { copyOf, keepAsCopy, pruneCopies, removeCopies } from './copies';
import { parseRecord } from './folder-store';
import {
  type ArtifactStore,
  fingerprintForm,
  NoSuchFile,
  recordName,
  type StoredArtifact,
} from './store';

/** Milliseconds after which an upload that is not finished is one of a worker that died. */
const uploadLife = 24 * 3600_000;

export class BucketStore implements ArtifactStore {
  readonly name: string;
  readonly #bucket: Bucket;
  readonly #prefix: string;

  constructor(address: BucketAddress) {
    this.name = `s3://${address.bucket}/${address.prefix}`;
    this.#bucket = new Bucket(address);
    this.#prefix = address.prefix;
  }

  async publish({ folder, record, signal }: Parameters<ArtifactStore['publish']>[0]) {
    const { fingerprint } = record;
    return this.#asking(async () => {
      for (const file of record.files) {
        const key = this.#fileKey(fingerprint, file);
        await this.#bucket.putFile({ key, file: path.join(folder, file.name), signal });
      }
      signal.throwIfAborted();
      const kept = await this.#writeRecord(record);
      if (kept === record) await keepAsCopy({ artifact: record, folder });
      return kept;
    });
  }

  /** The record that is in the bucket then: ours, or that of a whole artifact that was there before. */
  async #writeRecord(record: ArtifactRecord): Promise<ArtifactRecord> {
    const key = this.#recordKey(record.fingerprint);
    const text = `${JSON.stringify(record, null, 2)}\n`;
    if (await this.#bucket.putText({ key, text, onlyNew: true })) return record;
    const first = await this.#findWhole(record.fingerprint);
    if (first) return first;
    await this.#bucket.putText({ key, text, onlyNew: false });
    return record;
  }

  find(fingerprint: string) {
    return this.#asking(() => this.#findWhole(fingerprint));
  }

  async #findWhole(fingerprint: string): Promise<ArtifactRecord | undefined> {
    const text = await this.#bucket.text(this.#recordKey(fingerprint));
    const record = text === undefined ? undefined : parseRecord(text);
    if (!record) return undefined;
    const sizes = new Map<string, number>();
    for await (const { key, size } of this.#bucket.list(this.#folderKey(fingerprint))) {
      sizes.set(key, size);
    }
    const whole = record.files.every(
      (file) => sizes.get(this.#fileKey(fingerprint, file)) === file.size,
    );
    return whole ? record : undefined;
  }

  local(artifact: StoredArtifact) {
    const { fingerprint } = artifact;
    const fetch = (file: ArtifactFile) =>
      this.read({ fingerprint, file, start: 0, end: file.size });
    return copyOf({ artifact, fetch });
  }

  async read(given: Parameters<ArtifactStore['read']>[0]): Promise<Readable> {
    const { fingerprint, file, start, end, signal } = given;
    if (end <= start) return Readable.from([]);
    return this.#asking(async () => {
      const key = this.#fileKey(fingerprint, file);
      const bytes = await this.#bucket.read({ key, start, end, signal });
      if (!bytes) throw new NoSuchFile(`${fingerprint}/${file.name}`);
      return bytes;
    });
  }

  async remove(fingerprint: string): Promise<void> {
    await this.#asking(async () => {
      // The record first: from then on the artifact is not there.
      await this.#bucket.remove([this.#recordKey(fingerprint)]);
      const keys: string[] = [];
      for await (const { key } of this.#bucket.list(this.#folderKey(fingerprint))) keys.push(key);
      await this.#bucket.remove(keys);
    });
    await removeCopies(fingerprint);
  }

  async *list() {
    let last: { fingerprint: string; changedAt: Date } | undefined;
    for await (const { key, changedAt } of this.#bucket.list(this.#prefix)) {
      const [fingerprint = ''] = key.slice(this.#prefix.length).split('/');
      if (!fingerprintForm.test(fingerprint)) continue;
      if (last?.fingerprint === fingerprint) {
        if (changedAt > last.changedAt) last.changedAt = changedAt;
        continue;
      }
      if (last) yield last;
      last = { fingerprint, changedAt };
    }
    if (last) yield last;
  }

  async tidy({ unusedSince }: { unusedSince: Date }): Promise<void> {
    await pruneCopies(unusedSince);
    const before = new Date(Date.now() - uploadLife);
    await this.#asking(() => this.#bucket.forgetUploads({ prefix: this.#prefix, before }));
  }

  close(): void {
    this.#bucket.close();
  }

  #folderKey(fingerprint: string): string {
    return `${this.#prefix}${fingerprint}/`;
  }

  #recordKey(fingerprint: string): string {
    return this.#folderKey(fingerprint) + recordName;
  }

  #fileKey(fingerprint: string, file: ArtifactFile): string {
    return `${this.#folderKey(fingerprint)}${file.sha256}/${file.name}`;
  }

  /** Says which store it is that refused or did not answer. */
  async #asking<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof NoSuchFile || (error as Error).name === 'AbortError') throw error;
      if (error instanceof Error && error.message.startsWith(this.name)) throw error;
      throw new Error(`${this.name}: ${reasonOf(error)}`, { cause: error });
    }
  }
}
