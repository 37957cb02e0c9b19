// The keys of the whole mapper, wherever in it the focus is. Those of trees and rows stand with them.
import { isShortcut, mapperGroups, showShortcuts } from '../../shortcuts/index.ts';
import type { ShortcutName } from '../../shortcuts/index.ts';
import { isOfText, isTyping } from '../../ui/index.ts';
import type { Mapper } from '../mapper-context.ts';
import type { Side } from '../mapper.store.ts';
import { copied, pasted } from '../rules/rule-clipboard.ts';
import { ruleActions } from '../rules/use-rule-actions.ts';
import { openTrace } from '../trace/open-trace.ts';
import { takeBack } from './take-back.ts';
import { nextOpen, nextProblem } from './walk.ts';

type Act = (mapper: Mapper, event: KeyboardEvent) => void;

interface MapperKey {
  readonly name: ShortcutName;
  /** Also while a person types in a field, unless the person's key means something to its text. */
  readonly whileTyping?: true;
  readonly act: Act;
}

const keys: readonly MapperKey[] = [
  { name: 'undo', act: (mapper) => takeBack(mapper, 'undo') },
  { name: 'redo', act: (mapper) => takeBack(mapper, 'redo') },
  { name: 'nextProblem', whileTyping: true, act: (mapper) => nextProblem(mapper, 1) },
  { name: 'previousProblem', whileTyping: true, act: (mapper) => nextProblem(mapper, -1) },
  { name: 'trace', whileTyping: true, act: traceRow },
  { name: 'nextOpen', act: (mapper) => nextOpen(mapper, 1) },
  { name: 'previousOpen', act: (mapper) => nextOpen(mapper, -1) },
  { name: 'find', whileTyping: true, act: (mapper, event) => focusSearch(mapper, event.target) },
  { name: 'nextPart', whileTyping: true, act: (_, event) => focusNextPart(event.target, 1) },
  { name: 'previousPart', whileTyping: true, act: (_, event) => focusNextPart(event.target, -1) },
  { name: 'help', act: () => showShortcuts(mapperGroups) },
  { name: 'focusMode', act: ({ store }) => toggleFocusMode(store.getState()) },
  { name: 'removeRule', act: removeLine },
  { name: 'wrap', act: wrapLine },
];

const keyOfMapper = (event: KeyboardEvent): MapperKey | undefined => keys.find(({ name }) => isShortcut(event, name));

/** Whether a key of a row or a cell belongs to the whole mapper: no letter of a name, and no beginning of a text. */
export const isKeyOfMapper = (event: KeyboardEvent): boolean => keyOfMapper(event) !== undefined;

/** True when the key was taken. */
export function mapperKey(mapper: Mapper, event: KeyboardEvent): boolean {
  if (event.defaultPrevented) return false;
  const found = keyOfMapper(event);
  if (found === undefined) return false;
  if (isTyping(event.target) && (found.whileTyping !== true || isOfText(event))) return false;
  if (document.querySelector('[role=menu], [role=dialog][data-state=open]') !== null) return false;
  event.preventDefault();
  found.act(mapper, event);
  return true;
}

function toggleFocusMode({ focusMode, show, say }: ReturnType<Mapper['store']['getState']>): void {
  show({ focusMode: !focusMode });
  say(focusMode ? 'All lines are shown.' : 'Only the selected row’s lines are shown.');
}

/** The search box of the side that has the focus; of the target otherwise. */
function focusSearch(_mapper: Mapper, target: EventTarget | null): void {
  const side: Side = target instanceof Element && target.closest('.mapper-panel.source') !== null ? 'source' : 'target';
  const field = document.querySelector<HTMLInputElement>(`[data-find=${side}]`);
  field?.focus();
  field?.select();
}

const parts = [
  '.mapper-scroller.source [role=treeitem][tabindex="0"]',
  '.mapper-scroller.target [role=treeitem][tabindex="0"]',
  '[data-formula] [role=textbox]',
  '.mapper-bar button',
] as const;

/** Source, target, formula, bar, and round again. */
function focusNextPart(target: EventTarget | null, by: 1 | -1): void {
  const at = parts.findIndex((part) => {
    const [first = ''] = part.split(' ');
    return target instanceof Element && target.closest(first) !== null;
  });
  for (let step = 1; step <= parts.length; step += 1) {
    const part = parts[(at + by * step + parts.length * 2) % parts.length];
    const element = part === undefined ? null : document.querySelector<HTMLElement>(part);
    if (element === null) continue;
    element.focus();
    return;
  }
}

/** How the value of the row with the cursor came about. */
function traceRow(mapper: Mapper): void {
  const { cursor, lead } = mapper.store.getState();
  const { targetNodes, targetAt } = mapper.data();
  const node = targetNodes[targetAt.get(cursor.target ?? lead ?? '') ?? -1];
  if (node === undefined) mapper.store.getState().say('Select a row of the target first.');
  else openTrace(mapper, node);
}

/** The selected line goes: with its rule when the rule reads nothing else. */
function removeLine(mapper: Mapper): void {
  const { selectedLine } = mapper.store.getState();
  if (selectedLine !== null) ruleActions(mapper).unlink(selectedLine);
}

/** A function around the field that the selected line brings in. */
function wrapLine({ store, host }: Mapper): void {
  const { selectedLine, show } = store.getState();
  if (selectedLine === null || !host().mayEdit) return;
  const { target } = selectedLine;
  show({ panel: { kind: 'function', path: target, key: target, line: selectedLine } });
}

export function onCopy(mapper: Mapper, event: ClipboardEvent): void {
  if (isTyping(event.target) || !getSelection()?.isCollapsed) return;
  const { selected } = mapper.store.getState();
  if (selected.length === 0) return;
  const text = copied(mapper);
  if (text === undefined) return;
  event.preventDefault();
  event.clipboardData?.setData('text/plain', text);
  if (event.type === 'cut' && mapper.host().mayEdit) ruleActions(mapper).remove(selected);
}

export function onPaste(mapper: Mapper, event: ClipboardEvent): void {
  const text = event.clipboardData?.getData('text/plain') ?? '';
  if (isTyping(event.target) || text === '' || !mapper.host().mayEdit) return;
  event.preventDefault();
  pasted(mapper, text);
}
