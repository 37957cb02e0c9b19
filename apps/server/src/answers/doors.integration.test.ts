// The doors at which waits get their answers: what they take, what they say, and what they never do.
import { randomUUID } from 'node:crypto';
import { installKey, PgAcceptStore, PgWaitStore } from '@patchbay/db/run-store';
import { resumeTokens } from '@patchbay/engine';
import type { LinkPurpose, ResumeTokens } from '@patchbay/engine';
import { serialiseFlow } from '@patchbay/model/flow';
import { aFlow } from '@patchbay/model/flow/testing';
import { EnvironmentId, FlowId, FlowVersionId, RunId, WorkspaceId } from '@patchbay/model/identity';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openHookServer } from '../testing/hook-server.ts';
import type { HookServer } from '../testing/hook-server.ts';
import { insist } from '../testing/insist.ts';

let server: HookServer;
let tokens: ResumeTokens;
let accepts: PgAcceptStore;
let waits: PgWaitStore;
let workspaceId: WorkspaceId;
let environmentId: EnvironmentId;
const flowId = FlowId.parse(randomUUID());
const versionId = FlowVersionId.parse(randomUUID());
const hour = 3_600_000;

const doc = aFlow()
  .withTrigger('start')
  .withCallback('post')
  .withCallback('press', { method: 'any' })
  .withApproval('ask', { byLink: true })
  .withForEach('loop', 'trigger.body')
  .withCallback('inside')
  .to('start', 'post')
  .to('post', 'press')
  .to('press', 'ask')
  .to('ask', 'loop', 'approved')
  .to('loop', 'inside', 'each')
  .build();

beforeAll(async () => {
  server = await openHookServer({});
  const { url } = server.database;
  tokens = resumeTokens(await installKey(url));
  accepts = new PgAcceptStore({ url });
  waits = new PgWaitStore({ url });
  const [row] = await server.database.query('SELECT e.id, e.workspace_id FROM environment e LIMIT 1');
  workspaceId = WorkspaceId.parse(row?.['workspace_id']);
  environmentId = EnvironmentId.parse(row?.['id']);
  await server.database.query(
    'INSERT INTO flow_version (id, workspace_id, flow_id, document, published_by) VALUES ($1, $2, $3, $4, $5)',
    [versionId, workspaceId, flowId, serialiseFlow(doc), 'test'],
  );
});
afterAll(async () => {
  await accepts.close();
  await waits.close();
  await server[Symbol.asyncDispose]();
});

/** A run that has not come far yet: no worker runs here. */
async function begin(): Promise<RunId> {
  const about = { workspaceId, environmentId, flowId, versionId, deploymentId: null, triggerId: 'start' };
  const event = { contentType: 'application/json', meta: '{}', body: Buffer.from('[1]'), blob: null, sizeBytes: 3 };
  const accepted = await accepts.accept({ ...about, ...event, dedupeKey: null, replyTo: null, mode: 'live' });
  return RunId.parse(accepted.runId);
}
const linkOf = (purpose: LinkPurpose, effectRoot: RunId, path: string): string =>
  `${server.url}/${purpose === 'callback' ? 'resume' : 'approve'}/${tokens.sign(purpose, { effectRoot, path })}`;
