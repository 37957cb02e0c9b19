// Joins of two streams of records, as groups of steps do them: read from different readers, from the same one, and crosswise.
import { seededContext } from '@patchbay/mapping';
import type { FlowDocument } from '@patchbay/model/flow';
import { aFlow } from '@patchbay/model/flow/testing';
import type { ListSettings } from '@patchbay/model/flow/testing';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Json } from '@patchbay/model/schema';
import { reachedMembers, silentSources } from '../advance/records/reached-members.ts';
import type { PlannedScope, RecordsStep } from '../plan/flow-plan.ts';
import { planFlow } from '../plan/plan-flow.ts';
import { flowRecords } from './record-flow.ts';
import type { Row, Rows } from './record-step.ts';
import { RecordTally } from './record-tally.ts';
import { Spill } from './spill/spill.ts';
import { chunked, spillFolder } from './testing/run-steps.ts';

const folder = spillFolder();
afterAll(() => folder.remove());
const context = seededContext({ now: 0, effectRoot: 'r', path: 'n' });

type Lists = Readonly<Record<string, Json>>;
interface Settings {
  readonly chunk: number;
  readonly memoryBytes: number;
}
const small: Settings = { chunk: 3, memoryBytes: 1 };

function groupOf(doc: FlowDocument): { scope: PlannedScope; group: RecordsStep } {
  const scope = planFlow(doc, () => undefined);
  const groups = scope.nodes.flatMap(({ step }) => (step.type === 'records' ? [step] : []));
  if (groups.length !== 1 || groups[0] === undefined) throw new RangeError(`${groups.length} groups`);
  return { scope, group: groups[0] };
}

async function flowed(
  doc: FlowDocument,
  lists: Lists,
  { chunk, memoryBytes }: Settings,
  { skipped = [], place = folder.path }: { skipped?: readonly string[]; place?: string } = {},
) {
  const { scope, group } = groupOf(doc);
  const tallies = new Map(group.members.map(({ id }) => [id as string, new RecordTally()]));
  const stop = new AbortController();
  const records = {
    get: (path: string) =>
      ({ status: 'succeeded' as const, ports: skipped.includes(path) ? [] : ['out', 'yes'] }) as never,
  };
  const silent = silentSources({ scope, prefix: '' }, group, records);
  const rootScope = { trigger: lists as Json, steps: {}, errors: {}, vars: {} };
  await using spill = new Spill(place);
  const collected = await flowRecords({
    members: group.members,
    scopeOf: () => ({ scope: rootScope, context }),
    tallies,
    source: ({ id, work }) =>
      chunked(work.does === 'step' && !silent.has(id) ? (work.items?.(rootScope, context) ?? []) : [], chunk),
    reached: reachedMembers({ scope, prefix: '' }, group, records),
    write: () => Promise.reject(new Error('nothing is written')),
    keep: () => Promise.reject(new Error('nothing is kept')),
    memoryBytes,
    spill,
    signal: stop.signal,
    stop: () => stop.abort(),
  });
  return { collected, tallies, files: spill.files };
}

const join = (given: Partial<Extract<ListSettings, { kind: 'join' }>> = {}): ListSettings => ({
  kind: 'join',
  items: '',
  partners: '',
  key: 'item.k',
  partnerKey: 'item.k',
  as: 'with',
  keep: 'left',
  records: { collect: 10_000 },
  ...given,
});

interface Keyed {
  readonly k: Row;
  readonly at: number;
  readonly with?: Row;
}

/** The plain way: every pair is looked at. */
function naive(left: readonly Keyed[], right: readonly Keyed[], keep: 'inner' | 'left'): Row[] {
  return left.flatMap((row): Row[] => {
    const found = right.filter(({ k }) => k !== null && JSON.stringify(k) === JSON.stringify(row.k));
    if (found.length === 0) return keep === 'left' ? [{ ...row, with: null }] : [];
    return found.map((partner) => ({ ...row, with: { ...partner } }));
  });
}

const rows = fc
  .array(fc.constantFrom<Row>('a', 'b', 'c', 1, '1', null, true, [1]), { maxLength: 50 })
  .map((keys) => keys.map((k, at): Keyed => ({ k, at })));
const settings = fc.record({
  chunk: fc.integer({ min: 1, max: 20 }),
  // 1: all spills; 2,000: some does; the last: nothing does.
  memoryBytes: fc.constantFrom(1, 2_000, 10_000_000),
});
const keep = fc.constantFrom('inner' as const, 'left' as const);

const plainly = (keeps: 'inner' | 'left'): FlowDocument =>
  aFlow()
    .withTrigger('start')
    .withRecordFilter('orders', 'true', 'trigger.orders')
    .withRecordFilter('customers', 'true', 'trigger.customers')
    .withList('join', join({ keep: keeps }))
    .to('start', 'orders')
    .to('start', 'customers')
    .to('orders', 'join')
    .asPartners('customers', 'join')
    .build();

