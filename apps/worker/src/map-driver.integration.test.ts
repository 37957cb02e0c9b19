// Maps that leave the worker's event loop: the same results, and whoever else has work goes on.
import { planFlow } from '@patchbay/engine';
import type { AdvanceDrivers, PlannedNode } from '@patchbay/engine';
import { mappingCase } from '@patchbay/mapping/testing';
import { seededContext } from '@patchbay/mapping';
import { emptyFlow } from '@patchbay/model/flow';
import type { FlowNode } from '@patchbay/model/flow';
import { aFlow } from '@patchbay/model/flow/testing';
import { WorkspaceId } from '@patchbay/model/identity';
import type { MappingDocument } from '@patchbay/model/mapping';
import type { Json } from '@patchbay/model/schema';
import { createMapPool, mapDriver } from '@patchbay/sandbox';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { closeLab, openLab, people, start, Target, until, view, worker, workspaceId } from './testing/run-lab.ts';

const pool = createMapPool({ size: 2 });
const narrow = createMapPool({ size: 1, memoryMb: 32 });
beforeAll(openLab);
afterAll(async () => {
  await closeLab();
  await Promise.all([pool[Symbol.asyncDispose](), narrow[Symbol.asyncDispose]()]);
});

type Step = Extract<PlannedNode['step'], { type: 'map' }>;
function mapStep(mapping: MappingDocument): Step {
  const node = { id: 'n', kind: 'map', name: 'n', label: 'Map', position: { x: 0, y: 0 }, mapping } as FlowNode;
  const step = planFlow({ ...emptyFlow('f'), nodes: [node] }, () => undefined).nodes[0]?.step;
  if (step?.type !== 'map') throw new RangeError('a map step');
  return step;
}

/** What a step makes of it, or the error it fails with. */
const ended = (make: () => unknown): unknown => {
  try {
    return make();
  } catch (thrown) {
    return { failed: (thrown as { error?: unknown }).error ?? thrown };
  }
};
/** As the history keeps it. */
const kept = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const clock = { now: 1_774_785_600_000, seed: 'run', path: 'n' };
const context = () => seededContext({ now: clock.now, effectRoot: clock.seed, path: clock.path });
const call = { body: null, clock, workspaceId: WorkspaceId.parse(workspaceId), signal: new AbortController().signal };

/** A list of `count` records, each with a text of `length` characters. */
const records = (count: number, length: number): Json => ({
  records: Array.from({ length: count }, (_, at) => ({ at, text: `${at} `.padEnd(length, 'lorem ipsum ') })),
});
const costly = {
  n: 'COUNT(MAP(trigger.body.records, r -> REGEXREPLACE(LEFT(r.text, 120), "(lor|ips)(em|um)", "$2-")))',
};
const flowOf = (fields: Record<string, string>) =>
  aFlow().withTrigger('start').withMap('map', fields).to('start', 'map').build();

describe('a map beside the event loop', () => {
  test('gives what it gives inside of the process: output, failures, what it left out', async () => {
    const driver = mapDriver(pool);
    await fc.assert(
      fc.asyncProperty(mappingCase, async ({ doc, scope }) => {
        const step = mapStep(doc);
        const around = { trigger: null, steps: {}, errors: {}, vars: {}, ...scope };
        const made = await driver.run({ ...call, mapping: step.mapping, scope: step.reads.scope(around) });
        const beside = ended(() => step.settle(made.ok ? made.made : (made as never)));
        expect(kept(beside)).toEqual(kept(ended(() => step.run(around, context(), () => []))));
      }),
      { numRuns: 60 },
    );
  });

  test('reads a large body as the process does, and draws the same chance', async () => {
    const exprs = { id: 'trigger.body.id', at: 'RANDOM()', uuid: 'UUID()', now: 'NOW()' };
    const fields = Object.fromEntries(Object.entries(exprs).map(([name, expr]) => [name, { expr }]));
    const step = mapStep({ map: 1, root: { fields } });
    const body = Buffer.from('{"id":90071992547409931,"__proto__":{"x":1}}');
    const made = await mapDriver(pool).run({ ...call, mapping: step.mapping, scope: { trigger: {} }, body });
    const around = { trigger: { body: { id: '90071992547409931' } }, steps: {}, errors: {}, vars: {} };
    expect(made.ok && step.settle(made.made)).toEqual(step.run(around, context(), () => []));
  });

  test('lets other runs and the heartbeat go on while it maps 20 MB', async () => {
    const one = await worker();
    const large = await start(flowOf(costly), records(20_000, 1_000));
    await until(large, 'running');
    const others: { startedAt: string; finishedAt: string }[] = [];
    while ((await view(large)).status === 'running') {
      const other = await start(flowOf({ n: 'trigger.body.n' }), { n: others.length });
      await until(other, 'succeeded');
      const { map } = (await view(other)).steps;
      others.push({ startedAt: map?.startedAt ?? '', finishedAt: map?.finishedAt ?? '' });
    }
    const { status, steps } = await view(large);
    expect(status).toBe('succeeded');
    expect(steps['map']).toMatchObject({ status: 'succeeded', output: { n: 20_000 } });
    const [from, to] = [steps['map']?.startedAt ?? '', steps['map']?.finishedAt ?? ''];
    const during = others.filter(({ startedAt, finishedAt }) => from < startedAt && finishedAt < to);
    expect(during.length).toBeGreaterThan(0);
    expect(one.session.mayStartEffects()).toBe(true);
    await one.stop();
  });

  test.each([
    ['takes too long', mapDriver(pool, 1), 'mapTime'],
    ['takes too much memory', mapDriver(narrow), 'mapMemory'],
  ])('that %s fails its own step, in words', async (_, maps: NonNullable<AdvanceDrivers['maps']>, code) => {
    const one = await worker(new Target(), { maps });
    const runId = await start(
      flowOf({ n: 'MAP(trigger.body.records, r -> { a: UPPER(r.text), b: [r, r, r] })' }),
      records(40_000, 500),
    );
    await until(runId, 'failed');
    const { map } = (await view(runId)).steps;
    expect(map?.error).toMatchObject({
      code,
      message: expect.stringMatching(/ended/) as unknown,
      next: expect.stringMatching(/analyst/) as unknown,
    });
    await one.stop();
  });

  test('ends when its run is cancelled', async () => {
    const seen = vi.fn();
    const real = mapDriver(pool);
    const one = await worker(new Target(), { maps: { run: (asked) => (seen(), real.run(asked)) } });
    const runId = await start(flowOf(costly), records(20_000, 1_000));
    await vi.waitFor(() => expect(seen).toHaveBeenCalled(), { timeout: 60_000 });
    const commands = people();
    await commands.requestCancel({ runId, workspaceId, undoes: false });
    one.pool.cancel(runId);
    await until(runId, 'cancelled');
    await commands.close();
    await one.stop();
  });
});
