// What the door of a paused flow says: the event is taken and stored, and the caller is told at once that it waits.
import { expect, test, vi } from 'vitest';
import { openHookServer } from './testing/hook-server.ts';

test('a webhook of a paused flow is answered at once, also where a caller would wait, and its run is held', async () => {
  await using server = await openHookServer({});
  const { database, flowId } = server;
  await database.query("UPDATE deployment SET status = 'paused' WHERE flow_id = $1", [flowId]);
  await database.query("SELECT pg_notify('patchbay_deployment', $1)", [flowId]);
  const body = await vi.waitFor(
    async () => {
      const answer = await server.deliver();
      const told = (await answer.json()) as { runId: string; status: string; url: string };
      expect([answer.status, told.status]).toEqual([202, 'paused']);
      return told;
    },
    { timeout: 60_000, interval: 100 },
  );
  const [run] = await database.query<{ status: number; held: number }>('SELECT status, held FROM run WHERE id = $1', [
    body.runId,
  ]);
  expect(run).toEqual({ status: 0, held: 2 });
  expect(body.url).toBe(`/runs/${body.runId}`);
});
