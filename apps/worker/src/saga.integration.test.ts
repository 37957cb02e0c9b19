// Sagas on a real database: what a run did is taken back when it fails or is cancelled, through crashes, once each.
import { aFlow } from '@patchbay/model/flow/testing';
import type { Json } from '@patchbay/model/schema';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  admin,
  closeLab,
  openLab,
  people,
  soon,
  start,
  type Target,
  until,
  view,
  worker,
  workspaceId,
} from './testing/run-lab.ts';

beforeAll(openLab);
afterAll(closeLab);

const once = { maxAttempts: 1, firstDelayMs: 0, maxDelayMs: 0, deadlineMs: 60_000 };
const undo = (of: string, operation = 'target.keyed') => ({
  operation,
  input: {
    undo: { mode: 'fixed' as const, value: of },
    id: { mode: 'expression' as const, expr: `steps.${of}.id` },
  },
  retry: once,
});
/** Stock is reserved, money taken, and the parcel refused. */
const order = (undoOfCharge = 'target.keyed') =>
  aFlow()
    .withTrigger('start')
    .withAction('reserve', { operation: 'target.keyed', compensate: undo('reserve') })
    .withAction('charge', { operation: 'target.unsafe', compensate: undo('charge', undoOfCharge) })
    .withAction('parcel', {
      operation: 'target.keyed',
      input: { what: { mode: 'fixed', value: 'parcel' } },
      retry: once,
    })
    .to('start', 'reserve')
    .to('reserve', 'charge')
    .to('charge', 'parcel')
    .build();

class Refused extends Error {
  override readonly name = 'ConnectorError';
  readonly kind = 'permanent';
  readonly effect = 'none';
}
const refusing =
  (target: Target, refused: (input: Readonly<Record<string, Json>>) => boolean) =>
  ({ input }: { input: Readonly<Record<string, Json>> }): Json => {
    if (refused(input)) throw new Refused('no');
    return { id: target.calls.length };
  };
const isParcel = (input: Readonly<Record<string, Json>>): boolean => input['what'] === 'parcel';
const undone = (target: Target): Json[] =>
  target.calls.flatMap(({ input }) => (input['undo'] === undefined ? [] : [input['undo']]));
const deadLetterOf = async (runId: string) => {
  const { rows } = await admin.query<{ kind: string; reason: string; remaining: string | null }>(
    'SELECT kind, reason, remaining FROM dead_letter WHERE run_id = $1',
    [runId],
  );
  return rows[0];
};

test('a step that fails has what was done before it taken back, the last first, each under a key of its own', async () => {
  const one = await worker();
  one.target.answer = refusing(one.target, isParcel);
  const runId = await start(order());
  await until(runId, 'failed');
  expect(undone(one.target)).toEqual(['charge', 'reserve']);
  const [reserve, charge, , takeMoneyBack, releaseStock] = one.target.calls;
  expect(releaseStock?.input).toEqual({ undo: 'reserve', id: 1 });
  expect(takeMoneyBack?.input).toEqual({ undo: 'charge', id: 2 });
  const keys = [reserve, charge, takeMoneyBack, releaseStock].map((call) => call?.idempotencyKey);
  expect(new Set(keys).size).toBe(4);
  const { steps, error } = await view(runId);
  expect(Object.fromEntries(Object.values(steps).map(({ path, status }) => [path, status]))).toEqual({
    start: 'succeeded',
    reserve: 'compensated',
    charge: 'compensated',
    parcel: 'failed',
    'charge:c': 'succeeded',
    'reserve:c': 'succeeded',
  });
  expect(error).toContain('parcel: no');
  expect(await deadLetterOf(runId)).toBeUndefined();

  // Done again under the same keys, the target would hand out what it has taken back.
  one.target.answer = () => ({ id: 0 });
  const commands = people();
  const again = await commands.replay({ runId, workspaceId, versionId: null, asNewEvent: false, payload: null });
  await commands.close();
  if (again === null) throw new Error('nothing was replayed');
  await until(again, 'succeeded');
  const later = one.target.calls.slice(5).map((call) => call.idempotencyKey);
  expect(later).toHaveLength(3);
  expect(later.slice(0, 2).filter((key) => keys.includes(key))).toEqual([]);
  expect(later[2]).toBe(one.target.calls[2]?.idempotencyKey);
  await one.stop();
});

test('what cannot be taken back stands in the dead letters by name, and the walk goes on with the others', async () => {
  const one = await worker();
  one.target.answer = refusing(one.target, (input) => isParcel(input) || input['undo'] === 'charge');
  const runId = await start(order());
  await until(runId, 'failed');
  expect(undone(one.target)).toEqual(['charge', 'reserve']);
  const { steps } = await view(runId);
  expect([steps['reserve']?.status, steps['charge']?.status, steps['charge:c']?.status]).toEqual([
    'compensated',
    'succeeded',
    'failed',
  ]);
  const letter = await deadLetterOf(runId);
  expect([letter?.kind, letter?.reason]).toEqual(['undo', 'Not everything was taken back: charge.']);
  expect(JSON.parse(letter?.remaining ?? '[]')).toEqual([{ path: 'charge', step: 'charge', why: 'no' }]);

  // Redriven, it does nothing but take back what is left, under the key of the first try.
  const before = one.target.calls.length;
  one.target.answer = () => ({ id: 0 });
  const commands = people();
  const charge = steps['charge'];
  if (charge === undefined) throw new Error('no charge');
  const ending = { status: 'succeeded' as const, error: null };
  const request = { runId, workspaceId, versionId: null, asNewEvent: false, payload: null, redrives: true };
  const redrive = { ...request, kept: [{ ...charge, attempts: [] }], ending };
  const again = await commands.replay(redrive);
  expect(await commands.replay(redrive)).toBeNull();
  await commands.close();
  if (again === null) throw new Error('nothing was redriven');
  await until(again, 'succeeded');
  expect(one.target.calls.slice(before).map((call) => [call.input['undo'], call.idempotencyKey])).toEqual([
    ['charge', one.target.calls.find((call) => call.input['undo'] === 'charge')?.idempotencyKey],
  ]);
  expect((await view(again)).steps['charge']?.status).toBe('compensated');
  await one.stop();
});

