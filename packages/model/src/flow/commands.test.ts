import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FlowCommand, SingleFlowCommand } from './command.ts';
import { EdgeId } from './document.ts';
import { NodeId, NodeName } from './nodes/node-base.ts';
import type { FlowDocument } from './document.ts';
import { applyCommand, canonicalFlow, parseFlow, rebaseCommands, serialiseFlow, validateFlow } from './index.ts';
import { aFlow } from './testing/index.ts';

const done = (doc: FlowDocument, command: FlowCommand): FlowDocument => {
  const result = applyCommand(doc, command);
  if (!result.ok) throw new Error(result.reason);
  return result.doc;
};
const rename = (from: string, to: string): SingleFlowCommand => ({
  type: 'renameNode',
  nodeId: NodeId.parse(from),
  name: NodeName.parse(to),
  label: to,
});
const edge = (from: string, to: string, port = 'out'): SingleFlowCommand => ({
  type: 'addEdge',
  edge: {
    id: EdgeId.parse(`e_${from}_${port}_${to}`),
    from: { node: NodeId.parse(from), port },
    to: { node: NodeId.parse(to), port: 'in' },
  },
});

const start = aFlow()
  .withTrigger('start')
  .withMap('map', { total: 'trigger.body.total * 2' })
  .withBranch('big', { yes: 'steps.map.total > 100' })
  .withAction('send', { input: { url: { mode: 'expression', expr: '"/o/" & steps.map.total' } } })
  .to('start', 'map')
  .to('map', 'big')
  .to('big', 'send', 'yes')
  .build();

test('renaming a step follows into how it is undone, and when', () => {
  const doc = aFlow()
    .withTrigger('start')
    .withAction('charge', {
      compensate: {
        operation: 'http.request',
        input: { id: { mode: 'mapped', path: 'steps.charge.id' } },
        when: 'steps.charge.status = 201',
      },
    })
    .build();
  expect(done(doc, rename('charge', 'pay')).nodes.find(({ name }) => name === 'pay')).toMatchObject({
    compensate: { input: { id: { path: 'steps.pay.id' } }, when: 'steps.pay.status = 201' },
  });
});

const names = ['start', 'map', 'big', 'send', 'a', 'b', 'c'];
const anyName = fc.constantFrom(...names);
const command: fc.Arbitrary<SingleFlowCommand> = fc.oneof(
  anyName.map((name): SingleFlowCommand => {
    const node = aFlow().withMap(name, { x: 'steps.send.body', y: 'steps.c' }).build().nodes[0];
    if (node === undefined) throw new Error('no node');
    return { type: 'addNode', node };
  }),
  anyName.map((name): SingleFlowCommand => {
    const node = aFlow().withMerge(name, 'combine', 'steps.map.total').build().nodes[0];
    if (node === undefined) throw new Error('no node');
    return { type: 'addNode', node };
  }),
  anyName.map((name): SingleFlowCommand => {
    const node = aFlow().withMerge(name, 'all').build().nodes[0];
    if (node === undefined) throw new Error('no node');
    return { type: 'updateNode', node };
  }),
  anyName.map((name): SingleFlowCommand => {
    const node = aFlow().withFail(name, 'steps.send.status').build().nodes[0];
    if (node === undefined) throw new Error('no node');
    return { type: 'addNode', node };
  }),
  anyName.map((name): SingleFlowCommand => {
    const node = aFlow().withForEach(name, 'steps.map.list', { output: 'steps.send' }).build().nodes[0];
    if (node === undefined) throw new Error('no node');
    return { type: 'addNode', node };
  }),
  anyName.map((name): SingleFlowCommand => {
    const node = aFlow().withTry(name, 'steps.map.total').build().nodes[0];
    if (node === undefined) throw new Error('no node');
    return { type: 'addNode', node };
  }),
  anyName.map((name): SingleFlowCommand => ({ type: 'removeNode', nodeId: NodeId.parse(name) })),
  fc.tuple(anyName, fc.integer({ min: -500, max: 500 })).map(([name, x]): SingleFlowCommand => ({
    type: 'moveNodes',
    moves: [{ nodeId: NodeId.parse(name), position: { x, y: 1 } }],
  })),
  fc.tuple(anyName, anyName).map(([from, to]) => rename(from, to)),
  fc
    .tuple(anyName, anyName, fc.constantFrom('out', 'yes', 'otherwise', 'error', 'each', 'body'))
    .map(([from, to, port]) => edge(from, to, port)),
  anyName.map((name): SingleFlowCommand => {
    const node = aFlow().withBranch(name, { no: 'steps.map.total < 1' }).build().nodes[0];
    if (node === undefined) throw new Error('no node');
    return { type: 'updateNode', node };
  }),
  anyName.map((name): SingleFlowCommand => ({ type: 'putSlot', slot: { name, label: name, connector: 'http' } })),
  anyName.map((name): SingleFlowCommand => ({ type: 'removeSlot', name })),
);
const anyCommand: fc.Arbitrary<FlowCommand> = fc.oneof(
  command,
  fc.array(command, { minLength: 1, maxLength: 4 }).map((commands): FlowCommand => ({ type: 'batch', commands })),
);

