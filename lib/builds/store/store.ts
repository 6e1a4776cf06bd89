/**
 * Where artifacts are kept. An artifact is a few files and `artifact.json`,
 * which tells what made them; it is there whole or not at all, under the
 * fingerprint, and never changes.
 *
 * Glossary. folder store: `artifacts/<fingerprint>/` in the data folder.
 * bucket store: an S3-compatible one, for installations whose workers are on
 * several machines. copy: an artifact of a bucket on this machine's disk, for
 * what needs files.
 */
import type { Readable } from 'node:stream';
import type { ArtifactFile, ArtifactRecord } from '../schema';

/** The file beside an artifact's files that tells what made them. */
export const recordName = 'artifact.json';

/** An artifact as its row knows it, too. */
export interface StoredArtifact {
  fingerprint: string;
  files: ArtifactFile[];
}

export interface ArtifactStore {
  /** For people: `folder`, or `s3://bucket/prefix`. */
  readonly name: string;

  /**
   * Takes the folder, whose files are those of the record, as the artifact.
   * When another worker was first its artifact stays, and its record is what
   * is given. The folder is the store's afterwards.
   */
  publish(given: {
    folder: string;
    record: ArtifactRecord;
    signal: AbortSignal;
  }): Promise<ArtifactRecord>;

  /**
   * The record of an artifact whose files are all there with their sizes;
   * undefined when it is not there or not whole. Throws when the store does
   * not answer, which says nothing about the artifact.
   */
  find(fingerprint: string): Promise<ArtifactRecord | undefined>;

  /** A folder of this machine with all its files. Throws NoSuchFile. */
  local(artifact: StoredArtifact): Promise<string>;

  /** The bytes of a file from `start` to `end`, exclusive. Throws NoSuchFile. */
  read(given: {
    fingerprint: string;
    file: ArtifactFile;
    start: number;
    end: number;
    signal?: AbortSignal;
  }): Promise<Readable>;

  /** Removes an artifact; nothing to do when there is none. */
  remove(fingerprint: string): Promise<void>;

  /** All that is there, whole or not, and when it last changed. */
  list(): AsyncIterable<{ fingerprint: string; changedAt: Date }>;

  /** Lets go of what nobody asks for by name: copies unused since then, uploads that died. */
  tidy(given: { unusedSince: Date }): Promise<void>;
}

/** The artifact or its file is not in the store. */
export class NoSuchFile extends Error {
  constructor(what: string) {
    super(`${what} is not in the artifact store.`);
    this.name = 'NoSuchFile';
  }
}

export const fingerprintForm = /^[0-9a-f]{64}$/;
