// What a real server says when it can take no more: 429 or 503 with a time to come back, and nothing is stored.
import { expect, test, vi } from 'vitest';
import { openHookServer } from './testing/hook-server.ts';
import type { HookServer } from './testing/hook-server.ts';

const stored = async ({ database }: HookServer): Promise<number> =>
  (await database.query('SELECT 1 FROM event')).length;
const patient = { timeout: 60_000, interval: 100 };

/** Refusals come at once; rejects when the event was taken. */
async function refusal(server: HookServer): Promise<{ status: number; retryAfter: number; detail: string }> {
  const answer = await server.deliver();
  const { detail = '' } = (await answer.json()) as { detail?: string };
  return { status: answer.status, retryAfter: Number(answer.headers.get('retry-after')), detail };
}

test('a workspace with too many queued runs is told 429, and is served again once they are fewer', async () => {
  await using server = await openHookServer({ BACKLOG_LIMIT: '3' });
  const { database, flowId } = server;
  // Those of another workspace are older, and do not count.
  await database.query(
    `INSERT INTO run (id, workspace_id, environment_id, flow_id, version_id, event_id, effect_root, created_at)
     SELECT gen_random_uuid(), w, w, w, w, gen_random_uuid(), gen_random_uuid(), now() - interval '1 day'
     FROM gen_random_uuid() w, generate_series(1, 5)`,
  );
  await database.query(
    `INSERT INTO run (id, workspace_id, environment_id, flow_id, version_id, event_id, effect_root)
     SELECT gen_random_uuid(), d.workspace_id, d.environment_id, d.flow_id, d.version_id, gen_random_uuid(), gen_random_uuid()
     FROM deployment d, generate_series(1, 3) WHERE d.flow_id = $1`,
    [flowId],
  );
  let before = 0;
  await vi.waitFor(async () => {
    before = await stored(server);
    const { status, retryAfter } = await refusal(server);
    expect([status, retryAfter]).toEqual([429, 10]);
  }, patient);
  expect(await stored(server)).toBe(before);
  await database.query('UPDATE run SET status = 3, finished_at = now()');
  await vi.waitFor(async () => {
    await server.deliver().catch(() => undefined);
    expect(await stored(server)).toBeGreaterThan(before);
  }, patient);
});

test('a full disk is said with 503 before anything is read', async () => {
  await using server = await openHookServer({ MIN_FREE_DISK_MB: '1000000000' });
  // Before the disk is looked at, a slow server may say that it is behind.
  await vi.waitFor(async () => {
    const { status, retryAfter, detail } = await refusal(server);
    expect([status, retryAfter]).toEqual([503, 30]);
    expect(detail).toContain('disk');
  }, patient);
  expect(await stored(server)).toBe(0);
});

test('a server whose event loop is late says 503, and takes events again when it is not', async () => {
  await using server = await openHookServer({});
  await vi.waitFor(async () => {
    const before = await stored(server);
    const end = performance.now() + 2_000;
    while (performance.now() < end) Math.sqrt(end);
    const { status, retryAfter } = await refusal(server);
    expect([status, retryAfter]).toEqual([503, 2]);
    expect(await stored(server)).toBe(before);
  }, patient);
  const before = await stored(server);
  await vi.waitFor(async () => {
    await server.deliver().catch(() => undefined);
    expect(await stored(server)).toBeGreaterThan(before);
  }, patient);
});
