// What a drop does: asked while a field is carried, done when it is let go, by pointer or by keyboard.
import { parseSourceKey } from '@patchbay/mapping';
import { dropChoices, isRefusal, removeRules } from '@patchbay/mapping/edit';
import type { DropChoice, DropChoices, Refusal } from '@patchbay/mapping/edit';
import { allValues } from '../data/sample-values.ts';
import type { Mapper } from '../mapper-context.ts';
import type { PendingDrop } from '../mapper.store.ts';
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
  if (only !== undefined && others.length === 0 && only.needsConfirm === undefined) take(mapper, only, ask.from);
  else store.getState().show({ pending: { ...ask, choices: result } });
}

/** Takes a choice as one step of undo. A line that was moved leaves its old place. */
export function take(mapper: Mapper, choice: DropChoice, from?: string): void {
  const { doc, path, said } = choice.apply();
  const left = from === undefined || from === path ? doc : removeRules(doc, [from]).doc;
  mapper.store.getState().show({ pending: null });
  mapper.edit(left, { label: said });
  mapper.store.getState().select([path]);
  mapper.store.getState().show({ reveal: { side: 'target', key: path, focus: true } });
}

export function chosen(mapper: Mapper, pending: PendingDrop, choice: DropChoice): void {
  rememberDrop(choice.kind, choice.id);
  take(mapper, choice, pending.from);
}
