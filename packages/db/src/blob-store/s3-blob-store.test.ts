import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openS3BlobShelf, openS3BlobStore, readS3Settings } from './index.ts';
import type { BlobHttp } from './index.ts';
import { signRequest } from './sign-request.ts';

const keys = { accessKey: 'AKIAIOSFODNN7EXAMPLE', secretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };

describe('signRequest', () => {
  it('signs the example of the specification', () => {
    const headers = signRequest(
      {
        method: 'GET',
        url: new URL('https://examplebucket.s3.amazonaws.com/test.txt'),
        headers: { range: 'bytes=0-9' },
        bodySha256: createHash('sha256').digest('hex'),
        at: new Date('2013-05-24T00:00:00Z'),
      },
      { ...keys, region: 'us-east-1' },
    );
    expect(headers['authorization']).toBe(
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    );
  });
});

/** A small object store over HTTP: whole objects, ranges, signatures checked, content checked against what was signed. */
const objects = new Map<string, Buffer>();
const uploads = new Map<string, Map<number, { body: Buffer; tag: string }>>();
/** Their names and when they were begun. */
const begun = new Map<string, { key: string; at: string }>();
const requests: string[] = [];
let failures = 0;
/** So many names to a page of the list. */
const listed = 2;

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = '', url: path = '', headers } = request;
  const body = await buffer(request);
  requests.push(`${method} ${path}`);
  const answer = (status: number, content: Buffer | string = '', more: Record<string, string> = {}): void => {
    response.writeHead(status, { 'content-length': Buffer.byteLength(content), ...more });
    response.end(method === 'HEAD' ? undefined : content);
  };
  if (failures > 0) {
    failures -= 1;
    answer(503, '<Error><Code>SlowDown</Code></Error>');
    return;
  }
  const sha256 = String(headers['x-amz-content-sha256']);
  const signed = (/SignedHeaders=([^,]*)/.exec(headers.authorization ?? '')?.[1] ?? '').split(';');
  const expected = signRequest(
    {
      method,
      url: new URL(`http://${headers.host}${path}`),
      headers: Object.fromEntries(
        signed
          .filter((name) => !['host', 'x-amz-content-sha256', 'x-amz-date'].includes(name))
          .map((name) => [name, String(headers[name])]),
      ),
      bodySha256: sha256,
      at: new Date(String(headers['x-amz-date']).replace(/^(....)(..)(..T..)(..)/, '$1-$2-$3:$4:')),
    },
    { ...keys, region: 'eu-north-1' },
  );
  if (headers.authorization !== expected['authorization']) {
    answer(403, '<Error><Code>SignatureDoesNotMatch</Code></Error>');
    return;
  }
  if (createHash('sha256').update(body).digest('hex') !== sha256) {
    answer(400, '<Error><Code>XAmzContentSHA256Mismatch</Code></Error>');
    return;
  }
  const object = objects.get(path);
  const url = new URL(path, 'http://store');
  const upload = uploads.get(url.searchParams.get('uploadId') ?? '');
  if (method === 'POST' && url.searchParams.has('uploads')) {
    const id = `${uploads.size}/+`;
    uploads.set(id, new Map());
    answer(200, `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`);
  } else if (upload !== undefined) {
    const number = Number(url.searchParams.get('partNumber'));
    const tag = `"${sha256}"`;
    if (method === 'DELETE') {
      const id = url.searchParams.get('uploadId') ?? '';
      uploads.delete(id);
      begun.delete(id);
    }
    if (method === 'PUT') upload.set(number, { body, tag });
    else if (method === 'POST') {
      const named = [...body.toString().matchAll(/<PartNumber>(\d+)<\/PartNumber><ETag>([^<]+)<\/ETag>/g)];
      const all = named.map(([, at, given]) =>
        upload.get(Number(at))?.tag === given ? upload.get(Number(at)) : undefined,
      );
      const bodies = all.flatMap((one) => (one === undefined ? [] : [one.body]));
      if (bodies.length === upload.size) objects.set(url.pathname, Buffer.concat(bodies));
    }
    answer(200, '', { etag: tag });
  } else if (method === 'GET' && url.searchParams.has('uploads')) {
    const open = [...begun].map(
      ([id, { key, at }]) => `<Upload><Key>${key}</Key><UploadId>${id}</UploadId><Initiated>${at}</Initiated></Upload>`,
    );
    answer(200, `<ListMultipartUploadsResult>${open.join('')}</ListMultipartUploadsResult>`);
  } else if (method === 'PUT') {
    const source = headers['x-amz-copy-source'];
    const content = source === undefined ? body : objects.get(String(source));
    if (content !== undefined) objects.set(path, content);
    answer(content === undefined ? 404 : 200);
  } else if (method === 'DELETE') {
    objects.delete(path);
    answer(204);
  } else if (url.searchParams.get('list-type') === '2') {
    const { searchParams: query } = url;
    const after = query.get('start-after') ?? '';
    const names = [...objects.keys()]
      .map((name) => name.slice(`${url.pathname}/`.length))
      .filter((name) => name.startsWith(query.get('prefix') ?? '') && name > after)
      .sort();
    const page = names.slice(0, Math.min(listed, Number(query.get('max-keys'))));
    const entries = page.map(
      (name) => `<Contents><Key>${name}</Key><LastModified>2026-01-02T03:04:05.000Z</LastModified></Contents>`,
    );
    answer(200, `<R><IsTruncated>${page.length < names.length}</IsTruncated>${entries.join('\n')}</R>`);
  } else if (object === undefined) answer(404);
  else if (method === 'HEAD') response.writeHead(200, { 'content-length': object.length }).end();
  else {
    const [, from = '0', to = '0'] = /bytes=(\d+)-(\d+)/.exec(String(headers.range)) ?? [];
    const part = object.subarray(Number(from), Number(to) + 1);
    if (part.length === 0) answer(416);
    else answer(206, part, { 'content-range': `bytes ${from}-${Number(from) + part.length - 1}/${object.length}` });
  }
}

