import { describe, expect, it } from 'vitest';
import { emptySelection } from '../editor.store.ts';
import { aFlow, anAction, aTrigger } from '../testing/a-flow.ts';
import { edgeUnder, endsOf, interpretEdgeChanges, interpretNodeChanges, nudgeCommand } from './interpretation.ts';

const doc = aFlow({ order: aTrigger(), call: anAction() }, ['order > call']);
const input = { doc, selection: emptySelection, frames: new Map() };

describe('interpretNodeChanges', () => {
  it('keeps the frames of a drag out of the document', () => {
    const { frames, commands } = interpretNodeChanges(
      [{ type: 'position', id: 'call', position: { x: 5, y: 90 }, dragging: true }],
      input,
    );
    expect(commands).toEqual([]);
    expect(frames.get('call')).toEqual({ x: 5, y: 90 });
  });

  it('makes the end of a drag of several nodes one command', () => {
    const { frames, commands } = interpretNodeChanges(
      [
        { type: 'position', id: 'call', position: { x: 8, y: 96 }, dragging: false },
        { type: 'position', id: 'order', position: { x: 8, y: 8 }, dragging: false },
      ],
      { ...input, frames: new Map([['call', { x: 5, y: 90 }]]) },
    );
    expect(frames.size).toBe(0);
    expect(commands).toEqual([
      {
        type: 'moveNodes',
        moves: [
          { nodeId: 'call', position: { x: 8, y: 96 } },
          { nodeId: 'order', position: { x: 8, y: 8 } },
        ],
      },
    ]);
  });

  it('makes no command of a drag that ends where it began', () => {
    const { commands } = interpretNodeChanges(
      [{ type: 'position', id: 'call', position: { x: 0, y: 88 }, dragging: false }],
      input,
    );
    expect(commands).toEqual([]);
  });

  it('reads marks as the selection', () => {
    const { selection } = interpretNodeChanges([{ type: 'select', id: 'call', selected: true }], input);
    expect(selection?.nodes).toEqual(['call']);
    expect(interpretEdgeChanges([{ type: 'select', id: 'e', selected: true }], emptySelection)?.edges).toEqual(['e']);
    expect(interpretEdgeChanges([{ type: 'remove', id: 'e' }], emptySelection)).toBeNull();
  });
});

describe('a container', () => {
  const loop = { kind: 'forEach', items: 'trigger.body', onFailure: 'stop' } as const;
  const nested = aFlow(
    { start: aTrigger(), outer: loop, inner: { kind: 'try' }, deep: anAction(), after: anAction() },
    ['start > outer', 'outer:each > inner', 'inner:body > deep', 'outer > after'],
  );
  const places = (commands: readonly unknown[]) =>
    commands.flatMap((command) =>
      (command as { moves: { nodeId: string; position: { x: number; y: number } }[] }).moves.map(
        ({ nodeId, position }) => `${nodeId} ${position.x} ${position.y}`,
      ),
    );
  const around = { doc: nested, selection: emptySelection };

  it('takes its body along while it is dragged, at whatever depth, and lands with it as one edit', () => {
    const held = interpretNodeChanges([{ type: 'position', id: 'outer', position: { x: 40, y: 88 }, dragging: true }], {
      ...around,
      frames: new Map(),
    });
    expect([...held.frames.keys()].sort()).toEqual(['deep', 'inner', 'outer']);
    const { frames, commands } = interpretNodeChanges(
      [{ type: 'position', id: 'outer', position: { x: 48, y: 96 }, dragging: false }],
      { ...around, frames: held.frames },
    );
    expect(frames.size).toBe(0);
    expect(commands).toHaveLength(1);
    expect(places(commands).sort()).toEqual(['deep 48 272', 'inner 48 184', 'outer 48 96']);
  });

  it('does not move twice what is dragged with it, and moves by keys with it', () => {
    const { commands } = interpretNodeChanges(
      [
        { type: 'position', id: 'inner', position: { x: 8, y: 184 }, dragging: false },
        { type: 'position', id: 'outer', position: { x: 8, y: 96 }, dragging: false },
      ],
      { ...around, frames: new Map() },
    );
    expect(places(commands).sort()).toEqual(['deep 8 272', 'inner 8 184', 'outer 8 96']);
    const nudged = nudgeCommand(nested, ['inner'], { x: 0, y: 8 });
    expect(places([nudged]).sort()).toEqual(['deep 0 272', 'inner 0 184']);
  });
});

describe('endsOf', () => {
  it('takes both drawings of the input for the one port', () => {
    const connection = { source: 'a', sourceHandle: 'error', target: 'b', targetHandle: 'in-left' };
    expect(endsOf(connection)).toEqual({ from: { node: 'a', port: 'error' }, to: { node: 'b', port: 'in' } });
  });
});

describe('edgeUnder', () => {
  const segments = [
    { edgeId: 'near', from: { x: 0, y: 0 }, to: { x: 0, y: 100 } },
    { edgeId: 'far', from: { x: 200, y: 0 }, to: { x: 200, y: 100 } },
  ];
  it('finds the nearest edge within reach, and none beyond', () => {
    expect(edgeUnder({ x: 10, y: 50 }, segments)).toBe('near');
    expect(edgeUnder({ x: 100, y: 50 }, segments)).toBeNull();
  });
});
