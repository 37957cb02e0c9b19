// What can be done with a target row, as the items of its menu.
import { isLoop, isStructure } from '@patchbay/model/mapping';
import { addCase, addLet, kindOf, kindWords } from '@patchbay/mapping/edit';
import type { RuleKind } from '@patchbay/mapping/edit';
import {
  ArrowDown,
  ArrowUp,
  Copy,
  Focus,
  Link2,
  ListFilter,
  Pencil,
  PencilLine,
  PencilOff,
  Plus,
  Repeat,
  Split,
  SquareFunction,
  Trash2,
} from 'lucide-react';
import { keyOf } from '../../shortcuts/index.ts';
import { keySymbols } from '../../ui/index.ts';
import type { MenuItem } from '../../ui/index.ts';
import { forgetDraft, takeUpDraft } from '../drafts/change-drafts.ts';
import { draftsOfRow, isOutdated } from '../drafts/row-draft.ts';
import { editedPart } from '../rows/edited-part.ts';
import { takeUp } from '../drag/keyboard-carry.ts';
import type { Mapper } from '../mapper-context.ts';
import type { TargetNode } from '../rows/tree-node.ts';
import { libraryItems } from '../parts/library-items.ts';
import { copied, pasted } from './rule-clipboard.ts';
import { listsOfRule } from '../qualifiers/qualifier-choices.ts';
import { removePart } from './remove-part.ts';
import { ruleActions } from './use-rule-actions.ts';

export function targetMenu(mapper: Mapper, node: TargetNode): MenuItem[] {
  const { store } = mapper;
  if (!mapper.host().mayEdit) return [{ label: 'You may look, not edit', onSelect: () => undefined, disabled: true }];
  if (node.part !== '') return partMenu(mapper, node);
  const actions = ruleActions(mapper);
  const { rule, path } = node;
  const has = rule !== undefined;
  const isRow = has && path !== '';
  return [
    has && isLoop(rule)
      ? {
          label: 'Loop…',
          icon: Repeat,
          shortcut: 'Enter',
          onSelect: () => store.getState().show({ panel: { kind: 'loop', path } }),
        }
      : {
          label: 'Edit',
          icon: Pencil,
          shortcut: 'Enter',
          disabled: has && isStructure(rule),
          onSelect: () => store.getState().startEditing(path, editedPart(node)),
        },
    ...draftItems(mapper, node),
    { label: 'Map from…', icon: Link2, shortcut: keyOf('takeUp'), onSelect: () => takeUp(mapper, 'target', node) },
    {
      label: has ? 'Put a function around it…' : 'Call a function…',
      icon: SquareFunction,
      shortcut: keyOf('wrap'),
      disabled: has && isStructure(rule),
      onSelect: () => store.getState().show({ panel: { kind: 'function', path, key: node.key } }),
    },
    {
      label: 'Condition, missing values, note…',
      disabled: !has,
      onSelect: () => store.getState().show({ panel: { kind: 'details', path } }),
    },
    ...(listsOfRule(mapper.data(), path).length === 0
      ? []
      : [
          {
            label: 'Only items of one kind…',
            icon: ListFilter,
            detail: 'By what they say of themselves: N1 where N101 is ST',
            onSelect: () => store.getState().show({ panel: { kind: 'qualifier', path } }),
          },
        ]),
    ...(node.branches
      ? [
          {
            label: 'Show only this',
            icon: Focus,
            shortcut: keyOf('drillInto'),
            onSelect: () => store.getState().drill('target', node.key),
          },
        ]
      : []),
    ...insideItems(mapper, node),
    ...libraryItems(mapper, node),
    'divider',
    ...kindItems(mapper, node),
    'divider',
    { label: 'Duplicate', shortcut: keyOf('duplicateRule'), disabled: !isRow, onSelect: () => actions.duplicate(path) },
    { label: 'Copy', icon: Copy, shortcut: 'Mod+C', disabled: !isRow, onSelect: () => copyNow(mapper, path) },
    { label: 'Paste', shortcut: 'Mod+V', onSelect: () => pasteNow(mapper, path) },
    {
      label: 'Earlier',
      icon: ArrowUp,
      shortcut: keyOf('ruleEarlier'),
      disabled: !isRow,
      onSelect: () => actions.move(path, -1),
    },
    {
      label: 'Later',
      icon: ArrowDown,
      shortcut: keyOf('ruleLater'),
      disabled: !isRow,
      onSelect: () => actions.move(path, 1),
    },
    ...(node.shape === undefined && isRow
      ? [{ label: 'Rename', onSelect: () => store.getState().show({ renaming: { key: node.key, isNew: false } }) }]
      : []),
    'divider',
    {
      label: 'Remove the rule',
      icon: Trash2,
      shortcut: keyOf('removeRule'),
      danger: true,
      disabled: !has,
      onSelect: () => actions.remove([path]),
    },
  ];
}

