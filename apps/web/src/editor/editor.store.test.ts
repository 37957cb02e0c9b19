import type { FlowCommand } from '@patchbay/model/flow';
import { describe, expect, it } from 'vitest';
import { createEditorStore } from './editor.store.ts';
import { aFlow, anAction, aTrigger } from './testing/a-flow.ts';

const doc = aFlow({ order: aTrigger(), call: anAction() }, ['order > call']);
const typed = (url: string): FlowCommand => {
  const node = doc.nodes.find((candidate) => candidate.id === 'call');
  if (node?.kind !== 'action') throw new Error('the fixture has an action');
  return { type: 'updateNode', node: { ...node, input: { url: { mode: 'fixed', value: url } } } };
};

describe('editor store', () => {
  it('undoes and redoes an edit, and tells the listener of each command', () => {
    const told: string[] = [];
    const store = createEditorStore({ doc, revision: 1, onCommand: (command) => told.push(command.type) });
    store.getState().edit({ type: 'removeNode', nodeId: doc.nodes[0]!.id });
    expect(store.getState().doc.edges).toHaveLength(0);
    store.getState().undo();
    expect(store.getState().doc).toEqual(doc);
    store.getState().redo();
    expect(store.getState().doc.nodes).toHaveLength(1);
    expect(told).toEqual(['removeNode', 'batch', 'batch']);
  });

  it('takes typing into one field as one step of undo', () => {
    const store = createEditorStore({ doc, revision: 1 });
    for (const url of ['h', 'ht', 'htt']) store.getState().edit(typed(url), { coalesce: 'call.url' });
    expect(store.getState().past).toHaveLength(1);
    store.getState().undo();
    expect(store.getState().doc).toEqual(doc);
  });

  it('begins a new step of undo after the field was left', () => {
    const store = createEditorStore({ doc, revision: 1 });
    store.getState().edit(typed('a'), { coalesce: 'call.url' });
    store.getState().seal();
    store.getState().edit(typed('b'), { coalesce: 'call.url' });
    expect(store.getState().past).toHaveLength(2);
  });

  it('keeps no step of typing that ended where it began', () => {
    const store = createEditorStore({ doc, revision: 1 });
    store.getState().edit(typed('a'), { coalesce: 'call.url' });
    store.getState().seal();
    for (const url of ['ab', 'a']) store.getState().edit(typed(url), { coalesce: 'call.url' });
    store.getState().seal();
    expect(store.getState().past).toHaveLength(1);
    store.getState().undo();
    expect(store.getState().doc).toEqual(doc);
  });

  it('says why an edit is refused and leaves the document alone', () => {
    const store = createEditorStore({ doc, revision: 1 });
    const edge = { ...doc.edges[0]!, id: 'other' as never };
    expect(store.getState().edit({ type: 'addEdge', edge })).toBe(false);
    expect(store.getState().ui.refusal).toContain('already');
    expect(store.getState().doc).toBe(doc);
  });

  it('drops what is gone from the selection', () => {
    const store = createEditorStore({ doc, revision: 1 });
    store.getState().select({ nodes: ['call', 'order'] });
    store.getState().edit({ type: 'removeNode', nodeId: doc.nodes[0]!.id });
    expect(store.getState().selection.nodes).toEqual(['order']);
  });
});
