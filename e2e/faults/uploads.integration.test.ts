// Large bodies at the door: streamed, whole or not there, whatever becomes of the sender, the disk or the server.
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { excelCodec } from '@patchbay/codecs/excel';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { newDatabase, startRigPostgres } from '../fixtures/rig/postgres.ts';
import { rawRequest } from '../fixtures/rig/raw-request.ts';
import type { RawRequest } from '../fixtures/rig/raw-request.ts';
import { publishWith, RecordsDraft } from '../fixtures/rig/records-flow.ts';
import type { RigProcess } from '../fixtures/rig/rig-process.ts';
import { mountRefused, smallDisk } from '../fixtures/small-disk.ts';
import { openLab, soon } from './lab.ts';
import type { Lab } from './lab.ts';
import type { StepView } from './records-lab.ts';
import { csvParts, send, statusOfHead } from './upload-senders.ts';

const megabyte = 1024 * 1024;
const large = { maxBodyBytes: 2_000_000_000 };
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

let lab: Lab;
let dir: string;
let server: RigProcess;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'patchbay-uploads-'));
  lab = await openLab({ blobDir: dir });
  const door = await lab.rig.server();
  lab.doors.push(door);
  server = door;
  await lab.rig.worker();
});
afterAll(async () => {
  await lab?.[Symbol.asyncDispose]();
  await rm(dir, { recursive: true, force: true });
});

/** A flow that reads the records of what is sent to it. */
const counting = (given: ConstructorParameters<typeof RecordsDraft>[0] = {}, read: object = {}): RecordsDraft =>
  new RecordsDraft({ ...given, input: { ...large, ...given.input } })
    .read('read', 'file.readEvent', { input: { ...read } })
    .step('sums', 'aggregate', { groupBy: [], measures: [{ name: 'n', kind: 'count' }] })
    .to('hook', 'read')
    .to('read', 'sums');

const addressOf = async (draft: RecordsDraft, slots: Record<string, string> = {}, at = lab): Promise<string> =>
  `${at.doors[0]?.url ?? ''}${(await publishWith(at.rig.api, draft.build('Upload'), slots)).hook}`;

const draftsIn = (folder: string): string[] => {
  try {
    return readdirSync(join(folder, 'drafts'));
  } catch {
    return [];
  }
};
const blobsIn = (folder: string): string[] =>
  (readdirSync(folder, { recursive: true }) as string[]).filter((name) => /[0-9a-f]{64}$/.test(name));
const eventCount = async (at: Lab = lab): Promise<number> =>
  (await at.rig.db.query<{ n: number }>('SELECT count(*)::int AS n FROM event')).rows[0]?.n ?? 0;

interface Kept {
  readonly events: number;
  readonly blobs: number;
}
const kept = async (): Promise<Kept> => ({ events: await eventCount(), blobs: blobsIn(dir).length });
/** Nothing is under way, and nothing came to what was there before. */
const nothingMoreThan = (before: Kept): Promise<void> =>
  vi.waitFor(async () => {
    expect(draftsIn(dir)).toEqual([]);
    expect(await kept()).toEqual(before);
  }, soon);

async function runOf(answer: Response): Promise<{ status: string; steps: Map<string, StepView> }> {
  const { runId } = (await answer.json()) as { runId: string };
  await lab.settled(90_000);
  const view = await lab.rig.api.request<{ run: { status: string }; steps: StepView[] }>('GET', `/runs/${runId}`);
  return { status: view.run.status, steps: new Map(view.steps.map((step) => [step.path, step])) };
}

/** The same by hand, until the first of it is on its way into the store. */
async function begin(
  address: string,
  headers: Record<string, string>,
  first: (string | Uint8Array)[],
): Promise<RawRequest> {
  for (;;) {
    const request = await rawRequest(address, { 'content-type': 'text/csv', ...headers });
    for (const part of first) await request.write(part);
    let status: number | null | undefined;
    void request.status.then((came) => (status = came));
    await vi.waitFor(() => expect(draftsIn(dir).length === 1 || status !== undefined).toBe(true), soon);
    if (status === undefined) return request;
    expect(status).toBe(503);
    request[Symbol.dispose]();
  }
}

