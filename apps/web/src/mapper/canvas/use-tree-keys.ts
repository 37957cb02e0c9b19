import { useRef } from 'react';
import type { KeyboardEvent } from 'react';
import { letGo, putBack, takeUp, weigh } from '../drag/keyboard-carry.ts';
import { isShortcut } from '../../shortcuts/index.ts';
import { isKeyOfMapper } from '../keys/mapper-keys.ts';
import { useHost, useMapper } from '../mapper-context.ts';
import type { Side } from '../mapper.store.ts';
import type { TreeNode } from '../rows/tree-node.ts';
import type { SideRows } from '../rows/use-side-rows.ts';
import { rowByLetters, treeKey } from './tree-keys.ts';
import { drillInto, drillOut } from './drill.ts';
import { toggleRow } from './toggle-row.ts';
import { rangeTo } from './use-row-pointer.ts';

interface TreeKeys<Node extends TreeNode> {
  readonly side: Side;
  readonly rows: SideRows<Node>;
  readonly cursorRow: number;
  readonly onKey: (event: KeyboardEvent, node: Node) => boolean;
  readonly focusWanted: { current: boolean };
  readonly scrollTo: (row: number) => void;
  readonly scroller: { readonly current: HTMLElement | null };
  readonly rowHeight: number;
}

/** Milliseconds between letters that belong to one name. */
const oneWord = 1_200;

/** The keys of a tree: arrows, letters, taking a row up and letting it go, and what the side adds. */
export function useTreeKeys<Node extends TreeNode>(keys: TreeKeys<Node>): (event: KeyboardEvent) => void {
  const { side, rows, cursorRow, onKey, focusWanted, scrollTo, scroller, rowHeight } = keys;
  const mapper = useMapper();
  const { mayEdit } = useHost();
  const typed = useRef({ text: '', at: 0 });
  const { store } = mapper;

  const goTo = (row: number, extend: boolean): void => {
    const node = rows.nodes[rows.rows[row] ?? -1];
    if (node === undefined) return;
    // The row that has the focus keeps it: nothing may be left to take it back later.
    focusWanted.current = row !== cursorRow;
    const { carried, lead } = store.getState();
    if (carried !== null) {
      store.getState().setCursor(side, node.key);
      weigh(mapper, node);
    } else if ('path' in node) {
      store.getState().select(extend && lead !== null ? rangeTo(mapper, lead, node.path) : [node.path]);
      store.getState().setCursor(side, node.key);
    } else store.getState().selectSource(node.key);
    scrollTo(row);
  };

  const letters = (event: KeyboardEvent): boolean => {
    if (event.key.length !== 1 || event.key === ' ' || event.ctrlKey || event.metaKey || event.altKey) return false;
    const text = event.timeStamp - typed.current.at < oneWord ? typed.current.text + event.key : event.key;
    typed.current = { text, at: event.timeStamp };
    const row = rowByLetters(rows, cursorRow, text);
    if (row !== undefined) goTo(row, false);
    return true;
  };

  /** While a row is carried by keyboard. */
  const carrying = (event: KeyboardEvent, node: Node): boolean => {
    if (event.key === 'Escape') putBack(mapper);
    else if (event.key === 'Enter') letGo(mapper, node, event.currentTarget.querySelector('[tabindex="0"]'));
    else return letters(event);
    return true;
  };

  const own = (event: KeyboardEvent, node: Node): boolean => {
    const { carried } = store.getState();
    if (carried?.by === 'keyboard')
      return carried.side === side ? event.key === 'Escape' && (putBack(mapper), true) : carrying(event, node);
    if (onKey(event, node)) return true;
    if (isShortcut(event.nativeEvent, 'drillInto')) return drillInto(mapper, side, node);
    if (isShortcut(event.nativeEvent, 'drillOut')) return drillOut(mapper, side);
    if (isShortcut(event.nativeEvent, 'takeUp') && mayEdit) {
      takeUp(mapper, side, node);
      return true;
    }
    // A capital may be a key of the page around a docked mapper.
    return !isKeyOfMapper(event.nativeEvent) && !isCapital(event) && letters(event);
  };

  return (event) => {
    const node = rows.nodes[rows.rows[cursorRow] ?? -1];
    if (node === undefined || event.defaultPrevented || !isRow(event.target)) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 480) / rowHeight) - 1);
    const move = treeKey(event, { rows, row: cursorRow, page });
    if (move === undefined && !own(event, node)) return;
    event.preventDefault();
    event.stopPropagation();
    if (move === undefined) return;
    if ('toggle' in move) toggleRow(mapper, side, node);
    else goTo(move.row, event.shiftKey);
  };
}

const isCapital = ({ shiftKey, key }: KeyboardEvent): boolean => shiftKey && /^\p{Lu}$/u.test(key);

const isRow = (target: EventTarget): boolean => target instanceof Element && target.matches('[role=treeitem]');
