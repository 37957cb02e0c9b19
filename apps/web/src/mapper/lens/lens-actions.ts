// Edits of the boxes, each one step of undo on the rule's formula; what cannot be done is said.
import { isRefusal, nameNode } from '@patchbay/mapping/edit';
import type { TextResult } from '@patchbay/mapping/edit';
import { useMemo } from 'react';
import { useHost, useMapper } from '../mapper-context.ts';
import { useRuleActions } from '../rules/use-rule-actions.ts';
import { useRuleEdit } from '../rules/use-rule-edit.ts';

export interface LensActions {
  /** Takes over the text that an edit gave, or says why there is none. */
  readonly put: (result: TextResult) => void;
  readonly name: (id: string, name: string) => void;
}

export function useLensActions(path: string): LensActions {
  const mapper = useMapper();
  const { seal } = useHost();
  const { setText } = useRuleEdit();
  const { make } = useRuleActions();
  return useMemo(
    () => ({
      put: (result) => {
        if (isRefusal(result)) {
          mapper.store.getState().say(result.refused);
          return;
        }
        seal();
        setText(path, '', result.text);
        seal();
      },
      name: (id, name) => make(nameNode(mapper.data().view, path, { id, name })),
    }),
    [mapper, seal, setText, make, path],
  );
}
