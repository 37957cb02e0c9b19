// Requests to a bucket of an S3-compatible object store: signed, tried again, refused in words.
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { AppError } from '@patchbay/model/errors';
import { blobAt } from './blob-name.ts';
import type { BlobRef } from './blob-store.ts';
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

export const partBytes = 8 * 1024 * 1024;
const timeoutMs = 60_000;
const tries = 3;
const emptySha256 = createHash('sha256').digest('hex');

export class Bucket {
  readonly #options: S3StoreOptions;

  constructor(options: S3StoreOptions) {
    this.#options = options;
  }

  async holds(name: string, sizeBytes: number): Promise<boolean> {
    const there = await this.send('HEAD', name, {});
    return there.status === 200 && Number(there.headers['content-length']) === sizeBytes;
  }

  /** Names and times of objects behind `after`, in the order of the names. */
  async list({ after, limit }: { after: string | null; limit: number }): Promise<{
    readonly entries: readonly { readonly name: string; readonly at: Date }[];
    readonly isLast: boolean;
  }> {
    const { prefix, bucketPath } = this.#place();
    const query = new URLSearchParams({ 'list-type': '2', 'max-keys': String(limit), prefix });
    if (after !== null) query.set('start-after', `${prefix}${after}`);
    const answer = accepted(
      await this.#sendTo('GET', new URL(`${bucketPath}?${query.toString().replaceAll('+', '%20')}`), {}),
    );
    const text = answer.body.toString('utf8');
    const entries = [...text.matchAll(/<Contents>(.*?)<\/Contents>/gs)].map(([, entry = '']) => ({
      name: (/<Key>([^<]*)<\/Key>/.exec(entry)?.[1] ?? '').slice(prefix.length),
      at: new Date(/<LastModified>([^<]*)<\/LastModified>/.exec(entry)?.[1] ?? ''),
    }));
    return { entries, isLast: !/<IsTruncated>true<\/IsTruncated>/.test(text) };
  }

  /** How a copy names its source. */
  sourceOf(name: string): string {
    return `${new URL(this.#options.settings.bucketUrl).pathname}/${name}`;
  }

  /** The first part of the path is the bucket, the rest stands before every name. */
  #place(): { readonly bucketPath: string; readonly prefix: string } {
    const url = new URL(this.#options.settings.bucketUrl);
    const [, bucket = '', ...rest] = url.pathname.split('/');
    return { bucketPath: `${url.origin}/${bucket}`, prefix: rest.map((part) => `${part}/`).join('') };
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

  /** Of the first thousand uploads that were begun, those from before then, whose parts nobody will put together any more. */
  async giveUpUploads(before: Date): Promise<number> {
    const { bucketPath, prefix } = this.#place();
    const answer = await this.#sendTo(
      'GET',
      new URL(`${bucketPath}?prefix=${encodeURIComponent(prefix)}&uploads=`),
      {},
    );
    const text = accepted(answer).body.toString('utf8');
    const begun = [...text.matchAll(/<Upload>(.*?)<\/Upload>/gs)].map(([, upload = '']) => ({
      name: inElement(upload, 'Key').slice(prefix.length),
      id: encodeURIComponent(inElement(upload, 'UploadId')),
      at: new Date(inElement(upload, 'Initiated')),
    }));
    // Other programs may use the bucket too.
    const old = begun.filter(({ name, at }) => at < before && blobAt(name) !== undefined);
    for (const { name, id } of old) {
      const gone = await this.send('DELETE', `${name}?uploadId=${id}`, {});
      if (![200, 204, 404].includes(gone.status)) throw refused(gone);
    }
    return old.length;
  }

  /** Every one of these requests may be repeated. Answers of the store that ask for another try are tried again. */
  async send(
    method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE',
    name: string,
    headers: Readonly<Record<string, string>>,
    content?: { readonly body: Buffer; readonly sha256: string },
  ): Promise<BlobAnswer> {
    return this.#sendTo(method, new URL(`${this.#options.settings.bucketUrl}/${name}`), headers, content);
  }

  async #sendTo(
    method: string,
    url: URL,
    headers: Readonly<Record<string, string>>,
    content?: { readonly body: Buffer; readonly sha256: string },
  ): Promise<BlobAnswer> {
    const { http, settings, now = () => new Date(), retryAfterMs = 200 } = this.#options;
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

const inElement = (text: string, name: string): string =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1] ?? '';

const hashed = (body: Buffer): { body: Buffer; sha256: string } => ({
  body,
  sha256: createHash('sha256').update(body).digest('hex'),
});

export function accepted(answer: BlobAnswer): BlobAnswer {
  if (answer.status !== 200) throw refused(answer);
  return answer;
}

function unreachable(bucketUrl: string, cause: unknown): AppError {
  const reason = cause instanceof Error ? ` ${cause.message}` : '';
  const userMessage = `The object store for large payloads (${bucketUrl}) cannot be reached.${reason} An administrator checks its address, and PATCHBAY_EGRESS_ALLOW when it stands in a private network.`;
  return new AppError('unavailable', userMessage, { userMessage, cause });
}

export function refused({ status, body }: BlobAnswer): AppError {
  const code = /<Code>([A-Za-z0-9]{1,60})<\/Code>/.exec(body.toString('utf8', 0, 2_000))?.[1];
  const userMessage = `The object store for large payloads answered ${status}${code === undefined ? '' : ` (${code})`}. An administrator checks the bucket, its keys and its region.`;
  return new AppError('unavailable', userMessage, { userMessage });
}
