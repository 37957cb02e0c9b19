import { isRefusal } from '../edit/edit.ts';
import type { Drop, DropChoice } from '../edit/drop/drop-choice.ts';
import { dropChoices } from '../edit/drop/drop-choices.ts';
import { ruleAt } from '../edit/rule-at.ts';
import type { MappingView } from '../lineage/mapping-view.ts';
import { parseSourceKey } from '../lineage/source-path.ts';

/** The choices of a drop, by their ids. Throws where it is refused. */
export const dropped = (view: MappingView, source: string, target: string, more: Partial<Drop> = {}) => {
  const found = dropChoices(view, { source: parseSourceKey(source), target, ...more });
  if (isRefusal(found)) throw new Error(found.refused);
  const choice = (id: string): DropChoice => {
    const chosen = found.choices.find((one) => one.id === id);
    if (chosen === undefined) throw new Error(`${id} is none of ${found.choices.map((one) => one.id).join(', ')}`);
    return chosen;
  };
  return {
    kind: found.kind,
    ids: found.choices.map(({ id }) => id),
    preferred: found.choices[found.preferred]?.id,
    choice,
    /** The rule that a choice makes, at the target unless said. */
    made: (id: string, at = target) => ruleAt(choice(id).apply().doc, at),
    said: (id: string) => choice(id).apply().said,
  };
};
/** Why a drop is refused. */
export const refusal = (view: MappingView, source: string, target: string): string => {
  const found = dropChoices(view, { source: parseSourceKey(source), target });
  return isRefusal(found) ? found.refused : `not refused: ${found.choices.map(({ id }) => id).join(', ')}`;
};
