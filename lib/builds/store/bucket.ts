/** Objects in a bucket, by key: the few requests of the S3 protocol that the store needs. */
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  type MultipartUpload,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { BucketAddress } from './address';

/** Bytes of one part of a large file; a part that fails is sent again. S3 takes 5 MiB and more. */
const partSize = 16 * 1024 * 1024;
/** Parts of one file on their way at once; as many are in memory. */
const partsAtOnce = 3;

/** Milliseconds that a connection may take, and that one may be silent. */
const patience = { connection: 5_000, silence: 30_000 };

/** Connections to the bucket at once: each machine that downloads from it has one. */
const connections = 256;

interface Listed {
  key: string;
  size: number;
  changedAt: Date;
}

export class Bucket {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(address: BucketAddress) {
    const { accessKeyId, secretAccessKey, endpoint, region } = address;
    this.#bucket = address.bucket;
    this.#client = new S3Client({
      region,
      credentials: { accessKeyId, secretAccessKey },
      // A server of one's own seldom has a name for each bucket.
      ...(endpoint && { endpoint, forcePathStyle: true }),
      maxAttempts: 4,
      requestHandler: {
        connectionTimeout: patience.connection,
        socketTimeout: patience.silence,
        httpAgent: { maxSockets: connections, keepAlive: true },
        httpsAgent: { maxSockets: connections, keepAlive: true },
      },
      // Others than Amazon's know no CRC of theirs; we compare SHA-256 ourselves.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
  }

  /** Uploads a file; an object appears whole or not at all. */
  async putFile(given: { key: string; file: string; signal: AbortSignal }): Promise<void> {
    const { key, file, signal } = given;
    signal.throwIfAborted();
    const upload = new Upload({
      client: this.#client,
      params: { Bucket: this.#bucket, Key: key, Body: createReadStream(file) },
      partSize,
      queueSize: partsAtOnce,
    });
    const abort = () => void upload.abort();
    signal.addEventListener('abort', abort, { once: true });
    try {
      await upload.done();
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  /** Writes a text; with `onlyNew`, gives false when there is an object of that key. */
  async putText(given: { key: string; text: string; onlyNew: boolean }): Promise<boolean> {
    const { key, text, onlyNew } = given;
    try {
      await this.#client.send(
        new PutObjectCommand({
          Bucket: this.#bucket,
          Key: key,
          Body: text,
          ContentType: 'application/json',
          ...(onlyNew && { IfNoneMatch: '*' }),
        }),
      );
      return true;
    } catch (error) {
      // 412, and 409 for two at the same moment: another was first.
      if (onlyNew && (statusOf(error) === 412 || statusOf(error) === 409)) return false;
      throw error;
    }
  }

  /** The text of an object; undefined when there is none. */
  async text(key: string): Promise<string | undefined> {
    try {
      const answer = await this.#client.send(
        new GetObjectCommand({ Bucket: this.#bucket, Key: key }),
      );
      return await answer.Body?.transformToString('utf8');
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  /** Bytes of an object from `start` to `end`, exclusive and after `start`; undefined when there is none. */
  async read(given: {
    key: string;
    start: number;
    end: number;
    signal: AbortSignal | undefined;
  }): Promise<Readable | undefined> {
    const { key, start, end, signal } = given;
    const wanted = { Bucket: this.#bucket, Key: key, Range: `bytes=${start}-${end - 1}` };
    try {
      const answer = await this.#client.send(new GetObjectCommand(wanted), { abortSignal: signal });
      // In Node the body is a stream of Node's.
      return answer.Body as Readable | undefined;
    } catch (error) {
      if (isMissing(error) || statusOf(error) === 416) return undefined;
      throw error;
    }
  }

  /** Every object whose key begins with `prefix`. */
  async *list(prefix: string): AsyncIterable<Listed> {
    let after: string | undefined;
    do {
      const page = await this.#client.send(
        new ListObjectsV2Command({
          Bucket: this.#bucket,
          Prefix: prefix,
          ContinuationToken: after,
        }),
      );
      for (const { Key, Size, LastModified } of page.Contents ?? []) {
        if (Key) yield { key: Key, size: Size ?? 0, changedAt: LastModified ?? new Date() };
      }
      after = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (after);
  }

  async remove(keys: string[]): Promise<void> {
    for (let at = 0; at < keys.length; at += 1_000) {
      const Objects = keys.slice(at, at + 1_000).map((Key) => ({ Key }));
      const answer = await this.#client.send(
        new DeleteObjectsCommand({ Bucket: this.#bucket, Delete: { Objects, Quiet: true } }),
      );
      const [first] = answer.Errors ?? [];
      if (first) throw new Error(`The bucket kept ${first.Key}: ${first.Message ?? first.Code}`);
    }
  }

  /** Gives up uploads that nobody goes on with: their parts cost space, and no listing shows them. */
  async forgetUploads(given: { prefix: string; before: Date }): Promise<void> {
    for await (const { Key, UploadId, Initiated } of this.#uploads(given.prefix)) {
      if (!Key || !UploadId || !Initiated || Initiated > given.before) continue;
      await this.#client.send(
        new AbortMultipartUploadCommand({ Bucket: this.#bucket, Key, UploadId }),
      );
    }
  }

  /** Every upload that has begun and not ended; one that is given up meanwhile moves no other one. */
  async *#uploads(prefix: string): AsyncIterable<MultipartUpload> {
    const after: { KeyMarker?: string; UploadIdMarker?: string } = {};
    for (;;) {
      const page = await this.#client.send(
        new ListMultipartUploadsCommand({ Bucket: this.#bucket, Prefix: prefix, ...after }),
      );
      yield* page.Uploads ?? [];
      if (!page.IsTruncated || !page.NextKeyMarker) return;
      after.KeyMarker = page.NextKeyMarker;
      after.UploadIdMarker = page.NextUploadIdMarker;
    }
  }

  close(): void {
    this.#client.destroy();
  }
}

function statusOf(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
}

/** True where the object is not there; a bucket that is not there is another matter. */
function isMissing(error: unknown): boolean {
  return statusOf(error) === 404 && (error as S3ServiceException).name !== 'NoSuchBucket';
}
