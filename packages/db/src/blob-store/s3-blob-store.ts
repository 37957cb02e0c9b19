// Payloads too large for a row, in a bucket of an S3-compatible object store. Names are those of the folder; equal content is
// stored once; reading holds one part at a time.
import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { AppError } from '@patchbay/model/errors';
import { blobName } from './blob-name.ts';
import { checked } from './checked.ts';
import { writeDraft } from './blob-store.ts';
import type { BlobRef, BlobStore } from './blob-store.ts';
import type { S3Settings } from './s3-settings.ts';
import { signRequest } from './sign-request.ts';

export interface BlobAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The one HTTP client of the process. */
export interface BlobHttp {
  request(request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: Buffer;
    readonly timeoutMs: number;
    readonly maxBytes: number;
    readonly maxRedirects: number;
  }): Promise<BlobAnswer>;
}

export interface S3StoreOptions {
  readonly settings: S3Settings;
  readonly http: BlobHttp;
  readonly now?: () => Date;
  /** Milliseconds before the second try; the third waits twice as long. */
  readonly retryAfterMs?: number;
}

const partBytes = 8 * 1024 * 1024;
const timeoutMs = 60_000;
const tries = 3;
const emptySha256 = createHash('sha256').digest('hex');

/** What was put is whole or not there: a PUT of S3 is atomic, and stored before it is answered. */
export function openS3BlobStore(options: S3StoreOptions): BlobStore {
  const bucket = new Bucket(options);
  const read = (workspaceId: string, sha256: string): AsyncGenerator<Buffer> => {
    const name = blobName(workspaceId, sha256).join('/');
    return parts(bucket, name, sha256);
  };
  return {
    putBlob: async (workspaceId, content) => {
      const sha256 = createHash('sha256').update(content).digest('hex');
      const name = blobName(workspaceId, sha256).join('/');
      const sizeBytes = content.byteLength;
      if (await bucket.holds(name, sizeBytes)) return { sha256, sizeBytes };
      await bucket.put(name, { body: Buffer.from(content.buffer, content.byteOffset, sizeBytes), sha256 });
      return { sha256, sizeBytes };
    },
    putStream: async (workspaceId, content) => {
      // Its name is known at its end only: until then it stands in a file of this machine.
      const { file, sha256, sizeBytes } = await writeDraft(join(tmpdir(), 'patchbay-uploads'), content);
      try {
        const name = blobName(workspaceId, sha256).join('/');
        if (!(await bucket.holds(name, sizeBytes))) await bucket.upload(name, { file, sizeBytes, sha256 });
        return { sha256, sizeBytes };
      } finally {
        await rm(file, { force: true });
      }
    },
    getBlob: async (workspaceId, sha256) => {
      const held: Buffer[] = [];
      for await (const part of read(workspaceId, sha256)) held.push(part);
      const content = Buffer.concat(held);
      if (createHash('sha256').update(content).digest('hex') === sha256) return content;
      throw lost(sha256, 'the content does not match its name');
    },
    openBlob: async (workspaceId, sha256) => {
      const damaged = (): AppError => lost(sha256, 'the content does not match its name');
      const rest = checked(read(workspaceId, sha256), { sha256, damaged });
      // What is missing is said before the stream is handed out.
      const first = await rest.next();
      return Readable.from(
        (async function* (): AsyncGenerator<Buffer> {
          if (first.done !== true) yield first.value;
          yield* rest;
        })(),
        { objectMode: false },
      );
    },
  };
}

async function* parts(bucket: Bucket, name: string, sha256: string): AsyncGenerator<Buffer> {
  for (let from = 0, size = Infinity; from < size;) {
    const answer = await bucket.send('GET', name, { range: `bytes=${from}-${from + partBytes - 1}` });
    if (answer.status === 404) throw lost(sha256, 'the object is not in the bucket');
    // An empty object has no range that could be asked for.
    if (answer.status === 416 && from === 0) return;
    if (answer.status !== 206 && answer.status !== 200) throw refused(answer);
    const total = Number(/\/(\d+)$/.exec(answer.headers['content-range'] ?? '')?.[1] ?? Number.NaN);
    size = answer.status === 200 || !Number.isFinite(total) ? from + answer.body.length : total;
    if (answer.body.length === 0 && from < size) throw lost(sha256, 'the object is cut off');
    from += answer.body.length;
    yield answer.body;
  }
}

class Bucket {
  readonly #options: S3StoreOptions;

  constructor(options: S3StoreOptions) {
    this.#options = options;
  }

  async holds(name: string, sizeBytes: number): Promise<boolean> {
    const there = await this.send('HEAD', name, {});
    return there.status === 200 && Number(there.headers['content-length']) === sizeBytes;
  }

