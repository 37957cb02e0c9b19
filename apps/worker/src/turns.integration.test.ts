import { ConnectorError } from '@patchbay/connector-sdk';
import type { OperationCall } from '@patchbay/engine/drivers';
import type { FlowDocument, FlowSettings } from '@patchbay/model/flow';
import { aFlow } from '@patchbay/model/flow/testing';
import type { RunId } from '@patchbay/model/identity';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { admin, closeLab, live, openLab, people, Target, until, view, worker, workspaceId } from './testing/run-lab.ts';

beforeAll(openLab);
afterAll(closeLab);

/** trigger → one call that a test holds back as long as it likes. */
function flowWith(settings: Partial<FlowSettings>, operation = 'target.keyed'): FlowDocument {
  const doc = aFlow()
    .withTrigger('start')
    .withAction('call', { operation, input: { id: { mode: 'mapped', path: 'trigger.body.id' } } })
    .to('start', 'call')
    .build();
  return { ...doc, settings: { ...doc.settings, ...settings } };
}

/** Calls wait until they are let go; who called, in order. */
class Gate {
  readonly called: string[] = [];
  readonly #open = new Map<string, () => void>();
  most = 0;
  readonly answer = (call: OperationCall): Promise<{ ok: true }> => {
    const id = call.input['id'] as string;
    this.called.push(id);
    return new Promise((resolve) => {
      this.#open.set(id, () => resolve({ ok: true }));
      this.most = Math.max(this.most, this.#open.size);
    });
  };
  async letGo(id: string): Promise<void> {
    await vi.waitFor(() => expect(this.#open.has(id)).toBe(true), { timeout: 60_000, interval: 20 });
    this.#open.get(id)?.();
    this.#open.delete(id);
  }
}

const gated = (): { target: Target; gate: Gate } => {
  const target = new Target();
  const gate = new Gate();
  target.answer = gate.answer;
  return { target, gate };
};

const statuses = async (runs: readonly RunId[]): Promise<unknown[]> =>
  Promise.all(runs.map(async (run) => (await view(run)).status));

describe('an order key', () => {
  test('lets the runs of a key go one after the other, in the order of their events, and others pass', async () => {
    const { target, gate } = gated();
    const one = await worker(target);
    await using flow = await live(flowWith({ order: { key: 'trigger.body.customer' } }));
    const runs = [];
    for (const id of ['a1', 'a2', 'a3']) runs.push(await flow.send({ id, customer: 'a' }));
    await flow.send({ id: 'b1', customer: 'b' });
    await gate.letGo('b1');
    expect(gate.called.toSorted()).toEqual(['a1', 'b1']);
    expect(await statuses(runs)).toEqual(['running', 'queued', 'queued']);
    for (const id of ['a1', 'a2', 'a3']) await gate.letGo(id);
    for (const run of runs) await until(run, 'succeeded');
    expect(gate.called.filter((id) => id.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
    await one.stop();
  });

  test('lets followers go on once the run before has failed, and blocks them while it waits for a person', async () => {
    const target = new Target();
    target.answer = ({ input }) => {
      if (input['id'] === 'wrong') throw new ConnectorError('invalidInput', 'No.');
      if (input['id'] === 'doubt') throw new ConnectorError('transient', 'No answer came.');
      return { ok: true };
    };
    const one = await worker(target);
    await using flow = await live(flowWith({ order: {} }, 'target.unsafe'));
    const wrong = await flow.send({ id: 'wrong' });
    const doubt = await flow.send({ id: 'doubt' });
    const last = await flow.send({ id: 'last' });
    await until(wrong, 'failed');
    await until(doubt, 'waiting');
    expect((await view(last)).status).toBe('queued');
    const commands = people();
    await commands.resolveStep({
      runId: doubt,
      workspaceId,
      path: 'call',
      decision: 'done',
      output: null,
      decidedBy: 'Ada',
    });
    await commands.close();
    await until(last, 'succeeded');
    await one.stop();
  });

  test('holds when the worker of the head is lost: the run is taken over, nobody passes', async () => {
    const { target, gate } = gated();
    const lost = await worker(target);
    await using flow = await live(flowWith({ order: {} }));
    const first = await flow.send({ id: 'first' });
    const second = await flow.send({ id: 'second' });
    await vi.waitFor(() => expect(gate.called).toEqual(['first']), { timeout: 60_000, interval: 20 });
    await lost.loseLease();
    const other = await worker(target);
    await vi.waitFor(() => expect(gate.called).toEqual(['first', 'first']), { timeout: 60_000, interval: 20 });
    await gate.letGo('first');
    await gate.letGo('second');
    await until(first, 'succeeded');
    await until(second, 'succeeded');
    expect(gate.called).toEqual(['first', 'first', 'second']);
    await other.stop();
  });

  test('goes on when a turn was not given on by whoever ended the run', async () => {
    await using flow = await live(flowWith({ order: {} }));
    const first = await flow.send({ id: 'first' });
    const second = await flow.send({ id: 'second' });
    await admin.query('UPDATE run SET status = 3, finished_at = now(), fence = fence + 1 WHERE id = $1', [first]);
    const one = await worker();
    await until(second, 'succeeded');
    await one.stop();
  });

  test('goes on when a waiting run is cancelled; a replay goes to the end of the line', async () => {
    const { target, gate } = gated();
    const one = await worker(target);
    await using flow = await live(flowWith({ order: {} }));
    const first = await flow.send({ id: 'first' });
    const second = await flow.send({ id: 'second' });
    await gate.letGo('first');
    await until(first, 'succeeded');
    const third = await flow.send({ id: 'third' });
    const fourth = await flow.send({ id: 'fourth' });
    const commands = people();
    const again = await commands.replay({
      runId: first,
      workspaceId,
      versionId: null,
      asNewEvent: true,
      payload: null,
    });
    if (again === null) throw new Error('the run was not replayed');
    expect(await commands.requestCancel({ runId: third, workspaceId, undoes: false })).toBe('cancelled');
    await commands.close();
    await gate.letGo('second');
    await gate.letGo('fourth');
    await gate.letGo('first');
    await until(again, 'succeeded');
    expect(await statuses([second, third, fourth])).toEqual(['succeeded', 'cancelled', 'succeeded']);
    expect(gate.called).toEqual(['first', 'second', 'fourth', 'first']);
    await one.stop();
  });
});

describe('a concurrency key', () => {
  test('lets so many runs of a key be under way at once, over several workers; those without a value wait for nobody', async () => {
    const { target, gate } = gated();
    const workers = [await worker(target), await worker(target)];
    await using flow = await live(flowWith({ concurrency: { limit: 2, key: 'trigger.body.shop' } }));
    const ids = Array.from({ length: 8 }, (_, index) => `r${index}`);
    const runs = await Promise.all(ids.map((id) => flow.send({ id, shop: 7 })));
    for (const id of ['x', 'y', 'z']) {
      await flow.send({ id });
      await gate.letGo(id);
    }
    gate.most = 0;
    for (let done = 0; done < ids.length; done += 1) {
      const next = await vi.waitFor(
        () => {
          const id = gate.called.filter((called) => called.startsWith('r'))[done];
          if (id === undefined) throw new Error('nobody called');
          return id;
        },
        { timeout: 60_000, interval: 20 },
      );
      await gate.letGo(next);
    }
    for (const run of runs) await until(run, 'succeeded');
    expect(gate.most).toBeLessThanOrEqual(2);
    const { rows } = await admin.query<{ most: number }>(
      `SELECT max((SELECT count(*)::int FROM run b WHERE b.flow_id = a.flow_id AND b.id IN (SELECT run_id FROM run_line)
         AND b.started_at <= a.started_at AND b.finished_at > a.started_at)) AS most
       FROM run a WHERE a.flow_id = $1 AND a.id IN (SELECT run_id FROM run_line)`,
      [flow.flowId],
    );
    expect(rows[0]?.most).toBe(2);
    await Promise.all(workers.map((one) => one.stop()));
  });

  test('goes together with an order key: who waits for the run before it takes no place', async () => {
    const { target, gate } = gated();
    const one = await worker(target);
    await using flow = await live(flowWith({ order: { key: 'trigger.body.customer' }, concurrency: { limit: 2 } }));
    const runs = [];
    for (const id of ['a1', 'a2', 'a3', 'b1', 'c1']) runs.push(await flow.send({ id, customer: id[0] ?? '' }));
    await vi.waitFor(() => expect(gate.called).toEqual(['a1', 'b1']), { timeout: 60_000, interval: 20 });
    await gate.letGo('b1');
    await vi.waitFor(() => expect(gate.called).toEqual(['a1', 'b1', 'c1']), { timeout: 60_000, interval: 20 });
    for (const id of ['a1', 'a2', 'a3', 'c1']) await gate.letGo(id);
    for (const run of runs) await until(run, 'succeeded');
    expect(gate.called).toEqual(['a1', 'b1', 'c1', 'a2', 'a3']);
    expect(gate.most).toBeLessThanOrEqual(2);
    await one.stop();
  });
});
