import { useLayoutEffect, useRef } from 'react';
import { useMapper, useMapperData, useMapperState } from '../mapper-context.ts';

interface TableReveal {
  readonly rowOf: ReadonlyMap<string, number>;
  readonly focusWanted: { current: boolean };
  readonly scrollTo: (row: number, options: { align: 'auto' }) => void;
}

/** Answers requests to bring a row into view: leaves the filter that hides it, scrolls, and gives it the focus when asked. */
export function useTableReveal({ rowOf, focusWanted, scrollTo }: TableReveal): void {
  const { store } = useMapper();
  const { targetAt } = useMapperData();
  const reveal = useMapperState((state) => (state.reveal?.side === 'target' ? state.reveal : null));
  const answered = useRef<object | null>(reveal?.focus === true ? null : reveal);
  useLayoutEffect(() => {
    if (reveal === null || answered.current === reveal) return;
    const row = rowOf.get(reveal.key);
    if (row === undefined) {
      if (!targetAt.has(reveal.key)) return;
      const { search, targetFilter } = store.getState();
      if (search.target === '' && targetFilter === 'all') return;
      store.getState().show({ search: { ...search, target: '' }, targetFilter: 'all' });
      return;
    }
    answered.current = reveal;
    focusWanted.current = reveal.focus;
    store.getState().setCursor('target', reveal.key);
    scrollTo(row, { align: 'auto' });
  }, [reveal, rowOf, targetAt, scrollTo, store, focusWanted]);
}
