import { ruleAt } from '@patchbay/mapping/edit';
import { useMemo } from 'react';
import { forgetDraft } from '../drafts/change-drafts.ts';
import { markOf } from '../drafts/formula-draft.ts';
import type { DraftPlace } from '../drafts/formula-draft.ts';
import { textAt } from '../drafts/row-draft.ts';
import { useMapper } from '../mapper-context.ts';
import type { Mapper } from '../mapper-context.ts';
import { ruleEdit } from './use-rule-edit.ts';

/** What a line does that is open in a row: as in `RuleEdit`, of its own place. */
export interface LineEdit {
  readonly write: (text: string) => string | undefined;
  readonly hold: (text: string) => void;
  readonly dropDraft: () => void;
}

export function useLineEdit(path: string, part: string): LineEdit {
  const mapper = useMapper();
  return useMemo(() => lineEdit(mapper, { path, part }), [mapper, path, part]);
}

/**
 * The rule may change under an open line, by an undo or a person in another tab. What the line kept until then is the
 * beginning of what it says now, and no draft of its own.
 */
export function lineEdit(mapper: Mapper, { path, part }: DraftPlace): LineEdit {
  const edit = ruleEdit(mapper);
  const mark = (): string => markOf(textAt({ rule: ruleAt(mapper.host().doc, path) }, part));
  let keptOver = mark();
  const follow = (): void => {
    const of = mark();
    if (of !== keptOver) forgetDraft(mapper, { path, part, of: keptOver });
    keptOver = of;
  };
  return {
    write: (text) => {
      follow();
      return edit.write(path, part, text);
    },
    hold: (text) => {
      follow();
      edit.hold(path, part, text);
    },
    dropDraft: () => {
      follow();
      edit.dropDraft(path, part);
    },
  };
}
