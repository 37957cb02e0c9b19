// What a drop does: asked while a field is carried, done when it is let go, by pointer or by keyboard.
import { parseSourceKey } from '@patchbay/mapping';
import { dropChoices, isRefusal, retarget, ruleAt } from '@patchbay/mapping/edit';
import type { DropChoice, DropChoices, EditResult, Refusal } from '@patchbay/mapping/edit';
import type { MappingDocument } from '@patchbay/model/mapping';
import { allValues } from '../data/sample-values.ts';
import type { Mapper } from '../mapper-context.ts';
import { rememberedPair } from '../auto-map/match-request.ts';
import { ruleActions } from '../rules/use-rule-actions.ts';
import type { LineId, PendingDrop, Side } from '../mapper.store.ts';
import { tableDrop, tableOf } from '../lookups/tables-panel.ts';
import { rememberDrop, rememberedDrops } from './remembered-drops.ts';

/** A row's key as the path of its rule and the part that it shows. */
export function ruleOfKey(key: string): { path: string; part: string | undefined } {
  const at = key.indexOf('#');
  if (at === -1) return { path: key, part: undefined };
  const part = key.slice(at + 1);
  return { path: key.slice(0, at), part: part.startsWith('case.') ? `${part}.then` : part };
}

export interface DropAsk {
  readonly source: string;
  readonly target: string;
}

export function choicesFor(mapper: Mapper, { source, target }: DropAsk): DropChoices | Refusal {
  const { view, sample } = mapper.data();
  const { path, part } = ruleOfKey(target);
  const table = tableOf(source);
  if (table !== undefined) return tableDrop(view, { table, path, part });
  return dropChoices(view, {
    source: parseSourceKey(source),
    target: path,
    part,
    values: ({ root, steps }) => allValues(root, steps, sample?.scope ?? {}),
    remembered: rememberedDrops(),
  });
}

/** In one clause, for the words beside the pointer. */
export function dropWords(result: DropChoices | Refusal): { words: string; isRefused: boolean } {
  if (isRefusal(result)) return { words: result.refused, isRefused: true };
  const choice = result.choices[result.preferred];
  const others = result.choices.length - 1;
  return {
    words: `${choice?.title ?? ''}${others === 0 ? '' : others === 1 ? ', or another way' : `, or ${others} other ways`}`,
    isRefused: false,
  };
}

/** Lets a field go: does it when there is one way, asks when there are several, says why when there is none. */
export function drop(
  mapper: Mapper,
  ask: DropAsk & { readonly at: PendingDrop['at']; readonly from?: string | undefined },
): void {
  const { store } = mapper;
  const result = choicesFor(mapper, ask);
  if (isRefusal(result)) {
    store.getState().say(`Not mapped. ${result.refused}`);
    store.getState().show({ refusal: { words: result.refused, at: ask.at } });
    return;
  }
  const [only, ...others] = result.choices;
  if (only !== undefined && others.length === 0 && only.needsConfirm === undefined) take(mapper, only, ask);
  else store.getState().show({ pending: { ...ask, choices: result } });
}

/** Takes a choice as one step of undo. A pair that is mapped as it is counts as confirmed. */
function take(mapper: Mapper, choice: DropChoice, { source, target }: DropAsk): void {
  const { doc, path, said } = choice.apply();
  const before = mapper.host().doc;
  mapper.store.getState().show({ pending: null });
  mapper.edit(doc, { label: said });
  mapper.goTo(path);
  if (choice.id === 'lookup') beginKey(mapper, doc, path);
  if (choice.asksKind === true) mapper.store.getState().show({ panel: { kind: 'qualifier', path } });
  if (choice.kind === 'value-to-value' && choice.id === 'direct')
    mapper.host().learn([rememberedPair(before, { source, target }, 'confirmed')], [before, doc]);
}

/** A lookup without a key asks for it. */
function beginKey({ store }: Mapper, doc: MappingDocument, path: string): void {
  const rule = ruleAt(doc, path);
  if (rule !== undefined && 'lookup' in rule && rule.key.trim() === '') store.getState().startEditing(path);
}

export function chosen(mapper: Mapper, pending: PendingDrop, choice: DropChoice): void {
  rememberDrop(choice.kind, choice.id);
  take(mapper, choice, pending);
}

/** An end of a line dropped elsewhere: the same rule from another field, or at another target. */
export function dropEnd(mapper: Mapper, line: LineId, end: { readonly side: Side; readonly key: string }): void {
  ruleActions(mapper).make(endMoved(mapper, line, end), { select: true });
}

/** What dropping an end of a line would do. */
export function endWords(
  mapper: Mapper,
  line: LineId,
  end: { readonly side: Side; readonly key: string },
): { words: string; isRefused: boolean } {
  const result = endMoved(mapper, line, end);
  return isRefusal(result) ? { words: result.refused, isRefused: true } : { words: result.said, isRefused: false };
}

function endMoved(
  mapper: Mapper,
  line: LineId,
  { side, key }: { readonly side: Side; readonly key: string },
): EditResult {
  if (side === 'source' && tableOf(key) !== undefined)
    return { refused: 'A lookup table is no field: drag it onto the rule instead.' };
  const to = side === 'source' ? { source: parseSourceKey(key) } : { target: ruleOfKey(key).path };
  return retarget(mapper.data().view, { line, ...to });
}
