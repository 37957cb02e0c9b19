// The keys of a target row besides those of every tree.
import type { KeyboardEvent } from 'react';
import { isLoop } from '@patchbay/model/mapping';
import { isShortcut } from '../../shortcuts/index.ts';
import type { ShortcutName } from '../../shortcuts/index.ts';
import { matchesKeys } from '../../ui/index.ts';
import { editedPart } from '../rows/edited-part.ts';
import type { Mapper } from '../mapper-context.ts';
import type { TargetNode } from '../rows/tree-node.ts';
import { askToKeep, isPart } from '../parts/keep-part.ts';
import { ruleActions } from './use-rule-actions.ts';
import { removePart } from './remove-part.ts';

/** True when the key was taken. */
export function targetKey(mapper: Mapper, event: KeyboardEvent, node: TargetNode): boolean {
  const { store } = mapper;
  const actions = ruleActions(mapper);
  const native = event.nativeEvent;
  const does = (keys: string): boolean => matchesKeys(native, keys);
  const is = (name: ShortcutName): boolean => isShortcut(native, name);
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
  if (is('newFormula')) {
    store.getState().startEditing(node.path, editedPart(node), '');
    return true;
  }
  if (is('wrap') && mapper.host().mayEdit) {
    store.getState().show({ panel: { kind: 'function', path: node.path, key: node.key } });
    return true;
  }
  if (is('removeRule')) {
    if (node.part === '')
      actions.remove(store.getState().selected.length === 0 ? [node.path] : store.getState().selected);
    else removePart(mapper, node);
    return true;
  }
  if (is('keepPart') && isPart(node) && mapper.host().library.keep !== undefined) {
    askToKeep(mapper, node.path);
    return true;
  }
  if (is('duplicateRule')) {
    actions.duplicate(node.path);
    return true;
  }
  if (is('ruleEarlier') || is('ruleLater')) {
    actions.move(node.path, is('ruleEarlier') ? -1 : 1);
    return true;
  }
  return false;
}
