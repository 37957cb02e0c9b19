import { useEffect } from 'react';
import { functionDragType } from '../../editor/expression/functions/function-list.tsx';
import { useHost, useMapper } from '../mapper-context.ts';
import type { Mapper } from '../mapper-context.ts';
import type { LineId } from '../mapper.store.ts';
import { editedPart } from '../rows/edited-part.ts';
import { applyToLine, applyToRule, applyToSlot } from './apply-function.ts';

type Place =
  | { readonly kind: 'row'; readonly key: string }
  | { readonly kind: 'slot'; readonly slot: string; readonly element: HTMLElement }
  | { readonly kind: 'line'; readonly line: LineId };

/** A function that is dragged out of the palette lands on a target row, a line, or a box and a slot of the lens. */
export function useFunctionDrop(): void {
  const mapper = useMapper();
  const { mayEdit } = useHost();
  useEffect(() => {
    if (!mayEdit) return undefined;
    const abort = new AbortController();
    const { signal } = abort;
    let lit: Place | undefined;
    const light = (place: Place | undefined): void => {
      if (samePlace(lit, place)) return;
      if (lit?.kind === 'slot') delete lit.element.dataset['functionOver'];
      if (place?.kind === 'slot') place.element.dataset['functionOver'] = '';
      lit = place;
      mapper.store.getState().show({
        over: place?.kind === 'row' ? { key: place.key, words: 'Put it around the rule', isRefused: false } : null,
        hover: place?.kind === 'line' ? { line: place.line } : null,
      });
    };
    const over = (event: DragEvent): void => {
      if (event.dataTransfer?.types.includes(functionDragType) !== true) return;
      const place = placeAt(mapper, event);
      light(place);
      if (place === undefined) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
    };
    const drop = (event: DragEvent): void => {
      const name = event.dataTransfer?.getData(functionDragType) ?? '';
      const place = placeAt(mapper, event);
      light(undefined);
      if (name === '' || place === undefined) return;
      event.preventDefault();
      land(mapper, place, name);
    };
    window.addEventListener('dragover', over, { signal });
    window.addEventListener('drop', drop, { signal });
    window.addEventListener('dragend', () => light(undefined), { signal });
    return () => abort.abort();
  }, [mapper, mayEdit]);
}

function placeAt({ link }: Mapper, event: DragEvent): Place | undefined {
  const under = document.elementFromPoint(event.clientX, event.clientY);
  const slot = under?.closest<HTMLElement>('[data-lens-slot]');
  if (slot?.dataset['lensSlot'] !== undefined) return { kind: 'slot', slot: slot.dataset['lensSlot'], element: slot };
  const box = under?.closest<HTMLElement>('[data-lens-box]');
  if (box?.dataset['lensBox'] !== undefined) return { kind: 'slot', slot: box.dataset['lensBox'], element: box };
  const key = under?.closest<HTMLElement>('.mapper-scroller.target [data-key]')?.dataset['key'];
  if (key !== undefined) return { kind: 'row', key };
  const line = under?.closest('.mapper-lines') == null ? undefined : link.lineAt(event.clientX, event.clientY);
  return line === undefined ? undefined : { kind: 'line', line };
}

const samePlace = (one: Place | undefined, other: Place | undefined): boolean => {
  if (one === undefined || other === undefined) return one === other;
  if (one.kind === 'row' && other.kind === 'row') return one.key === other.key;
  if (one.kind === 'slot' && other.kind === 'slot') return one.element === other.element;
  return (
    one.kind === 'line' &&
    other.kind === 'line' &&
    one.line.source === other.line.source &&
    one.line.target === other.line.target
  );
};

function land(mapper: Mapper, place: Place, name: string): void {
  switch (place.kind) {
    case 'slot':
      applyToSlot(mapper, place.slot, name);
      return;
    case 'line':
      applyToLine(mapper, place.line, name);
      return;
    case 'row': {
      const { targetNodes, targetAt } = mapper.data();
      const node = targetNodes[targetAt.get(place.key) ?? -1];
      if (node !== undefined) applyToRule(mapper, { path: node.path, part: editedPart(node), name });
    }
  }
}
