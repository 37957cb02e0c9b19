// Which rows of a tree are drawn: those around the view. Rows are all of one height, so nothing is measured but the view.
import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { flushSync } from 'react-dom';
import { rowsPad } from '../lines/canvas-link.ts';

/** From one row to another, both among them; none where the last is before the first. */
export interface RowSpan {
  readonly first: number;
  readonly last: number;
}

export interface RowWindow {
  readonly span: RowSpan;
  /** Scrolls as little as brings a row into view. */
  readonly scrollTo: (row: number) => void;
}

interface View {
  readonly top: number;
  readonly height: number;
}

/** At least so many rows stand ready above and below the view. */
const spare = 8;
/** Rows come and go by so many at once: a page whose rows change is laid out and painted anew, be it one row or eight. */
const block = 8;

/** The rows to be drawn for a view, of so many. */
export function spanOf({ top, height }: View, rowHeight: number, count: number): RowSpan {
  const inView = Math.ceil(height / rowHeight);
  // Rows that went away below leave the view where it was, until the browser scrolls back.
  const first = Math.min(Math.max(0, Math.floor((top - rowsPad) / rowHeight)), Math.max(0, count - inView));
  return {
    first: Math.max(0, Math.floor((first - spare) / block) * block),
    last: height === 0 ? -1 : Math.min(count, Math.ceil((first + inView + 1 + spare) / block) * block) - 1,
  };
}

interface Watched {
  /** Around the rows; what scrolls is its parent. */
  readonly around: RefObject<HTMLElement | null>;
  readonly rowHeight: number;
  readonly count: number;
  /** Told first, with where the rows stand now. The same function for ever. */
  readonly onScroll: (scroller: HTMLElement, top: number) => void;
}

export function useRowWindow({ around, rowHeight, count, onScroll }: Watched): RowWindow {
  /** As it was when other rows were last asked for: this renders, and only then. */
  const [drawn, setDrawn] = useState<View>({ top: 0, height: 0 });
  const view = useRef(drawn);
  const isOther = useRef((): boolean => false);
  useLayoutEffect(() => {
    isOther.current = () => {
      const [wanted, shown] = [spanOf(view.current, rowHeight, count), spanOf(drawn, rowHeight, count)];
      return wanted.first !== shown.first || wanted.last !== shown.last;
    };
    if (isOther.current()) setDrawn(view.current);
  }, [drawn, rowHeight, count]);
  useLayoutEffect(() => {
    const element = around.current?.parentElement;
    if (element === null || element === undefined) return;
    const measure = (): void => {
      view.current = { top: element.scrollTop, height: element.clientHeight };
      if (isOther.current()) setDrawn(view.current);
    };
    const scrolled = (): void => {
      view.current = { top: element.scrollTop, height: view.current.height };
      onScroll(element, view.current.top);
      // In this frame: rows that come a frame later leave a gap behind a fast wheel.
      if (isOther.current()) flushSync(() => setDrawn(view.current));
    };
    measure();
    const resized = new ResizeObserver(measure);
    resized.observe(element);
    element.addEventListener('scroll', scrolled, { passive: true });
    return () => {
      resized.disconnect();
      element.removeEventListener('scroll', scrolled);
    };
  }, [around, onScroll]);
  const scrollTo = useCallback(
    (row: number) => {
      const { top, height } = view.current;
      const start = rowsPad + row * rowHeight;
      // To scroll to where one is costs a layout of the page all the same.
      if (start >= top && start + rowHeight <= top + height) return;
      const next = Math.max(0, start < top ? start - rowsPad : start + rowHeight + rowsPad - height);
      view.current = { top: next, height };
      around.current?.parentElement?.scrollTo({ top: next });
    },
    [around, rowHeight],
  );
  return { span: spanOf(drawn, rowHeight, count), scrollTo };
}