/** What was typed and is not applied can be thrown away. One goes on with it by editing, unless the rule is another since. */
function draftItems(mapper: Mapper, node: TargetNode): MenuItem[] {
  const { store } = mapper;
  const drafts = draftsOfRow(store.getState().drafts, node);
  const [draft] = drafts;
  if (draft === undefined) return [];
  const isEditable = node.part !== '' || node.rule === undefined || !isStructure(node.rule);
  return [
    ...(isOutdated(draft, node) && isEditable
      ? [
          {
            label: 'Open draft',
            icon: PencilLine,
            detail: `The rule has changed since: ${shortText(draft.text)}`,
            onSelect: () => {
              takeUpDraft(mapper, draft, node.rule);
              store.getState().startEditing(draft.path, draft.part);
            },
          },
        ]
      : []),
    {
      label: drafts.length === 1 ? 'Discard draft' : `Discard ${drafts.length} drafts`,
      icon: PencilOff,
      detail: shortText(draft.text),
      onSelect: () => {
        for (const one of drafts) forgetDraft(mapper, one);
        store.getState().say(`Nothing waits for ${node.name} any more.`);
      },
    },
  ];
}

const shortText = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text);

function insideItems(mapper: Mapper, node: TargetNode): MenuItem[] {
  const actions = ruleActions(mapper);
  const { rule, path } = node;
  if (rule === undefined) return [];
  if ('switch' in rule)
    return [{ label: 'Add a case', icon: Split, onSelect: () => void actions.make(addCase(mapper.host().doc, path)) }];
  if (!isStructure(rule)) return [];
  return [
    {
      label: 'Name a value',
      icon: Plus,
      detail: 'An intermediate result for the rules inside',
      onSelect: () => nameValue(mapper, path),
    },
    { label: 'Add a field', icon: Plus, onSelect: () => actions.add(path) },
  ];
}

/** A new intermediate value; its name is typed next. */
export function nameValue(mapper: Mapper, path: string): void {
  const { view } = mapper.data();
  const result = addLet(view, path, {});
  if (!ruleActions(mapper).make(result) || !('doc' in result)) return;
  const before = new Set(mapper.data().targetNodes.map((node) => node.key));
  queueMicrotask(() => {
    const added = mapper
      .data()
      .targetNodes.find((node) => node.kind === 'let' && node.path === path && !before.has(node.key));
    if (added === undefined) return;
    mapper.store
      .getState()
      .show({ reveal: { side: 'target', key: added.key, focus: true }, renaming: { key: added.key, isNew: true } });
  });
}

/** The kinds that make sense for what the target asks for. */
function kindItems(mapper: Mapper, node: TargetNode): MenuItem[] {
  const { rule, shape, path } = node;
  const now = rule === undefined ? undefined : kindOf(rule);
  const kinds = kindsFor(
    shape === undefined ? 'any' : shape.cardinality === 'many' ? 'list' : shape.childCount > 0 ? 'structure' : 'value',
  );
  return kinds
    .filter((kind) => kind !== now && (path !== '' || kind === 'object' || kind === 'loop'))
    .map((kind) => ({
      label: `As ${kindWords[kind].toLowerCase()}`,
      onSelect: () => ruleActions(mapper).convert(path, kind),
    }));
}

function kindsFor(what: 'any' | 'list' | 'structure' | 'value'): RuleKind[] {
  const values: RuleKind[] = ['expression', 'constant', 'lookup', 'switch', 'sub-mapping'];
  switch (what) {
    case 'any':
      return [...values, 'object', 'loop'];
    case 'list':
      return ['loop', 'expression', 'constant', 'switch'];
    case 'structure':
      return ['object', 'expression', 'switch', 'sub-mapping'];
    case 'value':
      return values;
  }
}

function partMenu(mapper: Mapper, node: TargetNode): MenuItem[] {
  const { store } = mapper;
  return [
    {
      label: 'Edit',
      icon: Pencil,
      shortcut: 'Enter',
      onSelect: () => store.getState().startEditing(node.path, editedPart(node)),
    },
    ...draftItems(mapper, node),
    ...(node.kind === 'case'
      ? [{ label: 'Edit the condition', onSelect: () => store.getState().startEditing(node.path, `${node.part}.when`) }]
      : []),
    ...(node.kind === 'let'
      ? [{ label: 'Rename', onSelect: () => store.getState().show({ renaming: { key: node.key, isNew: false } }) }]
      : []),
    { label: 'Map from…', icon: Link2, shortcut: keyOf('takeUp'), onSelect: () => takeUp(mapper, 'target', node) },
    'divider',
    {
      label: 'Remove',
      icon: Trash2,
      shortcut: keyOf('removeRule'),
      danger: true,
      onSelect: () => removePart(mapper, node),
    },
  ];
}

function copyNow(mapper: Mapper, path: string): void {
  if (!mapper.store.getState().selected.includes(path)) mapper.store.getState().select([path]);
  const text = copied(mapper);
  if (text !== undefined) void navigator.clipboard.writeText(text);
}

function pasteNow(mapper: Mapper, path: string): void {
  mapper.store.getState().select([path]);
  navigator.clipboard.readText().then(
    (text) => pasted(mapper, text),
    () =>
      mapper.store
        .getState()
        .say(`The browser does not let the page read the clipboard: press ${keySymbols(['Mod', 'V'])} instead.`),
  );
}