const ask = (url: string, given?: RequestInit): Promise<Response> => insist(() => fetch(url, given));
const post = (url: string, body: string, headers: Record<string, string> = {}): Promise<Response> =>
  ask(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
const stored = async (runId: RunId, path: string) =>
  (await server.database.query('SELECT * FROM wait WHERE effect_root = $1 AND path = $2', [runId, path]))[0];
const detailOf = async (response: Response): Promise<string> => ((await response.json()) as { detail: string }).detail;

describe('the door for callbacks', () => {
  test('takes the first answer, before the step asks as well, and says so to whoever comes again', async () => {
    const runId = await begin();
    const link = linkOf('callback', runId, 'post');
    const first = await post(`${link}?from=shop`, '{"n":12345678901234567890}', { authorization: 'Bearer secret' });
    expect([first.status, await first.json()]).toMatchObject([200, { status: 'accepted' }]);
    const row = await stored(runId, 'post');
    expect(row).toMatchObject({ kind: 'callback', opened_at: null, content_type: 'application/json' });
    const meta = JSON.parse(String(row?.['meta'])) as Record<string, unknown>;
    expect(meta).toMatchObject({ method: 'POST', query: { from: 'shop' } });
    expect(JSON.stringify(meta)).not.toMatch(/Bearer|resume/);
    const again = await post(link, '{"n":12345678901234567890}');
    expect([again.status, await again.json()]).toMatchObject([200, { status: 'duplicate' }]);
    const other = await post(link, '{"n":2}');
    expect([other.status, await detailOf(other)]).toEqual([409, expect.stringContaining('first one counts')]);
  });

  test('takes an answer for one turn of a loop, and a large one', async () => {
    const runId = await begin();
    const large = JSON.stringify({ text: 'x'.repeat(100_000) });
    expect((await post(linkOf('callback', runId, 'loop[0]/inside'), large)).status).toBe(200);
    expect(await stored(runId, 'loop[0]/inside')).toMatchObject({ body: null, blob: expect.any(String) as string });
  });

  test('knows only addresses that this installation made, each for its own purpose', async () => {
    const runId = await begin();
    const link = linkOf('callback', runId, 'post');
    const foreign = resumeTokens(Buffer.alloc(32, 7)).sign('callback', { effectRoot: runId, path: 'post' });
    const wrong = [
      link.replace(/.\.(.)/, (text) => (text.startsWith('A') ? `B${text.slice(1)}` : `A${text.slice(1)}`)),
      `${link.slice(0, -2)}AA`,
      `${server.url}/resume/${foreign}`,
      `${server.url}/resume/${tokens.sign('approval', { effectRoot: runId, path: 'ask' })}`,
      `${server.url}/resume/x`,
      linkOf('callback', runId, 'ask'),
      linkOf('callback', runId, 'nowhere'),
    ];
    for (const url of wrong) {
      const response = await post(url, '{}');
      expect([url, response.status]).toEqual([url, 404]);
    }
    expect(await server.database.query('SELECT 1 FROM wait WHERE effect_root = $1', [runId])).toEqual([]);
  });

  test('does not take a look for an answer: GET where the step says POST, and HEAD never', async () => {
    const runId = await begin();
    const get = await ask(linkOf('callback', runId, 'post'));
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST, PUT']);
    const press = linkOf('callback', runId, 'press');
    expect((await ask(press, { method: 'HEAD' })).status).toBe(404);
    expect(await stored(runId, 'press')).toBeUndefined();
    const pressed = await ask(`${press}?ok=1`, { headers: { accept: 'text/html' } });
    expect([pressed.status, await pressed.text()]).toEqual([200, expect.stringContaining('The answer was taken')]);
    expect(JSON.parse(String((await stored(runId, 'press'))?.['meta']))).toMatchObject({ query: { ok: '1' } });
  });

  test('refuses bodies that are not what they say, or too large, and keeps nothing of them', async () => {
    const runId = await begin();
    const link = linkOf('callback', runId, 'post');
    expect((await post(link, '{')).status).toBe(400);
    expect((await post(link, 'x', { 'content-type': 'image/png' })).status).toBe(415);
    expect((await post(link, `"${'x'.repeat(10_485_760)}"`)).status).toBe(413);
    expect(await stored(runId, 'post')).toBeUndefined();
  });

  test('says that it is too late', async () => {
    const [late, ended] = [await begin(), await begin()];
    await waits.open({
      effectRoot: late,
      runId: late,
      path: 'post',
      workspaceId,
      environmentId,
      flowId,
      nodeId: 'post',
      kind: 'callback',
      timeoutMs: -1,
      remindAfterMs: null,
      ask: null,
    });
    await server.database.query('UPDATE run SET status = 5 WHERE id = $1', [ended]);
    const answers = await Promise.all([late, ended].map((runId) => post(linkOf('callback', runId, 'post'), '{}')));
    expect(answers.map(({ status }) => status)).toEqual([410, 410]);
    expect(await Promise.all(answers.map(detailOf))).toEqual([
      expect.stringContaining('time for an answer is over'),
      expect.stringContaining('has ended'),
    ]);
  });
});

describe('approvals by link', () => {
  const question = {
    title: 'Ship <b>ORD-1</b>?',
    description: '"quoted" & <script>alert(1)</script>',
    fields: [
      { name: 'note', label: 'Note', type: 'text', required: true },
      { name: 'size', label: 'Size', type: 'choice', options: ['S', 'L'] },
    ],
    decidedBy: 'operator',
    byLink: true,
  };
  const asks = async (given: object = {}, timeoutMs = hour): Promise<[RunId, string]> => {
    const runId = await begin();
    await waits.open({
      effectRoot: runId,
      runId,
      path: 'ask',
      workspaceId,
      environmentId,
      flowId,
      nodeId: 'ask',
      kind: 'approval',
      timeoutMs,
      remindAfterMs: null,
      ask: JSON.stringify({ ...question, ...given }),
    });
    return [runId, linkOf('approval', runId, 'ask')];
  };
  const form = (fields: Record<string, string>): RequestInit => ({
    method: 'POST',
    body: new URLSearchParams(fields),
  });
  const decided = async (runId: RunId): Promise<Record<string, unknown> | undefined> => {
    const body = (await stored(runId, 'ask'))?.['body'] as Buffer | null | undefined;
    return body === null || body === undefined ? undefined : (JSON.parse(body.toString()) as Record<string, unknown>);
  };

  test('show the question as text, and decide nothing by being opened', async () => {
    const [runId, link] = await asks();
    for (const method of ['GET', 'HEAD', 'GET']) {
      const response = await ask(link, { method });
      expect(response.status).toBe(200);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('referrer-policy')).toBe('no-referrer');
      expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
    }
    const html = await (await ask(link)).text();
    expect(html).toContain('Ship &lt;b&gt;ORD-1&lt;/b&gt;?');
    expect(html).not.toMatch(/<script|<b>/);
    expect(await decided(runId)).toBeUndefined();
  });

  test('take the decision of the first, with the form and a name, and tell the next who was first', async () => {
    const [runId, link] = await asks();
    const given = { 'field.note': 'fine', 'field.size': 'L', by: 'Ada', decision: 'approved' };
    expect((await ask(link, form(given))).status).toBe(200);
    expect(await decided(runId)).toMatchObject({
      decision: 'approved',
      by: 'Ada (by link)',
      fields: { note: 'fine', size: 'L' },
    });
    const second = await ask(link, form({ ...given, by: 'Bob', decision: 'rejected' }));
    expect([second.status, await second.text()]).toEqual([409, expect.stringContaining('Ada (by link) approved this')]);
    expect((await ask(link)).status).toBe(409);
    const audit = await server.database.query(
      `SELECT actor_kind, actor_name, after FROM audit_entry WHERE action = 'approval.decide' AND target_id = $1`,
      [runId],
    );
    expect(audit).toMatchObject([{ actor_kind: 'system', actor_name: 'Ada (by link)' }]);
    expect(String(audit[0]?.['after'])).toContain('approved');
  });

  test('say at the field what is wrong, and keep what was typed', async () => {
    const [runId, link] = await asks();
    const blank = await ask(link, form({ by: 'Ada', decision: 'approved', 'field.size': 'S' }));
    const html = await blank.text();
    expect([blank.status, html]).toEqual([422, expect.stringContaining('must be filled in to approve')]);
    expect(html).toContain('<option selected>S</option>');
    for (const given of [
      { decision: 'approved', 'field.note': 'x' },
      { by: 'Ada', 'field.note': 'x' },
      { by: 'Ada', decision: 'maybe' },
      { by: 'Ada', decision: 'rejected', 'field.size': '<XL>' },
    ]) {
      expect((await ask(link, form(given as unknown as Record<string, string>))).status).toBe(422);
    }
    expect(await decided(runId)).toBeUndefined();
  });

  test('are not there where the step wants people to sign in, was not asked yet, or the address is not ours', async () => {
    const [, quiet] = await asks({ byLink: false });
    const early = linkOf('approval', await begin(), 'ask');
    const [runId] = await asks();
    const callback = `${server.url}/approve/${tokens.sign('callback', { effectRoot: runId, path: 'ask' })}`;
    for (const url of [quiet, early, callback, `${server.url}/approve/x`]) {
      expect((await ask(url)).status).toBe(404);
      expect((await ask(url, form({ by: 'Ada', decision: 'rejected' }))).status).toBe(404);
    }
    expect(await decided(runId)).toBeUndefined();
  });

  test('are over when their time is, or the run has ended', async () => {
    const [, late] = await asks({}, -1);
    const [gone, ended] = await asks();
    await server.database.query('UPDATE run SET status = 5 WHERE id = $1', [gone]);
    for (const url of [late, ended]) {
      expect((await ask(url)).status).toBe(410);
      expect((await ask(url, form({ by: 'Ada', decision: 'rejected' }))).status).toBe(410);
    }
  });

  test('say that the run was removed, once it is', async () => {
    const [runId, link] = await asks();
    await server.database.query('DELETE FROM wait WHERE effect_root = $1', [runId]);
    await server.database.query('DELETE FROM run WHERE id = $1', [runId]);
    for (const response of [await ask(link), await ask(link, form({ by: 'Ada', decision: 'rejected' }))]) {
      expect([response.status, await response.text()]).toEqual([410, expect.stringContaining('was removed')]);
    }
    const callback = linkOf('callback', runId, 'post');
    for (const response of [await ask(callback), await post(callback, '{}')]) {
      expect(response.status).toBe(410);
      expect(await detailOf(response)).toMatch(/run that waited here .* was removed.* no use/);
    }
    expect(await stored(runId, 'post')).toBeUndefined();
  });

  test('take forms only', async () => {
    const [runId, link] = await asks();
    const response = await post(link, '{"by":"Ada","decision":"rejected"}');
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(await decided(runId)).toBeUndefined();
  });
});