const server = createServer((request, response) => void serve(request, response));
/** What the egress client promises of a request, without its rules for addresses. */
const http: BlobHttp = {
  request: async ({ method, url, headers, body }) => {
    const answer = await fetch(url, { method, headers, ...(body === undefined ? {} : { body: new Uint8Array(body) }) });
    return {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: Buffer.from(await answer.arrayBuffer()),
    };
  },
};

let bucketUrl = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  bucketUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/bucket/patchbay`;
});
afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));
beforeEach(() => {
  failures = 0;
  requests.length = 0;
});

const workspace = randomUUID();
const dir = mkdtempSync(join(tmpdir(), 'patchbay-drafts-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const open = (more: { secretKey?: string } = {}) =>
  openS3BlobStore({
    settings: { bucketUrl, region: 'eu-north-1', ...keys, ...more },
    http,
    drafts: dir,
    retryAfterMs: 1,
  });

describe('the blob store in a bucket', () => {
  it('gives back what was put, whole or as a stream, in parts, and stores equal content once', async () => {
    const store = open();
    const content = randomBytes(17 * 1024 * 1024);
    const ref = await store.putBlob(workspace, content);
    expect(ref.sizeBytes).toBe(content.length);
    expect([...objects.keys()].at(-1)).toBe(`/bucket/patchbay/${workspace}/${ref.sha256.slice(0, 2)}/${ref.sha256}`);
    requests.length = 0;
    expect(await store.putBlob(workspace, content)).toEqual(ref);
    expect(requests.map((line) => line.split(' ')[0])).toEqual(['HEAD']);
    requests.length = 0;
    expect((await store.getBlob(workspace, ref.sha256)).equals(content)).toBe(true);
    expect(requests).toHaveLength(3);
    expect((await buffer(await store.openBlob(workspace, ref.sha256))).equals(content)).toBe(true);
  });

  it('takes a stream of any size, in parts when it is large, and gives an upload up that fails', async () => {
    const content = randomBytes(20_000_000);
    const parts = async function* (): AsyncGenerator<Uint8Array> {
      for (let from = 0; from < content.length; from += 1_000_000) yield content.subarray(from, from + 1_000_000);
    };
    const other = randomUUID();
    const ref = await open().putStream(other, parts());
    expect(requests.map((line) => line.split(' ')[0])).toEqual(['HEAD', 'POST', 'PUT', 'PUT', 'PUT', 'POST']);
    expect((await open().getBlob(other, ref.sha256)).equals(content)).toBe(true);
    requests.length = 0;
    expect(await open().putStream(other, parts())).toEqual(ref);
    expect(requests.map((line) => line.split(' ')[0])).toEqual(['HEAD']);
    const small = await open().putStream(
      other,
      (async function* () {
        yield Buffer.from('small');
      })(),
    );
    expect((await open().getBlob(other, small.sha256)).toString()).toBe('small');
  });

  it('gives up uploads that dead processes began more than a day ago', async () => {
    const key = (digit: string): string => `patchbay/${workspace}/${digit.repeat(2)}/${digit.repeat(64)}`;
    for (const [id, name, at] of [
      ['old/+', key('a'), '2026-01-01T00:00:00.000Z'],
      ['young', key('b'), '2026-01-01T12:00:00.000Z'],
      ['of another program', 'patchbay/backup/2025.tar', '2025-01-01T00:00:00.000Z'],
    ] as const) {
      uploads.set(id, new Map());
      begun.set(id, { key: name, at });
    }
    expect(await open().removeOldDrafts(new Date('2026-01-02T06:00:00Z'))).toBe(1);
    expect([...begun.keys()]).toEqual(['young', 'of another program']);
    expect(requests.at(-1)).toBe(`DELETE /bucket/${key('a')}?uploadId=old%2F%2B`);
    uploads.clear();
    begun.clear();
  });

  it('keeps drafts in the folder that it is given', async () => {
    let seen: string[] = [];
    const content = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from('small');
      seen = readdirSync(dir);
    };
    await open().putStream(workspace, content());
    expect(seen).toEqual([expect.stringMatching(/\.tmp$/)]);
    expect(readdirSync(dir)).toEqual([]);
  });

  it('removes old drafts even when the bucket refuses the list of uploads', async () => {
    const now = new Date();
    const old = new Date(now.getTime() - 25 * 3_600_000);
    writeFileSync(join(dir, 'old.tmp'), 'x');
    utimesSync(join(dir, 'old.tmp'), old, old);
    await expect(open({ secretKey: 'other' }).removeOldDrafts(now)).rejects.toMatchObject({ code: 'unavailable' });
    expect(readdirSync(dir)).toEqual([]);
  });

  it('takes content without a byte', async () => {
    const { sha256 } = await open().putBlob(workspace, Buffer.alloc(0));
    expect(await open().getBlob(workspace, sha256)).toHaveLength(0);
  });

  it('says what is gone, and notices what no longer matches its name', async () => {
    const store = open();
    const missing = 'a'.repeat(64);
    await expect(store.getBlob(workspace, missing)).rejects.toMatchObject({ code: 'gone' });
    await expect(store.openBlob(workspace, missing)).rejects.toMatchObject({ code: 'gone' });
    const { sha256 } = await store.putBlob(workspace, Buffer.from('as it was'));
    await expect(store.getBlob(randomUUID(), sha256)).rejects.toMatchObject({ code: 'gone' });
    for (const [path] of objects) if (path.endsWith(sha256)) objects.set(path, Buffer.from('as it is!'));
    await expect(store.getBlob(workspace, sha256)).rejects.toMatchObject({ code: 'gone' });
  });

  it('tries again while the store is busy, and says in words when it stays so or refuses the keys', async () => {
    failures = 2;
    const { sha256 } = await open().putBlob(workspace, Buffer.from('busy'));
    expect((await open().getBlob(workspace, sha256)).toString()).toBe('busy');
    failures = 9;
    await expect(open().getBlob(workspace, sha256)).rejects.toMatchObject({
      code: 'unavailable',
      userMessage: expect.stringContaining('503 (SlowDown)'),
    });
    failures = 0;
    await expect(open({ secretKey: 'other' }).getBlob(workspace, sha256)).rejects.toMatchObject({
      userMessage: expect.stringContaining('403 (SignatureDoesNotMatch)'),
    });
  });

  it('takes no path for a name', async () => {
    await expect(open().getBlob('../..', 'a'.repeat(64))).rejects.toThrow(TypeError);
    await expect(open().getBlob(workspace, '../../etc/passwd')).rejects.toThrow(TypeError);
  });
});

describe('the shelf of a bucket', () => {
  const shelf = () =>
    openS3BlobShelf({ settings: { bucketUrl, region: 'eu-north-1', ...keys }, http, retryAfterMs: 1 });
  const all = async () => {
    const found = [];
    for (let after: string | null = null, first = true; first || after !== null; first = false) {
      const page: Awaited<ReturnType<ReturnType<typeof shelf>['list']>> = await shelf().list(after);
      found.push(...page.blobs);
      after = page.next;
    }
    return found;
  };

  it('lists what is there, page by page, with the time, and nothing that is no blob', async () => {
    objects.clear();
    objects.set('/bucket/patchbay/readme.txt', Buffer.from('no blob'));
    objects.set('/bucket/other/thing', Buffer.from('of somebody else'));
    const names = [];
    for (let n = 0; n < 5; n += 1) names.push((await open().putBlob(workspace, Buffer.from(`blob ${n}`))).sha256);
    const found = await all();
    expect(found.map(({ sha256 }) => sha256)).toEqual(names.sort());
    const at = new Date('2026-01-02T03:04:05Z');
    expect(found[0]).toEqual({ workspaceId: workspace, sha256: names[0], isAside: false, at });
  });

  it('what is set aside is read under its name, comes back whole, and is gone once it is dropped', async () => {
    objects.clear();
    const { sha256 } = await open().putBlob(workspace, Buffer.from('needed after all'));
    await shelf().setAside(workspace, sha256);
    expect(await all()).toMatchObject([{ sha256, isAside: true }]);
    expect((await open().getBlob(workspace, sha256)).toString()).toBe('needed after all');
    expect((await buffer(await open().openBlob(workspace, sha256))).toString()).toBe('needed after all');
    await shelf().putBack(workspace, sha256);
    expect(await all()).toMatchObject([{ sha256, isAside: false }]);
    // Another one may have been quicker with each.
    await shelf().putBack(workspace, sha256);
    await shelf().setAside(workspace, sha256);
    await shelf().setAside(workspace, sha256);
    await shelf().drop(workspace, sha256);
    expect(objects.size).toBe(0);
    await expect(open().getBlob(workspace, sha256)).rejects.toMatchObject({ code: 'gone' });
  });

  it('what is put while it stands aside stays when that is dropped', async () => {
    const { sha256 } = await open().putBlob(workspace, Buffer.from('again'));
    await shelf().setAside(workspace, sha256);
    await open().putBlob(workspace, Buffer.from('again'));
    await shelf().drop(workspace, sha256);
    expect((await open().getBlob(workspace, sha256)).toString()).toBe('again');
  });
});

describe('readS3Settings', () => {
  it('names all that is wrong', () => {
    expect(readS3Settings({})).toEqual({ settings: undefined, problems: [] });
    expect(readS3Settings({ PATCHBAY_BLOB_S3_URL: 'https://s3.example.org' }).problems).toHaveLength(3);
    expect(
      readS3Settings({
        PATCHBAY_BLOB_S3_URL: 'https://s3.example.org/bucket/',
        PATCHBAY_BLOB_S3_ACCESS_KEY: 'a',
        PATCHBAY_BLOB_S3_SECRET_KEY: 's',
      }).settings,
    ).toEqual({ bucketUrl: 'https://s3.example.org/bucket', region: 'us-east-1', accessKey: 'a', secretKey: 's' });
  });
});
