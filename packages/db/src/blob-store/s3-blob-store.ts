// Payloads too large for a row, in a bucket of an S3-compatible object store. Names are those of the folder; equal content is
// stored once; reading holds one part at a time.
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { AppError } from '@patchbay/model/errors';
import { blobName } from './blob-name.ts';
import { checked } from './checked.ts';
import type { BlobStore } from './blob-store.ts';
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
  const open = (workspaceId: string, sha256: string): AsyncGenerator<Buffer> => {
    const name = blobName(workspaceId, sha256).join('/');
    return parts(bucket, name, sha256);
  };
  return {
    putBlob: async (workspaceId, content) => {
      const sha256 = createHash('sha256').update(content).digest('hex');
      const name = blobName(workspaceId, sha256).join('/');
      const sizeBytes = content.byteLength;
      const there = await bucket.send('HEAD', name, {});
      if (there.status === 200 && Number(there.headers['content-length']) === sizeBytes) return { sha256, sizeBytes };
      const body = Buffer.from(content.buffer, content.byteOffset, sizeBytes);
      const answer = await bucket.send('PUT', name, { 'content-type': 'application/octet-stream' }, { body, sha256 });
      if (answer.status !== 200 && answer.status !== 201 && answer.status !== 204) throw refused(answer);
      return { sha256, sizeBytes };
    },
    getBlob: async (workspaceId, sha256) => {
      const read: Buffer[] = [];
      for await (const part of open(workspaceId, sha256)) read.push(part);
      const content = Buffer.concat(read);
      if (createHash('sha256').update(content).digest('hex') === sha256) return content;
      throw lost(sha256, 'the content does not match its name');
    },
    openBlob: async (workspaceId, sha256) => {
      const damaged = (): AppError => lost(sha256, 'the content does not match its name');
      const rest = checked(open(workspaceId, sha256), { sha256, damaged });
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

  /** Every one of these requests may be repeated. Answers of the store that ask for another try are tried again. */
  async send(
    method: 'GET' | 'HEAD' | 'PUT',
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
