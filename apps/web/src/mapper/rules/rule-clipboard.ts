// Rows as text on the clipboard: they paste into another mapping, a chat, a ticket, with their names and tables.
import { copyRules, isRefusal, pasteRules } from '@patchbay/mapping/edit';
import type { Mapper } from '../mapper-context.ts';
import { refuse } from './refuse.ts';
import { homeOf, ruleActions } from './use-rule-actions.ts';

/** The selected rows as text; undefined, with the reason said, when none of them has a rule. */
export function copied(mapper: Mapper): string | undefined {
  const { selected, say } = mapper.store.getState();
  const text = copyRules(mapper.data().view, selected);
  if (typeof text !== 'string') {
    refuse(mapper, text.refused);
    return undefined;
  }
  say(selected.length === 1 ? 'Copied one rule.' : `Copied ${selected.length} rules.`);
  return text;
}

export function pasted(mapper: Mapper, text: string): void {
  const { lead } = mapper.store.getState();
  const { view } = mapper.data();
  const onto = lead ?? undefined;
  const result = pasteRules(view, text, { parent: lead === null ? '' : homeOf(mapper, lead), onto });
  if (isRefusal(result)) refuse(mapper, result.refused);
  else ruleActions(mapper).make(result, { select: true });
}