describe('flowRecords › a join of two streams', () => {
  it('gives what a search through all pairs gives, whatever the memory, and counts both sides', async () => {
    await fc.assert(
      fc.asyncProperty(rows, rows, settings, keep, async (orders, customers, run, keeps) => {
        const { collected, tallies, files } = await flowed(plainly(keeps), { orders, customers } as never, run);
        const expected = naive(orders, customers, keeps);
        expect(collected.get('join')).toEqual(expected);
        expect(tallies.get('join')).toMatchObject({
          in: orders.length,
          partners: customers.length,
          matched: orders.filter(({ k }) => naive([{ k, at: 0 }], customers, 'inner').length > 0).length,
          out: expected.length,
        });
        if (run.memoryBytes > 1_000_000) expect(files).toBe(0);
        if (run.memoryBytes === 1 && orders.length > 0 && customers.some(({ k }) => k !== null))
          expect(files).toBeGreaterThan(0);
      }),
    );
    expect(folder.names()).toEqual([]);
  });

  it('takes its partners from the same reader as its records, through a step between or by the other way', async () => {
    const doc = aFlow()
      .withTrigger('start')
      .withRecordFilter('orders', 'true', 'trigger.orders')
      .withRecordFilter('good', "item.k != 'b'")
      .withList('join', join({ records: {} }))
      .withList('again', join({ as: 'refused' }))
      .to('start', 'orders')
      .to('orders', 'good')
      .to('good', 'join')
      .asPartners('orders', 'join')
      .to('join', 'again')
      .asPartners('good', 'again', 'rejected')
      .build();
    await fc.assert(
      fc.asyncProperty(rows, settings, async (orders, run) => {
        const good = orders.filter(({ k }) => k !== 'b');
        const expected = naive(good, orders, 'left').map((row) => ({ ...(row as object), refused: null }));
        const { collected } = await flowed(doc, { orders } as never, run);
        expect(collected.get('again')).toEqual(expected);
      }),
    );
  });

  it('goes on where two joins take the records of two readers crosswise, and where one feeds the other', async () => {
    const cross = (chained: boolean): FlowDocument => {
      const flow = aFlow()
        .withTrigger('start')
        .withRecordFilter('a', 'true', 'trigger.a')
        .withRecordFilter('b', 'true', 'trigger.b')
        .withList('one', join(chained ? { records: {} } : {}))
        .withList('two', join({ as: 'other', keep: 'inner' }))
        .to('start', 'a')
        .to('start', 'b')
        .to('a', 'one')
        .asPartners('b', 'one');
      return chained
        ? flow.to('one', 'two').asPartners('b', 'two').build()
        : flow.to('b', 'two').asPartners('a', 'two').build();
    };
    await fc.assert(
      fc.asyncProperty(rows, rows, settings, fc.boolean(), async (a, b, run, chained) => {
        const { collected } = await flowed(cross(chained), { a, b } as never, run);
        const one = naive(a, b, 'left');
        const [left, right] = chained ? [one as unknown as Keyed[], b] : [b, a];
        const two = left.flatMap((row) =>
          right
            .filter(({ k }) => k !== null && JSON.stringify(k) === JSON.stringify(row.k))
            .map((other) => ({ ...row, other })),
        );
        expect(collected.get('two')).toEqual(two);
        if (!chained) expect(collected.get('one')).toEqual(one);
      }),
    );
  });

  it('has no partners, or no records, where the way to their reader was not taken', async () => {
    const doc = aFlow()
      .withTrigger('start')
      .withBranch('known', { yes: 'true' })
      .withRecordFilter('orders', 'true', 'trigger.orders')
      .withRecordFilter('customers', 'true', 'trigger.customers')
      .withList('join', join())
      .withList('count', {
        kind: 'aggregate',
        items: '',
        groupBy: [],
        measures: [{ name: 'n', kind: 'count' }],
        records: { collect: 10 },
      })
      .to('start', 'orders')
      .to('start', 'known')
      .to('known', 'customers', 'yes')
      .to('orders', 'join')
      .asPartners('customers', 'join')
      .to('customers', 'count')
      .build();
    const lists: Lists = { orders: [{ k: 1, at: 0 }], customers: [{ k: 1, at: 0 }] };
    const without = await flowed(doc, lists, small, { skipped: ['known'] });
    expect(without.collected).toEqual(new Map([['join', [{ k: 1, at: 0, with: null }]]]));
    expect(without.tallies.get('customers')).toMatchObject({ in: 0, out: 0 });
    const other = await flowed(doc, lists, small, { skipped: ['start', 'known'] });
    expect(other.collected.get('join')).toBeUndefined();
  });

  it('has no records of a list whose way was not taken, though its partners come', async () => {
    const doc = aFlow()
      .withTrigger('start')
      .withBranch('known', { yes: 'true' })
      .withRecordFilter('customers', 'true', 'trigger.customers')
      .withList('join', join({ items: 'trigger.orders' }))
      .to('start', 'customers')
      .to('start', 'known')
      .to('known', 'join', 'yes')
      .asPartners('customers', 'join')
      .build();
    const lists: Lists = { orders: [{ k: 1 }], customers: [{ k: 1 }] };
    const taken = await flowed(doc, lists, small);
    expect(taken.collected.get('join')).toEqual([{ k: 1, with: { k: 1 } }]);
    const { collected } = await flowed(doc, lists, small, { skipped: ['known'] });
    expect(collected.get('join')).toEqual([]);
  });

  it('fails where records cannot be put aside, though the same reader hands out the partners', async () => {
    const doc = aFlow()
      .withTrigger('start')
      .withRecordFilter('orders', 'true', 'trigger.orders')
      .withList('join', join({ records: {} }))
      .to('start', 'orders')
      .to('orders', 'join')
      .asPartners('orders', 'join')
      .build();
    const orders = Array.from({ length: 50 }, (_, k) => ({ k }));
    const settings = { chunk: 1, memoryBytes: 10_000_000 };
    const place = '/dev/null/no folder';
    await expect(flowed(doc, { orders }, settings, { place })).rejects.toMatchObject({ cause: { code: 'ENOTDIR' } });
  });

  it('tells a record and a partner that have no key, and fails where nobody asks to be told', async () => {
    const doc = (records: NonNullable<ListSettings['records']>): FlowDocument =>
      aFlow()
        .withRecordFilter('orders', 'true', 'trigger.orders')
        .withRecordFilter('customers', 'true', 'trigger.customers')
        .withTrigger('start')
        .withList('join', join({ key: 'item.k * 1', partnerKey: 'item.k * 1', records }))
        .to('start', 'orders')
        .to('start', 'customers')
        .to('orders', 'join')
        .asPartners('customers', 'join')
        .build();
    const lists: Lists = { orders: [{ k: 1 }, { k: 'x' }], customers: [{ k: 'y' }, { k: 1 }] };
    const { collected, tallies } = await flowed(doc({ collect: 10, onBad: 'leaveOut' }), lists, small);
    expect(collected.get('join')).toEqual([{ k: 1, with: { k: 1 } }]);
    expect(tallies.get('join')?.failed).toBe(2);
    expect(tallies.get('join')?.kept.map(({ message }) => message.startsWith('As a partner: '))).toEqual([true, false]);
    await expect(flowed(doc({ collect: 10 }), lists, small)).rejects.toMatchObject({
      cause: { error: { message: expect.stringContaining('Join, partners: record 1') } },
    });
  });

  it('hands nothing on when the reader of the partners fails', async () => {
    const { scope, group } = groupOf(plainly('left'));
    const stop = new AbortController();
    const made: Row[] = [];
    const failing = async function* (): Rows & AsyncGenerator<readonly Row[]> {
      yield [{ k: 'a' }];
      throw new Error('the reader broke off');
    };
    const members = group.members.map((member) => ({ ...member, collect: null }));
    const last = members.findIndex(({ id }) => id === 'join');
    const writer = { ...members[last], id: 'write', work: { does: 'write' }, feeds: [] } as never;
    const fed = [
      ...members.map((member, at) =>
        at === last
          ? { ...member, feeds: [{ port: 'out' as const, to: members.length, as: 'records' as const }] }
          : member,
      ),
      writer,
    ];
    await using spill = new Spill(folder.path);
    let isOver = false;
    const flowing = flowRecords({
      members: fed,
      scopeOf: () => ({ scope: { trigger: null, steps: {}, errors: {}, vars: {} }, context }),
      tallies: new Map(fed.map(({ id }) => [id as string, new RecordTally()])),
      source: ({ id }) => (id === 'customers' ? failing() : chunked([{ k: 'a' }, { k: 'b' }], 1)),
      reached: new Set([
        ...reachedMembers({ scope, prefix: '' }, group, {
          get: () => ({ status: 'succeeded', ports: ['out'] }) as never,
        }),
        'write',
      ]),
      write: async (_member, records) => {
        for await (const chunk of records) made.push(...chunk);
        isOver = true;
      },
      keep: () => Promise.reject(new Error('nothing is kept')),
      memoryBytes: 1,
      spill,
      signal: stop.signal,
      stop: () => stop.abort(),
    });
    await expect(flowing).rejects.toThrow('the reader broke off');
    expect([made, isOver]).toEqual([[], false]);
  });
});