const detailOf = async (answer: Response): Promise<string> => ((await answer.json()) as { detail: string }).detail;
const memoryMb = async ({ pid }: RigProcess, what: 'VmRSS' | 'VmHWM'): Promise<number> =>
  Number(new RegExp(`${what}:\\s+(\\d+) kB`).exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
/** The peak of a start is none of a body's. */
async function forgetPeak(of: RigProcess): Promise<number> {
  await writeFile(`/proc/${of.pid}/clear_refs`, '5');
  return memoryMb(of, 'VmRSS');
}

describe('a large body', () => {
  test('without a length is a blob before its event is accepted, and hardly costs the server memory', async () => {
    const address = await addressOf(counting());
    await send(address, () => csvParts(2 * megabyte));
    const before = process.platform === 'linux' ? await forgetPeak(server) : 0;
    const answer = await send(address, () => csvParts(150 * megabyte));
    expect(answer.status).toBe(202);
    if (process.platform === 'linux') expect((await memoryMb(server, 'VmHWM')) - before).toBeLessThan(90);
    const { rows } = await lab.rig.db.query<{ blob: string; size_bytes: number }>(
      'SELECT blob, size_bytes FROM event ORDER BY size_bytes DESC LIMIT 1',
    );
    const [event] = rows;
    const file = blobsIn(dir).find((name) => name.endsWith(event?.blob ?? 'nothing')) ?? '';
    expect(statSync(join(dir, file)).size).toBe(event?.size_bytes);
    const { status, steps } = await runOf(answer);
    expect(status).toBe('succeeded');
    const records = (Number(event?.size_bytes) - 8) / 100;
    expect(steps.get('read')?.records?.out).toBe(records);
    expect(draftsIn(dir)).toEqual([]);
  });

  test('may come slowly, while others come and go', async () => {
    const address = await addressOf(counting());
    const content = Buffer.from(`id\n${'12345678\n'.repeat(400_000)}`);
    using slow = await begin(address, { 'content-length': String(content.length) }, [
      content.subarray(0, 2 * megabyte),
    ]);
    expect((await send(address, () => csvParts(2 * megabyte))).status).toBe(202);
    await slow.write(content.subarray(2 * megabyte));
    expect(await slow.status).toBe(202);
    const sha256 = createHash('sha256').update(content).digest('hex');
    expect(blobsIn(dir).some((name) => name.endsWith(sha256))).toBe(true);
  });

  test.each([
    ['that is cut off in its middle', { 'content-length': '9000000' }, ''],
    ['in chunks that is cut off', { 'transfer-encoding': 'chunked' }, ''],
    ['in chunks without their end', { 'transfer-encoding': 'chunked' }, '\r\nnonsense\r\n'],
  ])('%s leaves nothing behind', async (_, headers, ending) => {
    const address = await addressOf(counting());
    await lab.settled(60_000);
    const before = await kept();
    const part = Buffer.alloc(3 * megabyte, 'a');
    const isChunked = 'transfer-encoding' in headers;
    using request = await begin(address, headers, isChunked ? [`${part.length.toString(16)}\r\n`, part] : [part]);
    if (ending === '') request.socket.destroy();
    else await request.write(ending);
    await nothingMoreThan(before);
  });

  test('with a key from a header is one event however often it is sent', async () => {
    const address = await addressOf(counting({ dedupeKey: 'trigger.headers.`x-id`' }));
    const before = await eventCount();
    const content = Buffer.from(`id\n${'7\n'.repeat(2_000_000)}`);
    const answers = await Promise.all([1, 2, 3].map(() => send(address, content, { 'x-id': 'one' })));
    const told = (await Promise.all(answers.map((answer) => answer.json()))) as { runId: string; status: string }[];
    expect(told.map(({ status }) => status).sort()).toEqual(['accepted', 'duplicate', 'duplicate']);
    expect(new Set(told.map(({ runId }) => runId)).size).toBe(1);
    expect(await eventCount()).toBe(before + 1);
  });

  test('whose key stands in it is read up to 10 MB', async () => {
    const address = await addressOf(counting({ dedupeKey: 'trigger.body.id' }, { path: 'rows' }));
    const json = { 'content-type': 'application/json' };
    const body = (bytes: number): string => `{"id":"k","rows":[{"text":"${'x'.repeat(bytes)}"}]}`;
    const first = await send(address, body(5 * megabyte), json);
    expect((await send(address, body(4 * megabyte), json).then((answer) => answer.json())) as object).toMatchObject({
      status: 'duplicate',
    });
    expect((await runOf(first)).steps.get('read')?.records?.out).toBe(1);
    const refused = await send(address, body(11 * megabyte), json);
    expect([refused.status, await detailOf(refused)]).toEqual([
      413,
      expect.stringContaining('With a key from a header'),
    ]);
  });

  test('that steps look into may be no JSON: told at once up to 1 MB, by the run above it', async () => {
    const draft = new RecordsDraft({ input: large })
      .node('shape', 'map', { mapping: { map: 1, root: { fields: { n: { expr: 'trigger.body.n' } } } } })
      .to('hook', 'shape');
    const address = await addressOf(draft);
    const json = { 'content-type': 'application/json' };
    const broken = (bytes: number): string => `{"n":1,"text":"${'x'.repeat(bytes)}"`;
    expect((await send(address, broken(megabyte / 2), json)).status).toBe(400);
    const { status, steps } = await runOf(await send(address, broken(3 * megabyte), json));
    expect(status).toBe('failed');
    expect(steps.get('shape')?.error).toMatchObject({
      code: 'invalidInput',
      message: expect.stringContaining('The body is not JSON') as string,
    });
    const whole = await runOf(await send(address, `${broken(3 * megabyte)}}`, json));
    expect(whole.steps.get('shape')?.output).toEqual({ n: 1 });
    const refused = await send(address, () => csvParts(101 * megabyte), json);
    expect([refused.status, await detailOf(refused)]).toEqual([413, expect.stringContaining('Read records')]);
  });
});

describe('what the head tells is told before the body comes', () => {
  test('unknown addresses, other methods, sizes, types and encodings', async () => {
    const address = await addressOf(counting({ input: { maxBodyBytes: 3 * megabyte } }));
    const before = await kept();
    const csv = { 'content-type': 'text/csv' };
    expect(await statusOfHead(`${address}x`, { ...csv, 'content-length': '2000000' })).toBe(404);
    expect(await statusOfHead(address, { ...csv, 'content-length': '2000000' }, 'PUT')).toBe(405);
    expect(await statusOfHead(address, { ...csv, 'content-length': '3145729' })).toBe(413);
    expect(await statusOfHead(address, { 'content-type': 'image/png', 'content-length': '2000000' })).toBe(415);
    expect(await statusOfHead(address, { ...csv, 'content-encoding': 'gzip', 'content-length': '2000000' })).toBe(415);
    await nothingMoreThan(before);
  });

  test('a body that turns out too large is refused in words', async () => {
    const address = await addressOf(counting({ input: { maxBodyBytes: 3 * megabyte } }));
    await lab.settled(60_000);
    const before = await kept();
    const answer = await send(address, () => csvParts(4 * megabyte));
    expect([answer.status, await detailOf(answer)]).toEqual([413, expect.stringContaining('more than 3145728 bytes')]);
    await nothingMoreThan(before);
  });
});

test('a large body with a wrong signature is refused, and nothing of it is kept', async () => {
  const secret = 'a secret of the sender';
  const { id: connectionId } = await lab.rig.api.request<{ id: string }>('POST', '/connections', {
    connectorId: 'webhook',
    name: 'Sender',
    settings: {},
    secrets: { secret },
  });
  const draft = counting({ slot: 'sender', input: { auth: 'hmac', signatureHeader: 'x-sign' } }).slot(
    'sender',
    'webhook',
  );
  const address = await addressOf(draft, { sender: connectionId });
  await lab.settled(60_000);
  const before = await kept();
  const content = Buffer.from(`id\n${`${randomBytes(4).toString('hex')}\n`.repeat(600_000)}`);
  const signed = createHmac('sha256', secret).update(content).digest('hex');
  // Without one it is known before the body comes.
  const head = { 'content-type': 'text/csv', 'content-length': String(content.length) };
  expect(await statusOfHead(address, head)).toBe(401);
  const wrong = await send(address, content, {
    'x-sign': signed.replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
  });
  expect(wrong.status).toBe(401);
  await nothingMoreThan(before);
  const right = await send(address, content, { 'x-sign': signed });
  expect(right.status).toBe(202);
  expect((await runOf(right)).steps.get('read')?.records?.out).toBe(600_000);
});

describe('files of records', () => {
  const book = (rows: number): Uint8Array =>
    excelCodec.writeAll(
      Array.from({ length: rows }, (_, id) => ({ id, name: `Åse ${(id * 7919) % 100_003}` })),
      { sheet: 'Orders' },
    );

  test.each([20, 60_000])('an Excel workbook of %i rows is read record by record', async (rows) => {
    const content = book(rows);
    const address = await addressOf(counting({}, { sheet: 'Orders' }));
    const answer = await send(address, content, { 'content-type': xlsx });
    expect(answer.status).toBe(202);
    const { runId } = (await answer.clone().json()) as { runId: string };
    const { status, steps } = await runOf(answer);
    expect([status, steps.get('read')?.error]).toEqual(['succeeded', undefined]);
    expect(steps.get('read')?.records?.out).toBe(rows);
    expect(steps.get('read')?.records?.first?.[0]).toEqual({ id: 0, name: 'Åse 0' });
    const { event } = await lab.rig.api.request<{ event: { bodyText: string } }>('GET', `/runs/${runId}`);
    expect(event.bodyText).toBe(`${content.length} bytes of type ${xlsx}, which are no text.`);
  });

  test('a workbook that grows beyond measure is refused by its run', async () => {
    const bomb = zipSync({ '_rels/.rels': new Uint8Array(40_000_000), 'x.xml': strToU8('<x/>') });
    const address = await addressOf(counting());
    const { status, steps } = await runOf(await send(address, bomb, { 'content-type': xlsx }));
    expect(status).toBe('failed');
    expect(steps.get('read')?.error?.message).toMatch(
      /cannot be read as Excel.*times its size, as no real workbook does/,
    );
  });

  test('are refused where a step looks into the body', async () => {
    const draft = new RecordsDraft()
      .node('shape', 'map', { mapping: { map: 1, root: { fields: { n: { expr: 'trigger.body.n' } } } } })
      .to('hook', 'shape');
    const answer = await send(await addressOf(draft), book(3), { 'content-type': xlsx });
    expect([answer.status, await detailOf(answer)]).toEqual([
      415,
      expect.stringContaining('Read records of the event'),
    ]);
  });

  test('keep their encoding', async () => {
    const content = Buffer.from('id,name\n1,\xc5se\n', 'latin1');
    const { steps } = await runOf(await send(await addressOf(counting()), content));
    expect(steps.get('read')?.records?.first).toEqual([{ id: '1', name: 'Åse' }]);
  });
});

test('a server that dies between blob and event keeps no half: who sends again gets one event', async () => {
  const { hook } = await publishWith(
    lab.rig.api,
    counting({ dedupeKey: 'trigger.headers.`x-id`' }).build('Doomed'),
    {},
  );
  const content = Buffer.from(`id\n${'31\n'.repeat(1_000_000)}`);
  const sha256 = createHash('sha256').update(content).digest('hex');
  const before = await eventCount();
  const doomed = await lab.rig.server({ failpoint: 'accept:before:1' });
  await expect(send(`${doomed.url}${hook}`, content, { 'x-id': 'again' })).rejects.toThrow();
  await doomed.ended;
  expect(blobsIn(dir).filter((name) => name.endsWith(sha256))).toHaveLength(1);
  expect(await eventCount()).toBe(before);
  for (const status of ['accepted', 'duplicate']) {
    const answer = await send(`${lab.doors[0]?.url}${hook}`, content, { 'x-id': 'again' });
    expect(await answer.json()).toMatchObject({ status });
  }
  expect(await eventCount()).toBe(before + 1);
  expect(blobsIn(dir).filter((name) => name.endsWith(sha256))).toHaveLength(1);
});

test('drafts of a server that was killed are removed a day after their last byte', async () => {
  const address = await addressOf(counting());
  const doomed = await lab.rig.server();
  const part = Buffer.alloc(3 * megabyte, 'a');
  using _ = await begin(`${doomed.url}${new URL(address).pathname}`, { 'content-length': '9000000' }, [part]);
  doomed.signal('SIGKILL');
  await doomed.ended;
  const [left = ''] = draftsIn(dir);
  writeFileSync(join(dir, 'drafts', 'of-now.tmp'), 'x');
  await lab.rig.server();
  expect(draftsIn(dir)).toContain(left);
  const old = new Date(Date.now() - 25 * 3_600_000);
  utimesSync(join(dir, 'drafts', left), old, old);
  await lab.rig.server();
  await vi.waitFor(() => expect(draftsIn(dir)).toEqual(['of-now.tmp']), soon);
  await rm(join(dir, 'drafts', 'of-now.tmp'));
});

test('a disk that fills up says 503, keeps nothing, and takes bodies again', async ({ skip }) => {
  await using disk = await smallDisk(40);
  if (disk === undefined) return skip(mountRefused);
  await using postgres = await startRigPostgres([]);
  await using small = await openLab({ databaseUrl: await newDatabase(postgres.url), blobDir: join(disk.dir, 'blobs') });
  small.doors.push(await small.rig.server({ env: { MIN_FREE_DISK_MB: '0' } }));
  const address = await addressOf(counting(), {}, small);
  const full = await send(address, () => csvParts(60 * megabyte));
  expect([full.status, await detailOf(full)]).toEqual([503, expect.stringContaining('full')]);
  expect(draftsIn(join(disk.dir, 'blobs'))).toEqual([]);
  expect(await eventCount(small)).toBe(0);
  // What says its length is refused before it comes.
  const head = { 'content-type': 'text/csv', 'content-length': String(60 * megabyte) };
  expect(await statusOfHead(address, head)).toBe(503);
  await vi.waitFor(async () => expect((await send(address, () => csvParts(5 * megabyte))).status).toBe(202), soon);
  expect(await eventCount(small)).toBe(1);
});
