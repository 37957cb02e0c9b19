import { applyCommand, canonicalFlow, emptyFlow } from '@patchbay/model/flow';
import type { FlowDocument } from '@patchbay/model/flow';
import { describe, expect, test } from 'vitest';
import { scheduledCheck } from '../template/templates/scheduled-check.ts';
import { webhookToReply } from '../template/templates/webhook-to-reply.ts';
import { replacementCommand } from './replacement-command.ts';

const hook = canonicalFlow(webhookToReply.document);
const check = canonicalFlow(scheduledCheck.document);
const moved: FlowDocument = {
  ...hook,
  nodes: hook.nodes.map((node) =>
    node.id === 'reshape' ? { ...node, label: 'Shape', position: { x: 1, y: 2 } } : node,
  ),
  notes: [{ id: hook.nodes[0]!.id, text: 'n', position: { x: 0, y: 0 }, size: { width: 10, height: 10 } }],
};

describe('replacementCommand', () => {
  test.each([
    ['another flow', hook, check],
    ['a changed node', hook, moved],
    ['a node put back', moved, hook],
    ['nothing', check, emptyFlow('Empty')],
    ['everything', emptyFlow('Empty'), check],
  ])('leads to %s, and its inverse leads back', (_what, from, to) => {
    const command = replacementCommand(from, to);
    if (command === null) throw new Error('something differs');
    const there = applyCommand(from, command);
    if (!there.ok) throw new Error(there.reason);
    expect(canonicalFlow(there.doc)).toEqual(canonicalFlow(to));
    const back = applyCommand(there.doc, there.inverse);
    if (!back.ok) throw new Error(back.reason);
    expect(canonicalFlow(back.doc)).toEqual(canonicalFlow(from));
  });

  test('touches nothing when nothing differs, and only the node that does', () => {
    expect(replacementCommand(hook, { ...hook, nodes: [...hook.nodes].reverse() })).toBeNull();
    const command = replacementCommand(hook, { ...moved, notes: [] });
    const types = command?.type === 'batch' ? command.commands.map((one) => one.type) : [];
    expect(types.toSorted((a, b) => a.localeCompare(b))).toEqual([
      'addEdge',
      'addEdge',
      'addNode',
      'removeEdge',
      'removeEdge',
      'removeNode',
    ]);
  });
});