test('a cancelled run that waits takes back what it did, and is cancelled then', async () => {
  const one = await worker();
  one.target.answer = (call) => {
    if (!isParcel(call.input)) return { id: 7 };
    throw Object.assign(new Refused('later'), { kind: 'transient', retryAfterMs: 600_000 });
  };
  const patient = { maxAttempts: 5, firstDelayMs: 3_600_000, maxDelayMs: 3_600_000, deadlineMs: 604_800_000 };
  const doc = order();
  const runId = await start({
    ...doc,
    nodes: doc.nodes.map((node) =>
      node.kind === 'action' && node.id === 'parcel' ? { ...node, retry: patient } : node,
    ),
  });
  await until(runId, 'waiting');
  const commands = people();
  expect(await commands.requestCancel({ runId, workspaceId, undoes: true })).toBe('requested');
  await commands.close();
  await until(runId, 'cancelled');
  expect(undone(one.target)).toEqual(['charge', 'reserve']);
  await one.stop();
});

test('a worker that is lost while it takes back is followed by one that goes on: keyed calls again, unsafe ones in doubt', async () => {
  const first = await worker();
  let hang: () => void = () => undefined;
  first.target.answer = ({ input }) => {
    if (isParcel(input)) throw new Refused('no');
    if (input['undo'] !== 'charge') return { id: 1 };
    return new Promise((resolve) => {
      hang = () => resolve({});
    });
  };
  const runId = await start(order('target.unsafe'));
  await vi.waitFor(() => expect(undone(first.target)).toEqual(['charge']), { timeout: 60_000 });
  expect((await view(runId)).status).toBe('compensating');
  await first.loseLease();
  const second = await worker();
  second.target.answer = () => ({ id: 1 });
  await vi.waitFor(async () => expect((await view(runId)).steps['charge:c']?.status).toBe('unknown'), {
    timeout: 60_000,
  });
  expect(undone(second.target)).toEqual([]);
  const commands = people();
  const decision = { runId, workspaceId, path: 'charge:c', decision: 'done' as const, output: null, decidedBy: 'Ada' };
  expect(await commands.resolveStep(decision)).toBe('resolved');
  await commands.close();
  await until(runId, 'failed');
  expect(undone(second.target)).toEqual(['reserve']);
  const { steps } = await view(runId);
  expect([steps['charge']?.status, steps['reserve']?.status]).toEqual(['compensated', 'compensated']);
  expect(await deadLetterOf(runId)).toBeUndefined();
  hang();
  await first.pool.drain(2_000);
  await second.stop();
});

test('a cancel that an operation does not heed ends with the run taken back; the late result is refused', async () => {
  const one = await worker();
  let answer: (output: Json) => void = () => undefined;
  one.target.answer = ({ input }) =>
    isParcel(input)
      ? new Promise((resolve) => {
          answer = resolve;
        })
      : { id: 3 };
  const runId = await start(order());
  await vi.waitFor(() => expect(one.target.calls).toHaveLength(3), { timeout: 60_000 });
  const commands = people();
  expect(await commands.requestCancel({ runId, workspaceId, undoes: true })).toBe('requested');
  await commands.close();
  one.pool.cancel(runId);
  await until(runId, 'cancelled');
  expect(undone(one.target)).toEqual(['charge', 'reserve']);
  answer({ ok: true });
  await vi.waitFor(() => expect(one.pool.active).toBe(0), soon);
  expect((await view(runId)).steps['parcel']?.status).toBe('started');
  await one.stop();
});

test('in a loop each turn is taken back, and a try that asks for it takes back at once and goes on', async () => {
  const one = await worker();
  one.target.answer = refusing(one.target, isParcel);
  const flow = aFlow()
    .withTrigger('start')
    .withForEach('lines', 'trigger.body', { as: 'line', onFailure: 'stop' })
    .withAction('reserve', {
      operation: 'target.keyed',
      compensate: { operation: 'target.keyed', input: { undo: { mode: 'mapped', path: 'line.sku' } } },
    })
    .withTry('attempt')
    .withAction('charge', { operation: 'target.keyed', compensate: undo('charge') })
    .withAction('parcel', {
      operation: 'target.keyed',
      input: { what: { mode: 'fixed', value: 'parcel' } },
      retry: once,
    })
    .withFail('sorry', '"No parcel."')
    .to('start', 'lines')
    .to('lines', 'reserve', 'each')
    .to('lines', 'attempt')
    .to('attempt', 'charge', 'body')
    .to('charge', 'parcel')
    .to('attempt', 'sorry', 'error')
    .build();
  const doc = {
    ...flow,
    nodes: flow.nodes.map((node) => (node.kind === 'try' ? { ...node, undoOnFailure: true } : node)),
  };
  const runId = await start(doc, [{ sku: 'a' }, { sku: 'b' }]);
  await until(runId, 'failed');
  expect(undone(one.target)).toEqual(['charge', 'b', 'a']);
  const { steps } = await view(runId);
  expect(steps['attempt/charge']?.status).toBe('compensated');
  expect([steps['lines[0]/reserve']?.status, steps['lines[1]/reserve']?.status]).toEqual([
    'compensated',
    'compensated',
  ]);
  await one.stop();
});
