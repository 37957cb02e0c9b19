// The commands in this process, and the program as a script sees it: exit codes, data on stdout, words on stderr.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestDatabase } from '@patchbay/db/testing';
import { testDatabase } from '@patchbay/db/testing';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { patchbay as inProcess } from './testing/command-test.ts';
import type { Ended } from './testing/command-test.ts';

const main = join(import.meta.dirname, 'main.ts');
const dir = mkdtempSync(join(tmpdir(), 'patchbay-cli-'));
let database: TestDatabase;

const environment = (): Record<string, string> => ({ PATCHBAY_HOME: join(dir, 'home'), DATABASE_URL: database.url });

async function patchbay(args: string[], env: Record<string, string> = {}): Promise<Ended> {
  for (const [name, value] of Object.entries({ ...environment(), ...env })) vi.stubEnv(name, value);
  try {
    return await inProcess(...args);
  } finally {
    vi.unstubAllEnvs();
  }
}

function program(args: string[], nodeArgs: string[] = []): Promise<Ended> {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  return new Promise((resolve) => {
    const env = { PATH, NODE_COMPILE_CACHE, ...environment() };
    execFile(process.execPath, [...nodeArgs, main, ...args], { env }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });
}

const flow = {
  schemaVersion: 1,
  name: 'Hello',
  nodes: [
    {
      id: 'hook',
      name: 'hook',
      label: 'Hook',
      position: { x: 0, y: 0 },
      kind: 'trigger',
      operation: 'webhook.receive',
      input: { auth: { mode: 'fixed', value: 'open' } },
    },
    {
      id: 'reply',
      name: 'reply',
      label: 'Reply',
      position: { x: 9, y: 0 },
      kind: 'respond',
      status: { mode: 'fixed', value: 200 },
    },
  ],
  edges: [{ id: 'e', from: { node: 'hook', port: 'out' }, to: { node: 'reply', port: 'in' } }],
  slots: [],
  settings: { level: 'durable', replyTimeoutMs: 1_000 },
  notes: [],
};
const file = join(dir, 'hello.flow.json');
const broken = join(dir, 'broken.flow.json');

beforeAll(async () => {
  database = await testDatabase();
  writeFileSync(file, JSON.stringify({ patchbay: 'flow', schemaVersion: 1, flow }));
  writeFileSync(broken, '{\n  "patchbay": "flow",\n');
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
  rmSync(dir, { recursive: true, force: true });
});

describe('before anybody signed in', () => {
  test('what needs a workspace says so', async () => {
    const ended = await patchbay(['flow', 'list']);
    expect([ended.code, ended.out]).toEqual([1, '']);
    expect(ended.err).toMatch(/Nobody has signed in.*npm start/);
  });

  test('a flow file can be validated without any installation', async () => {
    const nowhere = { DATABASE_URL: '' };
    expect(await patchbay(['flow', 'validate', file], nowhere)).toMatchObject({
      code: 0,
      out: '',
      err: '“Hello” is valid: 2 nodes.\n',
    });
    const bad = await patchbay(['flow', 'validate', broken, '--json'], nowhere);
    expect([bad.code, bad.out]).toEqual([1, '']);
    expect(bad.err).toMatch(/no JSON.*line 3/);
    writeFileSync(
      join(dir, 'unknown.json'),
      JSON.stringify({ ...flow, nodes: [{ ...flow.nodes[0], operation: 'fax.receive' }], edges: [] }),
    );
    const unknown = await patchbay(['flow', 'validate', join(dir, 'unknown.json'), '--json'], nowhere);
    expect(unknown.code).toBe(1);
    expect(JSON.parse(unknown.out)).toMatchObject({
      valid: false,
      diagnostics: [{ severity: 'error', at: { nodeId: 'hook' } }],
    });
  });
});

describe('in an installation', () => {
  beforeAll(async () => {
    const workspaceId = randomUUID();
    await database.query(`INSERT INTO workspace (id, name) VALUES ($1, 'W')`, [workspaceId]);
    await database.query(`INSERT INTO environment (id, workspace_id, name) VALUES ($1, $2, 'test')`, [
      randomUUID(),
      workspaceId,
    ]);
  });

  test('a flow goes in, is published, listed, and comes out the same', async () => {
    const imported = await patchbay(['flow', 'import', file, '--publish']);
    expect(imported).toMatchObject({ code: 0 });
    expect(imported.err).toMatch(/Published version 1\.\nWebhook: http:\/\/localhost:\d+\/hooks\/[\w-]{32}\n/);
    const id = imported.out.trim();
    expect((await patchbay(['flow', 'list'])).out).toBe(`${id}  v1  Hello\n`);
    const exported = await program(['flow', 'export', id]);
    expect([exported.code, exported.err]).toEqual([0, '']);
    const copy = join(dir, 'copy.flow.json');
    writeFileSync(copy, exported.out);
    const again = await patchbay(['flow', 'import', copy, '--json']);
    const { id: copyId } = JSON.parse(again.out) as { id: string };
    expect(copyId).not.toBe(id);
    expect((await patchbay(['flow', 'export', copyId])).out).toBe(readFileSync(copy, 'utf8'));
  });

  test('how long runs are kept is shown, set, and refused where it is no number of days', async () => {
    const usual = 'succeeded 30 days  failed 90 days  dead letters until somebody decides';
    expect((await patchbay(['retention', 'show'])).out).toBe(`workspace  ${usual}\n`);
    const set = await patchbay(['retention', 'set', '--succeeded', '7', '--failed', 'never']);
    expect(set).toMatchObject({ code: 0, err: expect.stringContaining('succeeded 7 days · failed for ever') });
    const id = (await patchbay(['flow', 'list'])).out.split(' ')[0] ?? '';
    expect((await patchbay(['retention', 'set', '--flow', id, '--succeeded', '1'])).code).toBe(0);
    const shown = JSON.parse((await patchbay(['retention', 'show', '--json'])).out) as { flows: unknown[] };
    expect(shown).toMatchObject({ succeededDays: 7, failedDays: null, flows: [{ flowId: id, succeededDays: 1 }] });
    expect((await patchbay(['retention', 'set', '--flow', id, '--as-workspace'])).code).toBe(0);
    expect(JSON.parse((await patchbay(['retention', 'show', '--json'])).out)).toMatchObject({ flows: [] });
    const refused = await patchbay(['retention', 'set', '--succeeded', '0']);
    expect(refused).toMatchObject({ code: 2, err: expect.stringMatching(/number of days from 1 to 3650/) });
  });

  test('a broken file changes nothing', async () => {
    const before = await database.query('SELECT count(*) FROM flow');
    const ended = await patchbay(['flow', 'import', broken, '--publish']);
    expect([ended.code, ended.out]).toEqual([1, '']);
    expect(ended.err).toMatch(/line 3.*Nothing was created/);
    expect((await patchbay(['flow', 'import', join(dir, 'nothing.json')])).code).toBe(1);
    expect(await database.query('SELECT count(*) FROM flow')).toEqual(before);
  });

  test('a key is printed once, alone', async () => {
    const ended = await patchbay(['api-key', 'create', '--name', 'ci', '--role', 'operator']);
    expect(ended).toMatchObject({ code: 0, out: expect.stringMatching(/^pb_[\w-]{43}\n$/), err: '' });
    const rows = await database.query('SELECT name, role, created_by FROM api_key');
    expect(rows).toEqual([{ name: 'ci', role: 'operator', created_by: 'console' }]);
  });

  test('runs are listed and shown', async () => {
    expect(await patchbay(['run', 'list', '--status', 'failed', '--json'])).toMatchObject({ code: 0, out: '[]\n' });
    const ended = await patchbay(['run', 'show', randomUUID()]);
    expect([ended.code, ended.out]).toEqual([1, '']);
  });

  test('a flow is paused and resumed', async () => {
    const { out } = await patchbay(['flow', 'import', file, '--publish']);
    const id = out.trim();
    expect(await patchbay(['flow', 'pause', id])).toMatchObject({ code: 0, out: '', err: 'Paused.\n' });
    expect(await database.query('SELECT status FROM deployment WHERE flow_id = $1', [id])).toEqual([
      { status: 'paused' },
    ]);
    expect(await patchbay(['flow', 'resume', id])).toMatchObject({ code: 0, err: 'Resumed.\n' });
    expect((await patchbay(['flow', 'pause', randomUUID()])).code).toBe(1);
  });

  test('live triggers are listed and paused; what a schedule cannot do is refused, and so is a place that is not said', async () => {
    const fixed = (value: unknown) => ({ mode: 'fixed', value });
    const trigger = (id: string, operation: string, input: object) => ({
      id,
      name: id,
      label: id,
      position: { x: 0, y: 0 },
      kind: 'trigger',
      operation,
      input,
    });
    const news = { url: fixed('https://news.example.test/'), idPath: fixed('id') };
    const nodes = [
      trigger('nightly', 'schedule.cron', { cron: fixed('0 3 * * *'), zone: fixed('UTC') }),
      trigger('news', 'http.newEntries', news),
    ];
    writeFileSync(join(dir, 'timed.json'), JSON.stringify({ ...flow, name: 'Timed', nodes, edges: [] }));
    const imported = await patchbay(['flow', 'import', join(dir, 'timed.json'), '--publish']);
    expect(imported).toMatchObject({ code: 0 });
    const id = imported.out.trim();
    expect(await patchbay(['trigger', 'pause', id, 'news'])).toMatchObject({ code: 0, out: '', err: 'Paused.\n' });
    expect((await patchbay(['trigger', 'list', id])).out).toMatch(
      /^nightly +schedule +never +\S+T03:00:00\.000Z +live\nnews +poll +never +\S+ +paused\n$/,
    );
    const refused = await patchbay(['trigger', 'look', id, 'nightly']);
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('A schedule has no place')]);
    for (const wrong of [[], ['--from', 'here'], ['--cursor', '{'], ['--from', 'now', '--cursor', '1']])
      expect((await patchbay(['trigger', 'reset', id, 'news', ...wrong])).code, wrong.join(' ')).toBe(2);
  });

  test('a variable is set with its type, listed and deleted', async () => {
    const set = (...value: string[]) => patchbay(['variable', 'set', 'tax_rate', ...value]);
    expect(await set('--value', '0.2')).toMatchObject({ code: 0, out: '', err: 'Made tax_rate.\n' });
    expect((await set('--text', '0.2')).err).toBe('Set tax_rate.\n');
    expect((await patchbay(['variable', 'list'])).out).toMatch(/^tax_rate +used by 0 +"0\.2"\n$/);
    await set('--value', '{"eu":0.2}');
    const listed = JSON.parse((await patchbay(['variable', 'list', '--json'])).out) as object[];
    expect(listed).toMatchObject([{ name: 'tax_rate', value: { eu: 0.2 }, revision: 3, usedBy: [] }]);
    for (const wrong of [[], ['--value', '{'], ['--value', '1', '--text', 'a']])
      expect((await set(...wrong)).code, wrong.join(' ')).toBe(2);
    expect((await patchbay(['variable', 'delete', 'tax_rate'])).err).toBe('Deleted tax_rate.\n');
    const gone = await patchbay(['variable', 'delete', 'tax_rate']);
    expect([gone.code, gone.err]).toEqual([1, expect.stringContaining('no variable “tax_rate”')]);
  });

  test('a topic is made, gets a message once, and is listed', async () => {
    expect(await patchbay(['topic', 'create', 'orders.created'])).toMatchObject({ code: 0, out: '' });
    const publish = ['topic', 'publish', 'orders.created', '--value', '{"order":"1042"}'];
    const once = [...publish, '--key', '1042', '--header', 'source=cli', '--header', 'a=b=c', '--once', 'order-1042'];
    const first = await patchbay(once);
    expect([first.code, first.out, first.err]).toEqual([0, expect.stringMatching(/^[0-9a-f-]{36}\n$/), '']);
    expect(await patchbay(once)).toMatchObject({ code: 0, out: first.out, err: 'It was there already.\n' });
    expect(await database.query('SELECT key, headers FROM topic_message')).toEqual([
      { key: '1042', headers: JSON.stringify({ source: 'cli', a: 'b=c' }) },
    ]);
    expect((await patchbay(['topic', 'list'])).out).toMatch(/^orders\.created +1 message +0 subscribers/);
    for (const wrong of [['--value', '{'], ['--value', '1', '--header', 'none'], []]) {
      expect((await patchbay(['topic', 'publish', 'orders.created', ...wrong])).code, wrong.join(' ')).toBe(2);
    }
    expect((await patchbay(['topic', 'publish', 'nowhere', '--value', '1'])).code).toBe(1);
  });

  test('runs are replayed many at once, and the job is followed and stopped', async () => {
    const preview = await patchbay(['run', 'replay-all', '--status', 'failed', '--dry-run', '--json']);
    expect([preview.code, JSON.parse(preview.out)]).toEqual([0, { runs: 0, flows: [] }]);
    const nothing = await patchbay(['run', 'replay-all', '--status', 'failed']);
    expect([nothing.code, nothing.out]).toEqual([1, '']);
    for (const command of ['replay-state', 'replay-stop']) {
      expect((await patchbay(['run', command, randomUUID()])).code, command).toBe(1);
    }
    expect((await patchbay(['run', 'replay-all', '--since', 'yesterday'])).code).toBe(2);
  });

  test('what waits for a person is listed, and nothing is done to all of it unless that is said', async () => {
    expect(JSON.parse((await patchbay(['dead-letter', 'list', '--json'])).out)).toMatchObject({ items: [] });
    const unsaid = await patchbay(['dead-letter', 'redrive']);
    expect(unsaid).toMatchObject({ code: 2, out: '', err: expect.stringContaining('Name runs, a --kind, or --all.') });
    expect(await patchbay(['dead-letter', 'discard', '--all', '--reason', 'mended'])).toMatchObject({
      code: 0,
      out: '0 discarded, 0 left\n',
    });
    expect((await patchbay(['dead-letter', 'list', '--kind', 'lost'])).code).toBe(2);
    expect(await patchbay(['approval', 'list', '--json'])).toMatchObject({ code: 0, out: '[]\n' });
    const nobody = await patchbay(['approval', 'decide', randomUUID(), 'ask', 'approve', '--field', 'why=so']);
    expect([nobody.code, nobody.out]).toEqual([1, '']);
    expect((await patchbay(['approval', 'decide', randomUUID(), 'ask', 'perhaps'])).code).toBe(2);
  });

  test('the audit is verified, and a change of it is found', async () => {
    expect(await patchbay(['audit', 'verify'])).toMatchObject({
      code: 0,
      err: expect.stringMatching(/whole: \d+ entries/),
    });
    await database.query(`UPDATE audit_entry SET actor_name = 'Mallory' WHERE seq = 1`);
    const ended = await patchbay(['audit', 'verify', '--json']);
    expect([ended.code, JSON.parse(ended.out)]).toEqual([1, { ok: false, entries: 0, brokenAt: '1' }]);
  });

  test('a link to sign in can be had again', async () => {
    const { out } = await patchbay(['sign-in-link']);
    expect(out).toMatch(/^http:\/\/localhost:\d+\/start#[\w-]{43}\n$/);
  });

  test('migrate says that there is nothing to do', async () => {
    expect(await patchbay(['migrate'])).toMatchObject({ code: 0, out: '', err: 'The database is up to date.\n' });
  });
});

