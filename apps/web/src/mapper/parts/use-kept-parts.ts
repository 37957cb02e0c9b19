import { useEffect, useRef } from 'react';
import { toast } from '../../ui/index.ts';
import { refParts } from '../library/library-ref.ts';
import type { Mapper } from '../mapper-context.ts';
import { useHost } from '../mapper-context.ts';
import { fieldName } from '../rules/use-rule-edit.ts';
import { openAction } from './keep-part.ts';
import { takenBack } from './kept-part.ts';

/** Says, when an undo gives a row its rules back, that the library keeps the mapping that was made of it. */
export function useKeptParts(mapper: Mapper): void {
  const { doc } = useHost();
  const before = useRef(doc);
  useEffect(() => {
    const earlier = before.current;
    before.current = doc;
    for (const { path, ref } of takenBack(mapper.store.getState().keptParts, earlier, doc)) {
      toast(`“${refParts(ref).name}” stays in the library`, {
        detail: `${fieldName(path)} has its own rules again.`,
        ...openAction(mapper, ref),
      });
    }
  }, [doc, mapper]);
}
