// What may be wrong with the two sides of a join over records, in words.
import { describe, expect, it } from 'vitest';
import type { FlowDocument } from './document.ts';
import type { ForEachNode } from './nodes/container-nodes.ts';
import { inputPorts } from './ports.ts';
import { recordLeaders } from './record-groups.ts';
import { aFlow } from './testing/index.ts';
import type { FlowBuilder, ListSettings } from './testing/index.ts';
import { validateFlow } from './validate-flow.ts';

type Join = Extract<ListSettings, { kind: 'join' }>;
const join: Join = {
  kind: 'join',
  items: '',
  partners: '',
  key: 'item.id',
  partnerKey: 'item.id',
  as: 'partner',
  keep: 'left',
  records: {},
};

const found = (doc: FlowDocument): [code: string, message: string][] =>
  validateFlow(doc, { operations: {} })
    .filter(({ severity }) => severity === 'error')
    .map(({ code, message }) => [code, message]);

/** Two readers, and a join of both. */
const sides = (given: Partial<Join> = {}): FlowBuilder =>
  aFlow()
    .withTrigger('start')
    .withRecordFilter('orders', 'true', 'trigger.orders')
    .withRecordFilter('customers', 'true', 'trigger.customers')
    .withList('join', { ...join, ...given })
    .to('start', 'orders')
    .to('start', 'customers')
    .to('orders', 'join');

// The one trigger of these flows is not among the operations.
const known = 'flow.unknownOperation';
const only = (doc: FlowDocument) => found(doc).filter(([code]) => code !== known);

describe('a step of code', () => {
  const read = () => aFlow().withTrigger('start').withRecordFilter('orders', 'true', 'trigger.orders');

  it('takes records where its code runs for each, and hands them on', () => {
    const doc = read()
      .withCode('shape', 'return item', { records: {} })
      .withRecordFilter('good', 'item.ok')
      .to('start', 'orders')
      .to('orders', 'shape')
      .to('shape', 'good')
      .build();
    expect(only(doc)).toEqual([]);
    expect([...recordLeaders(doc).values()]).toEqual(['orders', 'orders', 'orders']);
  });

  it('takes no dataset as a whole, and is told what to do instead', () => {
    const doc = read().withCode('shape', 'return 1').to('start', 'orders').to('orders', 'shape').build();
    expect(only(doc)).toEqual([
      [
        'flow.recordsEdge',
        '“orders” hands on records one after the other, and “shape” takes one value. Let its code run for each record as they come; where it must see all of them at once, let “orders” hand on one list.',
      ],
    ]);
  });

  it('does not advise a step that only takes values to work on records', () => {
    const doc = read().withRespond('answer', '1').to('start', 'orders').to('orders', 'answer').build();
    expect(only(doc)[0]?.[1]).toContain('Put a step between that gives a list or a total, and connect that.');
  });
});

describe('a loop', () => {
  const read = () => aFlow().withTrigger('start').withRecordFilter('orders', 'true', 'trigger.orders');
  const looped = (given: Pick<ForEachNode, 'records'>, level: 'durable' | 'light' = 'durable'): FlowDocument => {
    const doc = read()
      .withForEach('loop', given.records === undefined ? 'trigger.list' : '', given)
      .withMap('one', { n: 'item' })
      .withMap('after', { all: 'steps.loop' })
      .to('start', 'orders')
      .to('orders', 'loop')
      .to('loop', 'one', 'each')
      .to('loop', 'after')
      .build();
    return { ...doc, settings: { ...doc.settings, level } };
  };

  it('takes records where it goes through them, in the group of their reader; its body and its result are values', () => {
    const doc = looped({ records: {} });
    expect(only(doc)).toEqual([]);
    expect([...recordLeaders(doc)]).toEqual([
      ['orders', 'orders'],
      ['loop', 'orders'],
    ]);
  });

  it('over a list takes no records, and is told how it would', () => {
    expect(only(looped({}))[0]).toEqual(['flow.recordsEdge', expect.stringContaining('Let “loop” work on records')]);
  });

  it('over records is refused where a run may be done again as a whole', () => {
    expect(only(looped({ records: {} }, 'light')).map(([code]) => code)).toEqual(['flow.recordLoopAtLight']);
  });

  it('over records that none reach is told so', () => {
    const doc = read().withForEach('loop', '', { records: {} }).withMap('one', {}).to('start', 'orders');
    expect(only(doc.to('loop', 'one', 'each').build()).map(([code]) => code)).toContain('flow.noRecords');
  });

  it('does not let what stands behind it feed the records of its own group', () => {
    const doc = read()
      .withList('pair', join)
      .withForEach('loop', '', { records: {} })
      .withMap('one', { n: 'item' })
      .withRecordFilter('late', 'true', 'steps.loop')
      .to('start', 'orders')
      .to('orders', 'pair')
      .to('orders', 'loop')
      .to('loop', 'one', 'each')
      .to('loop', 'late')
      .asPartners('late', 'pair')
      .build();
    expect(only(doc).map(([code]) => code)).toContain('flow.recordsCircle');
  });
});