describe('applyCommand', () => {
  test('the inverse of any command restores the document to the letter', () => {
    fc.assert(
      fc.property(fc.array(anyCommand, { maxLength: 12 }), (commands) => {
        let doc = start;
        for (const one of commands) {
          const result = applyCommand(doc, one);
          if (!result.ok) continue;
          expect(serialiseFlow(done(result.doc, result.inverse))).toBe(serialiseFlow(doc));
          doc = result.doc;
        }
      }),
      { numRuns: 400 },
    );
  });

  test('one way out leads to each way in once, so a reader may be its own partner', () => {
    const doc = aFlow()
      .withRecordFilter('orders', 'true', 'trigger.orders')
      .withList('join', {
        kind: 'join',
        items: '',
        partners: '',
        key: 'item.k',
        partnerKey: 'item.k',
        as: 'with',
        keep: 'left',
        records: { collect: 10 },
      })
      .to('orders', 'join')
      .asPartners('orders', 'join')
      .build();
    const [records, partners] = doc.edges;
    if (records === undefined || partners === undefined) throw new Error('no edges');
    const both = done({ ...doc, edges: [records] }, { type: 'addEdge', edge: partners });
    expect(both.edges).toHaveLength(2);
    const again = applyCommand(both, { type: 'addEdge', edge: { ...partners, id: EdgeId.parse('again') } });
    expect(again.ok ? '' : again.reason).toMatch(/leads to .* already/);
  });

  test('a command keeps a document readable, acyclic and in canonical order', () => {
    fc.assert(
      fc.property(fc.array(anyCommand, { maxLength: 15 }), (commands) => {
        const doc = commands.reduce((current, one) => {
          const result = applyCommand(current, one);
          return result.ok ? result.doc : current;
        }, start);
        expect(parseFlow(JSON.parse(serialiseFlow(doc)))).toEqual({ ok: true, doc: canonicalFlow(doc) });
        const codes = validateFlow(doc, { operations: {} }).map((problem) => problem.code);
        expect(codes).not.toContain('flow.cycle');
        expect(codes).not.toContain('flow.duplicateName');
        expect(codes).not.toContain('flow.danglingEdge');
      }),
      { numRuns: 200 },
    );
  });

  test('renaming a node rewrites every reference to it', () => {
    const doc = done(start, rename('map', 'order'));
    expect(doc.nodes.find((node) => node.id === 'big')).toMatchObject({
      branches: [{ condition: 'steps.order.total > 100' }],
    });
    expect(doc.nodes.find((node) => node.id === 'send')).toMatchObject({
      input: { url: { expr: '"/o/" & steps.order.total' } },
    });
  });

  test.each([
    ['a second node of a name', { type: 'addNode', node: start.nodes[0] }, /exists already/],
    ['an edge that closes a circle', edge('send', 'map'), /circle/],
    ['an edge into a trigger', edge('send', 'start'), /takes no input/],
    ['an edge from a port that is not there', edge('map', 'send', 'yes'), /has no output/],
    ['removing what is gone', { type: 'removeNode', nodeId: NodeId.parse('gone') }, /no longer there/],
  ] as [string, FlowCommand, RegExp][])('refuses %s and leaves the document alone', (_name, bad, reason) => {
    const result = applyCommand(start, bad);
    expect(result.ok).toBe(false);
    if (!result.ok) expect(result.reason).toMatch(reason);
  });
});

describe('rebaseCommands', () => {
  const move: FlowCommand = { type: 'moveNodes', moves: [{ nodeId: NodeId.parse('map'), position: { x: 9, y: 9 } }] };
  const update = (expr: string): FlowCommand => {
    const node = aFlow().withMap('map', { total: expr }).build().nodes[0];
    if (node === undefined) throw new Error('no node');
    return { type: 'updateNode', node };
  };

  test('applies a stale command that touches something else', () => {
    const rebased = rebaseCommands(start, [update('1')], [move]);
    expect(rebased.rejected).toEqual([]);
    expect(rebased.doc.nodes.find((node) => node.id === 'map')).toMatchObject({ position: { x: 9, y: 9 } });
  });

  test('hands back a stale command that would overwrite somebody', () => {
    const rebased = rebaseCommands(start, [update('1')], [update('2'), move]);
    expect(rebased.rejected).toEqual([
      { command: update('2'), reason: 'Someone else changed the same thing meanwhile.' },
    ]);
    expect(rebased.applied).toEqual([move]);
  });

  test('references of a stale command follow a rename', () => {
    const send = aFlow()
      .withAction('send', { input: { url: { mode: 'mapped', path: 'steps.map.total' } } })
      .build().nodes[0];
    if (send === undefined) throw new Error('no node');
    const rebased = rebaseCommands(start, [rename('map', 'order')], [{ type: 'updateNode', node: send }]);
    expect(rebased.doc.nodes.find((node) => node.id === 'send')).toMatchObject({
      input: { url: { path: 'steps.order.total' } },
    });
  });

  test('a command on a node that somebody removed is handed back', () => {
    const rebased = rebaseCommands(start, [{ type: 'removeNode', nodeId: NodeId.parse('map') }], [move]);
    expect(rebased.rejected).toHaveLength(1);
  });
});

describe('parseFlow', () => {
  test('says where a malformed document is wrong', () => {
    const parsed = parseFlow({ ...start, nodes: [{ ...start.nodes[0], name: 'Not a slug' }] });
    expect(parsed).toMatchObject({
      ok: false,
      diagnostics: [{ code: 'flow.malformed', at: { field: 'nodes.0.name' } }],
    });
  });

  test('refuses a document of a newer version, and of none', () => {
    expect(parseFlow({ ...start, schemaVersion: 2 })).toMatchObject({
      ok: false,
      diagnostics: [{ code: 'flow.newerSchema' }],
    });
    for (const bad of [null, 7, 'flow', [], {}]) expect(parseFlow(bad).ok).toBe(false);
  });
});

describe('validateFlow', () => {
  test('finds what cannot run', () => {
    const doc = aFlow().withMap('lonely').withAction('send', { operation: 'ghost.call' }).to('lonely', 'send').build();
    expect(validateFlow(doc, { operations: {} }).map((problem) => problem.code)).toEqual([
      'flow.noTrigger',
      'flow.unreachable',
      'flow.unreachable',
      'flow.unknownOperation',
    ]);
  });
});