  async put(name: string, content: { readonly body: Buffer; readonly sha256: string }): Promise<void> {
    const answer = await this.send('PUT', name, { 'content-type': 'application/octet-stream' }, content);
    if (answer.status !== 200 && answer.status !== 201 && answer.status !== 204) throw refused(answer);
  }

  /** A part at a time; the object is there once the last request was answered. An upload that fails is given up. */
  async upload(name: string, { file, sizeBytes, sha256 }: BlobRef & { readonly file: string }): Promise<void> {
    const handle = await open(file);
    try {
      const part = async (from: number): Promise<Buffer> => {
        const body = Buffer.allocUnsafe(Math.min(partBytes, sizeBytes - from));
        const { bytesRead } = await handle.read(body, 0, body.length, from);
        return body.subarray(0, bytesRead);
      };
      if (sizeBytes <= partBytes) {
        await this.put(name, { body: await part(0), sha256 });
        return;
      }
      const begun = accepted(
        await this.send('POST', `${name}?uploads=`, { 'content-type': 'application/octet-stream' }),
      );
      const id = encodeURIComponent(/<UploadId>([^<]+)<\/UploadId>/.exec(begun.body.toString('utf8'))?.[1] ?? '');
      try {
        const tags: string[] = [];
        for (let from = 0; from < sizeBytes; from += partBytes) {
          const at = `${name}?partNumber=${tags.length + 1}&uploadId=${id}`;
          const answer = accepted(await this.send('PUT', at, {}, hashed(await part(from))));
          tags.push(answer.headers['etag'] ?? '');
        }
        const list = tags
          .map((tag, at) => `<Part><PartNumber>${at + 1}</PartNumber><ETag>${tag}</ETag></Part>`)
          .join('');
        const body = Buffer.from(`<CompleteMultipartUpload>${list}</CompleteMultipartUpload>`);
        const done = accepted(await this.send('POST', `${name}?uploadId=${id}`, {}, hashed(body)));
        // It may fail after its head was answered.
        if (done.body.includes('<Error>')) throw refused(done);
      } catch (cause) {
        await this.send('DELETE', `${name}?uploadId=${id}`, {}).catch(() => undefined);
        throw cause;
      }
    } finally {
      await handle.close();
    }
  }

  /** Every one of these requests may be repeated. Answers of the store that ask for another try are tried again. */
  async send(
    method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE',
    name: string,
    headers: Readonly<Record<string, string>>,
    content?: { readonly body: Buffer; readonly sha256: string },
  ): Promise<BlobAnswer> {
    const { http, settings, now = () => new Date(), retryAfterMs = 200 } = this.#options;
    const url = new URL(`${settings.bucketUrl}/${name}`);
    const bodySha256 = content?.sha256 ?? emptySha256;
    for (let attempt = 1; ; attempt += 1) {
      const signed = signRequest({ method, url, headers, bodySha256, at: now() }, settings);
      const request = { method, url: url.href, headers: signed, timeoutMs, maxBytes: partBytes * 2, maxRedirects: 0 };
      try {
        const answer = await http.request(content === undefined ? request : { ...request, body: content.body });
        if (attempt === tries || (answer.status < 500 && answer.status !== 429)) return answer;
      } catch (cause) {
        if (attempt === tries) throw unreachable(settings.bucketUrl, cause);
      }
      await setTimeout(retryAfterMs * attempt);
    }
  }
}

const hashed = (body: Buffer): { body: Buffer; sha256: string } => ({
  body,
  sha256: createHash('sha256').update(body).digest('hex'),
});

function accepted(answer: BlobAnswer): BlobAnswer {
  if (answer.status !== 200) throw refused(answer);
  return answer;
}

function unreachable(bucketUrl: string, cause: unknown): AppError {
  const reason = cause instanceof Error ? ` ${cause.message}` : '';
  const userMessage = `The object store for large payloads (${bucketUrl}) cannot be reached.${reason} An administrator checks its address, and PATCHBAY_EGRESS_ALLOW when it stands in a private network.`;
  return new AppError('unavailable', userMessage, { userMessage, cause });
}

function refused({ status, body }: BlobAnswer): AppError {
  const code = /<Code>([A-Za-z0-9]{1,60})<\/Code>/.exec(body.toString('utf8', 0, 2_000))?.[1];
  const userMessage = `The object store for large payloads answered ${status}${code === undefined ? '' : ` (${code})`}. An administrator checks the bucket, its keys and its region.`;
  return new AppError('unavailable', userMessage, { userMessage });
}

function lost(sha256: string, reason: string): AppError {
  const userMessage = `The stored payload ${sha256.slice(0, 12)}… is missing or damaged in the object store. An administrator can restore it from a backup; a replay needs the event to be sent again.`;
  return new AppError('gone', userMessage, { userMessage, cause: new Error(reason) });
}
