// Steps over lists that are much work let others go on, and end in words when they would be too much.
import { aFlow } from '@patchbay/model/flow/testing';
import type { FlowDocument } from '@patchbay/model/flow';
import { describe, expect, it } from 'vitest';
import { advanceOnce } from '../testing/advance-once.ts';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, at) => at);
const started = () => aFlow().withTrigger('start');
/** The whole list is read for each record. */
const heavy = started()
  .withFilter('kept', 'SUM(trigger.body) > 0 and item % 2 = 0', 'trigger.body')
  .to('start', 'kept')
  .build();

/** Rounds of the event loop that others had until the run was left. */
async function withRounds(doc: FlowDocument, body: unknown, given: Partial<Parameters<typeof advanceOnce>[1]> = {}) {
  let rounds = 0;
  let isOver = false;
  const count = (): void => {
    rounds += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  const run = await advanceOnce(doc, { body: JSON.stringify(body), drivers: {}, ...given });
  isOver = true;
  return { run, rounds };
}

describe('a step over a list', () => {
  it('that is little work is done at once', async () => {
    const { run, rounds } = await withRounds(heavy, numbers(50));
    expect(run.steps.get('kept')).toMatchObject({ status: 'succeeded', ports: ['out'] });
    expect(rounds).toBeLessThan(3);
  });

  it('that is much work lets others go on, and gives the same', async () => {
    const { run, rounds } = await withRounds(heavy, numbers(3_000));
    expect(run.steps.get('kept')).toMatchObject({
      status: 'succeeded',
      output: numbers(3_000).filter((number) => number % 2 === 0),
    });
    expect(rounds).toBeGreaterThan(5);
  });

  it('that is much work hands on by both its ways what is right and what is not', async () => {
    const doc = started()
      .withList('checked', {
        kind: 'validate',
        items: 'trigger.body',
        rules: [{ rule: 'condition', field: 'n', condition: 'item.n % 10000 > 0' }],
      })
      .withRespond('reply', 'COUNT(steps.checked.valid)')
      .to('start', 'checked')
      .to('checked', 'reply')
      .build();
    const { run, rounds } = await withRounds(
      doc,
      numbers(200_000).map((n) => ({ n })),
    );
    expect(run.end?.status).toBe('succeeded');
    expect(run.steps.get('checked')).toMatchObject({ rejected: { count: 20 }, ports: ['out', 'invalid'] });
    expect(rounds).toBeGreaterThan(3);
  });

  it('that would be more work than one step may be fails, in words', async () => {
    const text = 'x'.repeat(260_000);
    const doc = started()
      .withFilter('kept', 'SEARCH(LEFT(trigger.body.text, 500), trigger.body.text) > 0', 'trigger.body.list')
      .to('start', 'kept')
      .build();
    const { run } = await withRounds(doc, { text, list: numbers(120) });
    expect(run.end?.status).toBe('failed');
    const { error } = run.steps.get('kept') ?? {};
    expect(error).toMatchObject({ code: 'budgetExceeded', message: expect.stringContaining('more work') });
    expect(error?.next).toContain('for each record');
  });

  it('that would make far more than it was given fails, in words', async () => {
    const rows = numbers(120).map((at) => ({ k: 1, at, text: 'x'.repeat(5_000) }));
    const doc = started()
      .withList('joined', {
        kind: 'join',
        items: 'trigger.body',
        partners: 'trigger.body',
        key: 'item.k',
        partnerKey: 'item.k',
        as: 'with',
        keep: 'inner',
      })
      .to('start', 'joined')
      .build();
    const { run } = await withRounds(doc, rows);
    const { error } = run.steps.get('joined') ?? {};
    expect(error).toMatchObject({
      code: 'budgetExceeded',
      message: 'The step would make more than 100 MB of records.',
    });
    expect(error?.next).toContain('same key');
  });

  it('is put back when the worker stops, and whoever goes on begins it anew', async () => {
    let isStopping = true;
    const { run } = await withRounds(heavy, numbers(3_000), { control: { draining: () => isStopping } });
    expect(run.end?.status).toBe('waiting');
    expect(run.steps.get('kept')?.status).not.toBe('succeeded');
    isStopping = false;
    const again = await run.again();
    expect(again.end?.status).toBe('succeeded');
    expect(again.steps.get('kept')?.output).toHaveLength(1_500);
  });

  it('ends when its run is cancelled', async () => {
    const { run } = await withRounds(heavy, numbers(3_000), { control: { cancel: AbortSignal.timeout(30) } });
    expect(run.end?.status).toBe('cancelled');
  });
});
