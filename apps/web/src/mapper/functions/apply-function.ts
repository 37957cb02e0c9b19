// A function put around what stands in a place: a rule, one field that a line brings into it, a box of the lens.
import { parseSourceKey } from '@patchbay/mapping';
import {
  expressionFor,
  fillWithCall,
  formulaGraph,
  isRefusal,
  ruleAt,
  setRule,
  wrapNode,
  wrapWith,
} from '@patchbay/mapping/edit';
import type { EditResult, TextResult } from '@patchbay/mapping/edit';
import { rememberFunction } from '../../editor/expression/functions/function-groups.ts';
import type { Mapper } from '../mapper-context.ts';
import type { LineId } from '../mapper.store.ts';
import { ruleText } from '../rows/rule-text.ts';
import { fieldName } from '../rules/use-rule-edit.ts';
import { ruleActions } from '../rules/use-rule-actions.ts';

/** Around the whole rule, or a new call where there is none. What it needs besides is typed next. */
export function applyToRule(
  mapper: Mapper,
  { path, part, name }: { path: string; part: string; name: string },
): boolean {
  const result = wrapWith(mapper.data().view, path, name, { part });
  if (!ruleActions(mapper).make(result, { select: true }) || isRefusal(result)) return false;
  rememberFunction(name);
  if (result.select !== undefined) mapper.store.getState().startEditing(path, part);
  return true;
}

/** Around the field that a line brings into a formula; around the whole where the line is all of it. */
export function applyToLine(mapper: Mapper, line: LineId, name: string): boolean {
  const { view } = mapper.data();
  const result = wrappedOnLine(mapper, line, name);
  if (result === undefined) return applyToRule(mapper, { path: line.target, part: '', name });
  const rule = ruleAt(view.doc, line.target);
  const edit: EditResult =
    isRefusal(result) || rule === undefined
      ? { refused: isRefusal(result) ? result.refused : 'There is no rule any more.' }
      : {
          doc: setRule(view.doc, line.target, { ...rule, expr: result.text }),
          path: line.target,
          said: `Put ${name} around what ${fieldName(line.target)} reads there.`,
        };
  if (!ruleActions(mapper).make(edit, { select: true })) return false;
  rememberFunction(name);
  return true;
}

/** Undefined where the field is the whole formula, or cannot be told apart in it. */
function wrappedOnLine(mapper: Mapper, line: LineId, name: string): TextResult | undefined {
  const { view } = mapper.data();
  const rule = ruleAt(view.doc, line.target);
  if (rule === undefined || !('expr' in rule)) return undefined;
  const path = expressionFor(view, parseSourceKey(line.source), line.target);
  const boxes = formulaGraph(rule.expr).nodes.filter(
    ({ kind, text, id }) => kind === 'source' && text === path && id !== '',
  );
  let text: TextResult | undefined;
  for (const { id } of boxes) text = wrapNode(text !== undefined && 'text' in text ? text.text : rule.expr, id, name);
  return text;
}

/** Around what stands in a slot of the lens, or into it where it is empty. */
export function applyToSlot(mapper: Mapper, slot: string, name: string): boolean {
  const { lead } = mapper.store.getState();
  const { view } = mapper.data();
  const rule = lead === null ? undefined : ruleAt(view.doc, lead);
  if (lead === null || rule === undefined || !('expr' in rule)) return false;
  const result = fillWithCall(ruleText(rule), slot, name);
  const edit: EditResult = isRefusal(result)
    ? result
    : {
        doc: setRule(view.doc, lead, { ...rule, expr: result.text }),
        path: lead,
        said: `${fieldName(lead)} calls ${name}.`,
      };
  if (!ruleActions(mapper).make(edit)) return false;
  rememberFunction(name);
  return true;
}
