import { isLoop, isStructure } from '@patchbay/model/mapping';
import {
  addField,
  convertRule,
  duplicateRule,
  expressionFor,
  isRefusal,
  moveRule,
  parentPath,
  removeRules,
  renameRule,
  ruleAt,
  setRule,
} from '@patchbay/mapping/edit';
import type { EditResult, RuleKind } from '@patchbay/mapping/edit';
import { parseSourceKey } from '@patchbay/mapping';
import { useMemo } from 'react';
import { useMapper } from '../mapper-context.ts';
import type { Mapper } from '../mapper-context.ts';
import type { LineId } from '../mapper.store.ts';
import { refuse } from './refuse.ts';
import { unlinkedText } from './unlinked.ts';
import { fieldName } from './use-rule-edit.ts';

export interface RuleActions {
  /** Makes an edit, or says why it cannot be made; hands back whether it was. */
  readonly make: (result: EditResult, options?: MakeOptions) => boolean;
  readonly remove: (paths: readonly string[]) => void;
  readonly duplicate: (path: string) => void;
  readonly move: (path: string, by: 1 | -1) => void;
  readonly convert: (path: string, kind: RuleKind) => void;
  /** A new field below a structure; its name is typed next. */
  readonly add: (parent: string) => void;
  readonly rename: (path: string, name: string) => boolean;
  /** Takes a source out of a rule; the rule goes when it reads nothing else. */
  readonly unlink: (line: LineId) => void;
}

export interface MakeOptions {
  readonly coalesce?: string;
  /** The rule that was worked on is selected and takes the focus. */
  readonly select?: boolean;
}

export function useRuleActions(): RuleActions {
  const mapper = useMapper();
  return useMemo(() => ruleActions(mapper), [mapper]);
}

export function ruleActions(mapper: Mapper): RuleActions {
  const { store } = mapper;
  const make = (result: EditResult, { coalesce, select = false }: MakeOptions = {}): boolean => {
    if (isRefusal(result)) {
      refuse(mapper, result.refused);
      return false;
    }
    mapper.edit(result.doc, { label: result.said, coalesce });
    if (select) mapper.goTo(result.path);
    return true;
  };
  return {
    make,
    remove: (paths) => {
      const { doc } = mapper.host();
      const there = paths.filter((path) => ruleAt(doc, path) !== undefined);
      if (there.length === 0) {
        store.getState().say('There is no rule to remove.');
        return;
      }
      const result = removeRules(doc, there);
      mapper.edit(result.doc, { label: result.said });
      const lead = there.at(-1) ?? '';
      // A row without a shape is gone with its rule.
      queueMicrotask(() => {
        if (mapper.data().targetAt.has(lead)) mapper.goTo(lead);
      });
    },
    duplicate: (path) => void make(duplicateRule(mapper.host().doc, path), { select: true }),
    move: (path, by) => void make(moveRule(mapper.host().doc, path, by), { select: true }),
    convert: (path, kind) => {
      if (make(convertRule(mapper.data().view, path, { kind }), { select: true })) beginWith(mapper, path, kind);
    },
    add: (parent) => {
      const result = addField(mapper.host().doc, parent);
      if (isRefusal(result)) {
        refuse(mapper, result.refused);
        return;
      }
      mapper.edit(result.doc, { label: result.said });
      mapper.goTo(result.path);
      store.getState().show({ renaming: { key: result.path, isNew: true } });
    },
    rename: (path, name) => make(renameRule(mapper.host().doc, path, name), { select: true }),
    unlink: (line) => unlink(mapper, line, make),
  };
}

function unlink(mapper: Mapper, line: LineId, make: RuleActions['make']): void {
  const { store } = mapper;
  const { view, lines } = mapper.data();
  const rule = ruleAt(view.doc, line.target);
  store.getState().selectLine(null);
  if (rule === undefined) return;
  const isOnly = lines.every((other) => other.target !== line.target || other.source === line.source);
  const path = expressionFor(view, parseSourceKey(line.source), line.target);
  const text = 'expr' in rule && path !== undefined ? unlinkedText(rule.expr, path) : undefined;
  if (isOnly || text === '') {
    make(removeRules(view.doc, [line.target]));
    return;
  }
  const field = fieldName(line.target);
  if (text === undefined || !('expr' in rule)) {
    // What is left without it is for the person to say.
    mapper.goTo(line.target);
    refuse(mapper, `${field} works ${path ?? 'it'} into its formula: take it out there.`);
    return;
  }
  make(
    {
      doc: setRule(view.doc, line.target, { ...rule, expr: text }),
      path: line.target,
      said: `${field} no longer reads ${path}.`,
    },
    { select: true },
  );
}

/** What a rule of a kind needs next. */
function beginWith({ store }: Mapper, path: string, kind: RuleKind): void {
  if (kind === 'loop') store.getState().show({ panel: { kind: 'loop', path } });
  else if (kind === 'lookup' || kind === 'sub-mapping') store.getState().show({ panel: { kind: 'details', path } });
  else if (kind === 'expression' || kind === 'constant') store.getState().startEditing(path);
}

/** Where a pasted or added rule goes: into the row when it has fields, or is to have them, else beside it. */
export function homeOf(mapper: Mapper, path: string): string {
  const rule = ruleAt(mapper.host().doc, path);
  const { targetNodes, targetAt } = mapper.data();
  const shape = targetNodes[targetAt.get(path) ?? -1]?.shape;
  const isOpen = shape !== undefined && shape.cardinality === 'one' && shape.childCount > 0;
  const takes = rule === undefined ? isOpen : isStructure(rule) || isLoop(rule);
  return takes ? path : parentPath(path);
}
