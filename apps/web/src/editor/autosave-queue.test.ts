import type { FlowCommand } from '@patchbay/model/flow';
import { describe, expect, it } from 'vitest';
import { arrived, depart, emptyQueue, enqueue, lost, replayOver, retryDelayMs } from './autosave-queue.ts';
import { aFlow, anAction, aTrigger } from './testing/a-flow.ts';

const doc = aFlow({ order: aTrigger(), call: anAction() }, ['order > call']);
const move = (x: number): FlowCommand => ({
  type: 'moveNodes',
  moves: [{ nodeId: doc.nodes[0]!.id, position: { x, y: 0 } }],
});

describe('autosave queue', () => {
  it('sends one request at a time and keeps what is edited meanwhile', () => {
    let queue = depart(enqueue(emptyQueue(4), move(1)));
    expect(queue.status).toBe('saving');
    queue = enqueue(queue, move(2));
    expect(depart(queue)).toBe(queue);
    queue = arrived(queue, 5);
    expect(queue).toMatchObject({ revision: 5, status: 'waiting', pending: [move(2)] });
    expect(arrived(depart(queue), 6)).toMatchObject({ revision: 6, status: 'saved', pending: [] });
  });

  it('keeps edits in order when a request is lost', () => {
    let queue = depart(enqueue(emptyQueue(4), move(1)));
    queue = lost(enqueue(queue, move(2)));
    expect(queue).toMatchObject({ status: 'offline', failures: 1, pending: [move(1), move(2)], inFlight: [] });
    expect(depart(queue).inFlight).toEqual([move(1), move(2)]);
  });

  it('sends only the last of a row of updates of one node', () => {
    const node = doc.nodes[0]!;
    const update = (note: string): FlowCommand => ({ type: 'updateNode', node: { ...node, note } });
    const queue = enqueue(enqueue(emptyQueue(1), update('a')), update('b'));
    expect(queue.pending).toEqual([update('b')]);
  });

  it('puts own edits over a newer document and hands back what no longer fits', () => {
    const theirs = { ...doc, nodes: doc.nodes.filter((node) => node.id === 'order'), edges: [] };
    const addNote: FlowCommand = {
      type: 'putNote',
      note: { id: 'note' as never, text: 'mine', position: { x: 0, y: 0 }, size: { width: 160, height: 80 } },
    };
    const replayed = replayOver(theirs, [move(9), addNote]);
    expect(replayed.rejected.map(({ command }) => command)).toEqual([move(9)]);
    expect(replayed.doc.notes).toHaveLength(1);
  });

  it('waits longer after each failure, up to half a minute', () => {
    expect([1, 2, 3, 10].map(retryDelayMs)).toEqual([1_000, 2_000, 4_000, 30_000]);
  });
});