describe('exit codes', () => {
  test.each([
    [['nope'], {}, 2],
    [['flow', 'export'], {}, 2],
    [['api-key', 'create', '--name', 'x', '--role', 'king'], {}, 2],
    [['run', 'list', '--limit', '0'], {}, 2],
    [['--help'], {}, 0],
    [['--version'], {}, 0],
    [['flow', 'list'], { DATABASE_URL: 'postgresql://me:pw@127.0.0.1:1/x' }, 3],
    [['flow', 'list'], { DATABASE_URL: '' }, 3],
    [['flow', 'list'], { DATABASE_URL: 'mysql://x' }, 1],
  ])('%j ends with the code that says why', async (args, env: Record<string, string>, code) => {
    const ended = await patchbay(args, env);
    expect([ended.code, ended.err]).toEqual([code, expect.not.stringContaining('node_modules')]);
    if (code !== 0) expect(ended.out).toBe('');
  });
});

describe('the program', () => {
  test('ends with the code of its command, data on stdout and words on stderr', async () => {
    expect(await program(['--version'])).toEqual({ code: 0, out: '0.1.0\n', err: '' });
    expect(await program(['nope'])).toMatchObject({ code: 2, out: '', err: expect.stringContaining('nope') });
    expect(await program(['run', 'show', randomUUID()])).toMatchObject({ code: 1, out: '' });
  });

  test('loads nothing of the product to help, or to say what is wrong with a command', async () => {
    const light = ['--import', join(import.meta.dirname, 'testing/nothing-heavy-preload.ts')];
    expect(await program(['flow', '--help'], light)).toMatchObject({ code: 0, err: '' });
    expect(await program(['run', 'list', '--limit', '0'], light)).toMatchObject({ code: 2 });
    expect((await program(['flow', 'list'], light)).err).toContain('@patchbay/api/console is loaded');
  });
});
