import { useEffect } from 'react';
import type { RefObject } from 'react';
import type { Mapper } from '../mapper-context.ts';
import { mapperKey, onCopy, onPaste } from './mapper-keys.ts';

/**
 * A page takes the keys of the whole window; a docked mapper only those pressed in it, before the flow's own. Rows and cells
 * take theirs first: they hear of them below the document.
 */
export function useMapperKeys(mapper: Mapper, root: RefObject<HTMLElement | null>, layout: 'page' | 'docked'): void {
  useEffect(() => {
    const place = layout === 'page' ? window : document;
    const isHere = ({ target }: Event): boolean =>
      layout === 'page' || (target instanceof Node && root.current?.contains(target) === true);
    const key = (event: Event): void => {
      if (event instanceof KeyboardEvent && isHere(event) && mapperKey(mapper, event)) event.stopPropagation();
    };
    const copy = (event: Event): void => {
      if (isHere(event)) onCopy(mapper, event as ClipboardEvent);
    };
    const paste = (event: Event): void => {
      if (isHere(event)) onPaste(mapper, event as ClipboardEvent);
    };
    place.addEventListener('keydown', key);
    place.addEventListener('copy', copy);
    place.addEventListener('cut', copy);
    place.addEventListener('paste', paste);
    return () => {
      place.removeEventListener('keydown', key);
      place.removeEventListener('copy', copy);
      place.removeEventListener('cut', copy);
      place.removeEventListener('paste', paste);
    };
  }, [mapper, root, layout]);
}
