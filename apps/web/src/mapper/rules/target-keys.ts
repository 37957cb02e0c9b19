// The keys of a target row besides those of every tree.
import type { KeyboardEvent } from 'react';
import { isLoop } from '@patchbay/model/mapping';
import { matchesKeys } from '../../ui/index.ts';
import { editedPart } from '../rows/edited-part.ts';
import type { Mapper } from '../mapper-context.ts';
import type { TargetNode } from '../rows/tree-node.ts';
import { askToKeep, isPart, keepPartKeys } from '../parts/keep-part.ts';
import { ruleActions } from './use-rule-actions.ts';
import { removePart } from './remove-part.ts';

/** True when the key was taken. */
export function targetKey(mapper: Mapper, event: KeyboardEvent, node: TargetNode): boolean {
  const { store } = mapper;
  const actions = ruleActions(mapper);
  const native = event.nativeEvent;
  const does = (keys: string): boolean => matchesKeys(native, keys);
  const suggestion = store.getState().suggestions.find(({ target }) => target === node.path && node.part === '');
  if (does('Enter') && node.rule === undefined && suggestion !== undefined && suggestion.band !== 'low') {
    store.getState().startEditing(node.path, '', suggestion.text);
    return true;
  }
  if (does('Enter') || does('F2')) {
    if (node.rule !== undefined && isLoop(node.rule) && node.part === '') {
      store.getState().show({ panel: { kind: 'loop', path: node.path } });
    } else if (node.rule === undefined || !('fields' in node.rule) || node.part !== '') {
      store.getState().startEditing(node.path, editedPart(node));
    } else store.getState().show({ panel: { kind: 'details', path: node.path } });
    return true;
  }
  if (does('=')) {
    store.getState().startEditing(node.path, editedPart(node), '');
    return true;
  }
  if (does('(') && mapper.host().mayEdit) {
    store.getState().show({ panel: { kind: 'function', path: node.path, key: node.key } });
    return true;
  }
  if (does('Delete') || does('Backspace')) {
    if (node.part === '')
      actions.remove(store.getState().selected.length === 0 ? [node.path] : store.getState().selected);
    else removePart(mapper, node);
    return true;
  }
  if (does(keepPartKeys) && isPart(node) && mapper.host().library.keep !== undefined) {
    askToKeep(mapper, node.path);
    return true;
  }
  if (does('Mod+D')) {
    actions.duplicate(node.path);
    return true;
  }
  if (does('Alt+Shift+ArrowUp') || does('Alt+Shift+ArrowDown')) {
    actions.move(node.path, does('Alt+Shift+ArrowUp') ? -1 : 1);
    return true;
  }
  return false;
}
