// The pointer over a tree's rows: one set of handlers for all of them.
import { useMemo } from 'react';
import type { MouseEvent, PointerEvent } from 'react';
import { watchPress } from '../drag/pointer-drag.ts';
import { nowWritten, putInto } from '../formula/writing.ts';
import { useHost, useMapper } from '../mapper-context.ts';
import type { Mapper } from '../mapper-context.ts';
import type { Side } from '../mapper.store.ts';
import { editedPart } from '../rows/edited-part.ts';
import type { TreeNode } from '../rows/tree-node.ts';
import { toggleRow } from './toggle-row.ts';

const rowOf = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('[data-key]') : null;

/** Parts of rows that do something of their own. */
const isOwn = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('button, input, textarea, .nokey, [data-own]') !== null;

export interface RowPointer {
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onMouseDown: (event: MouseEvent) => void;
  readonly onPointerMove: (event: PointerEvent) => void;
  readonly onPointerLeave: () => void;
  readonly onClick: (event: MouseEvent) => void;
  readonly onDoubleClick: (event: MouseEvent) => void;
}

export function useRowPointer(side: Side): RowPointer {
  const mapper = useMapper();
  const { mayEdit } = useHost();
  return useMemo(() => {
    const nodeOf = (target: EventTarget | null): TreeNode | undefined => {
      const key = rowOf(target)?.dataset['key'];
      if (key === undefined) return undefined;
      const data = mapper.data();
      return side === 'source'
        ? data.sourceNodes[data.sourceAt.get(key) ?? -1]
        : data.targetNodes[data.targetAt.get(key) ?? -1];
    };
    return {
      onPointerDown: (event) => {
        const node = nodeOf(event.target);
        if (node === undefined || event.button !== 0 || isOwn(event.target) || isTwisty(event.target)) return;
        if (!mayEdit || event.pointerType === 'touch') return;
        const { clientX: x, clientY: y, pointerId } = event;
        watchPress(mapper, { carried: { side, key: node.key, by: 'pointer' }, x, y, pointerId });
      },
      // A field for the formula that is written: a press here does not leave it.
      onMouseDown: (event) => {
        if (side === 'source' && rowOf(event.target) !== null && nowWritten(mapper) !== null) event.preventDefault();
      },
      // Not `over`: rows that scroll under a pointer at rest are not pointed at.
      onPointerMove: (event) => {
        const { store } = mapper;
        if (store.getState().carried !== null) return;
        const key = rowOf(event.target)?.dataset['key'] ?? null;
        const { hover } = store.getState();
        const before = hover !== null && 'side' in hover && hover.side === side ? hover.key : null;
        if (key !== before) store.getState().show({ hover: key === null ? null : { side, key } });
      },
      onPointerLeave: () => mapper.store.getState().show({ hover: null }),
      onClick: (event) => {
        const node = nodeOf(event.target);
        if (node === undefined) return;
        if (isTwisty(event.target)) toggleRow(mapper, side, node);
        else if (!isOwn(event.target)) pressed(mapper, node, event);
      },
      onDoubleClick: (event) => {
        const node = nodeOf(event.target);
        if (node === undefined || isOwn(event.target)) return;
        if (!('path' in node)) return;
        const isRule = event.target instanceof Element && event.target.closest('[data-cell=rule]') !== null;
        if (isRule && mayEdit) mapper.store.getState().startEditing(node.path, editedPart(node));
        else if (node.branches) toggleRow(mapper, side, node);
      },
    };
  }, [mapper, side, mayEdit]);
}

const isTwisty = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[data-twisty]') !== null;

/** A source row goes into the formula that is written; other presses select. */
function pressed(mapper: Mapper, node: TreeNode, event: MouseEvent): void {
  const into = 'path' in node ? null : nowWritten(mapper);
  if (into === null || 'path' in node) selectByPointer(mapper, node, event);
  else putInto(mapper, node, into);
}

/** Mod adds a row or takes it away, Shift takes all up to it, as in lists everywhere. */
function selectByPointer(mapper: Mapper, node: TreeNode, event: MouseEvent): void {
  const { store } = mapper;
  if (!('path' in node)) {
    store.getState().selectSource(node.key);
    return;
  }
  const { selected, lead } = store.getState();
  if (event.shiftKey && lead !== null) store.getState().select(rangeTo(mapper, lead, node.path));
  else if (event.ctrlKey || event.metaKey) {
    const others = selected.filter((path) => path !== node.path);
    store.getState().select(others.length === selected.length ? [...selected, node.path] : others);
  } else store.getState().select([node.path]);
  store.getState().setCursor('target', node.key);
}

/** The rule paths from one row to another, in the tree's order. */
export function rangeTo(mapper: Mapper, from: string, to: string): string[] {
  const { targetNodes, targetAt } = mapper.data();
  const [one, other] = [targetAt.get(from) ?? 0, targetAt.get(to) ?? 0];
  const paths = targetNodes.slice(Math.min(one, other), Math.max(one, other) + 1).map((node) => node.path);
  const unique = [...new Set(paths)].filter((path) => path !== to);
  return [...unique, to];
}
