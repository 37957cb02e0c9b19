import type { Mapper } from '../mapper-context.ts';

/** Says why something was not done, at the row that it was tried on. */
export function refuse({ store }: Mapper, words: string): void {
  const row =
    document.activeElement?.closest('[data-key]') ??
    document.querySelector('.mapper-row[data-selected], .sheet-line[aria-selected=true]');
  const box = row?.getBoundingClientRect();
  store.getState().say(words);
  store.getState().show({ refusal: { words, at: { x: (box?.left ?? 300) + 40, y: box?.bottom ?? 120 } } });
}