describe('a join over records', () => {
  it('has a second way in for its partners, unless it names a list of them', () => {
    const portsOf = (given: Partial<Join>) =>
      inputPorts(
        sides(given)
          .build()
          .nodes.find(({ id }) => id === 'join') as never,
      ).map(({ name, kind }) => [name, kind]);
    expect(portsOf({})).toEqual([
      ['in', 'records'],
      ['partners', 'records'],
    ]);
    expect(portsOf({ partners: 'trigger.list' })).toEqual([['in', 'records']]);
    const { records: _, ...overList } = join;
    expect(portsOf({ ...overList, records: undefined })).toEqual([['in', 'value']]);
  });

  it('is well with both sides connected, and is one group with both readers', () => {
    const doc = sides().asPartners('customers', 'join').build();
    expect(only(doc)).toEqual([]);
    const leaders = recordLeaders(doc);
    expect([...leaders.keys()].toSorted()).toEqual(['customers', 'join', 'orders']);
    expect(new Set(leaders.values()).size).toBe(1);
  });

  it('says that partners are missing, that they come twice, or that one value is no partners', () => {
    expect(only(sides().build())).toEqual([
      [
        'flow.noPartners',
        '“join” has no partners. Choose the step whose records are the partners, or name a list of them.',
      ],
    ]);
    const twice = sides().withRecordFilter('more', 'true', 'trigger.more').to('start', 'more');
    expect(only(twice.asPartners('customers', 'join').asPartners('more', 'join').build())).toEqual([
      [
        'flow.twoRecordSources',
        '“join” takes its partners from one step only. Delete one of the edges, or join twice.',
      ],
    ]);
    const value = only(sides().withMap('one').to('start', 'one').asPartners('one', 'join').build());
    expect(value.map(([code]) => code)).toEqual(['flow.recordsEdge', 'flow.noPartners']);
    expect(value[0]?.[1]).toMatch(/“one” hands on one value. Choose a step that hands on records as the partner step/);
  });

  it('says that an edge of partners leads to a join that takes a list', () => {
    const problems = only(sides({ partners: 'trigger.list' }).asPartners('customers', 'join').build());
    expect(problems).toEqual([
      [
        'flow.unknownPort',
        '“join” takes no records as its partners. Delete the edge, or choose the records of a step as partners in its settings.',
      ],
    ]);
  });

  it('says where one side waits for what becomes of the other', () => {
    const doc = aFlow()
      .withTrigger('start')
      .withRecordFilter('orders', 'true', 'trigger.orders')
      .withList('count', { kind: 'sort', items: '', keys: [{ by: 'item', order: 'asc' }], records: { collect: 10 } })
      .withMap('between')
      .withRecordFilter('customers', 'true', 'steps.count')
      .withList('join', join)
      .to('start', 'orders')
      .to('orders', 'count')
      .to('count', 'between')
      .to('between', 'customers')
      .to('orders', 'join')
      .asPartners('customers', 'join')
      .build();
    expect(only(doc)).toEqual([
      [
        'flow.recordsCircle',
        '“customers” waits for “count”, and the records of both meet in one join, so neither can begin. Give the join a list as its partners, or read what “customers” needs in another step.',
      ],
    ]);
  });
});
