import { applyCommand } from '@patchbay/model/flow';
import type { FlowDocument } from '@patchbay/model/flow';
import { describe, expect, it } from 'vitest';
import { copyText, pasteCommands } from './clipboard.ts';
import { aFlow, aMap, anAction, aTrigger } from './testing/a-flow.ts';

const doc: FlowDocument = aFlow(
  {
    order: aTrigger(),
    map: aMap(),
    call: { ...anAction(), input: { url: { mode: 'mapped', path: 'steps.map.url' } }, slot: 'api' } as never,
  },
  ['order > map', 'map > call'],
);
const withSlot = { ...doc, slots: [{ name: 'api', label: 'API', connector: 'http' }] };
const selection = { nodes: ['map', 'call'], edges: [], notes: [] };

describe('clipboard', () => {
  it('copies nodes, the edges between them and the slots they name', () => {
    const copied = JSON.parse(copyText(withSlot, selection)) as {
      nodes: unknown[];
      edges: unknown[];
      slots: unknown[];
    };
    expect([copied.nodes.length, copied.edges.length, copied.slots.length]).toEqual([2, 1, 1]);
    expect(copyText(withSlot, { nodes: [], edges: [], notes: [] })).toBe('');
  });

  it('pastes copies under free names, and what refers among them follows', () => {
    const pasted = pasteCommands(withSlot, copyText(withSlot, selection), { x: 8, y: 8 })!;
    const result = applyCommand(withSlot, { type: 'batch', commands: pasted.commands });
    expect(result.ok).toBe(true);
    if (!result.ok) return;
    const copies = result.doc.nodes.filter((node) => pasted.nodeIds.includes(node.id));
    expect(copies.map((node) => node.name).sort()).toEqual(['call_2', 'map_2']);
    const call = copies.find((node) => node.name === 'call_2');
    expect(call?.kind === 'action' && call.input['url']).toEqual({ mode: 'mapped', path: 'steps.map_2.url' });
    expect(result.doc.edges).toHaveLength(3);
  });

  it('takes no text that is no part of a flow', () => {
    expect(pasteCommands(doc, 'hello', { x: 0, y: 0 })).toBeNull();
    expect(pasteCommands(doc, '{"patchbay":"fragment"}', { x: 0, y: 0 })).toBeNull();
  });
});
