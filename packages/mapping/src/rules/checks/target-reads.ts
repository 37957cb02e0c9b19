// Earlier target values: `$target.lines` is there only when its rule stands before.
import { childrenOf } from '@patchbay/model/expression';
import type { Expression } from '@patchbay/model/expression';
import type { Diagnostic } from '@patchbay/model/errors';
import { childPath, fieldEntries, isStructure, pathNames } from '@patchbay/model/mapping';
import type { MappingDocument, MappingRule } from '@patchbay/model/mapping';
import { parsed } from '../../compile/parsed.ts';
import { textsOfRule } from './texts-of-rule.ts';

export interface TargetRead {
  /** The rule that reads, and the part of it. */
  readonly path: string;
  readonly part: string;
  /** The names that are read below `$target`. */
  readonly names: readonly string[];
  readonly start: number;
  readonly end: number;
}

/** What the own texts of a rule read of the target; those of rules inside it are not among them. */
export function targetReads(rule: MappingRule, path: string): TargetRead[] {
  return textsOfRule(rule).flatMap(({ text, part }) => {
    if (!text.toLowerCase().includes('$target')) return [];
    const reads: TargetRead[] = [];
    collect(parsed(text).ast, [], (names, { start, end }) => reads.push({ path, part, names, start, end }));
    return reads;
  });
}

function collect(
  node: Expression,
  above: readonly string[],
  found: (names: readonly string[], node: Expression) => void,
): void {
  if (node.kind === 'special' && node.name === 'target') {
    found(above, node);
    return;
  }
  if (node.kind === 'member') collect(node.object, [node.name, ...above], found);
  else if (node.kind === 'each') collect(node.object, above, found);
  else if (node.kind === 'index') {
    const { index } = node;
    const isName = index.kind === 'literal' && typeof index.value === 'string';
    collect(node.object, isName ? [String(index.value), ...above] : above, found);
    if (!isName) collect(index, [], found);
  } else for (const child of childrenOf(node)) collect(child, [], found);
}

/** Reads of what is made later, or never. */
export function checkTargetReads(doc: MappingDocument, reads: readonly TargetRead[]): Diagnostic[] {
  if (reads.length === 0) return [];
  const order = new Map<string, number>();
  number(doc.root, '', order);
  return reads.flatMap(({ path, part, names, start, end }): Diagnostic[] => {
    const at = { field: `mapping${path}${part}`, start, end };
    const [first] = names;
    if (first === undefined) return [];
    const wanted = reached(names, order);
    const text = `$target.${names.join('.')}`;
    if (wanted === undefined) {
      const message = `No rule makes “${first}”, so ${text} is always empty. Name a field of the target that has a rule.`;
      return [{ severity: 'warning', code: 'mapping.unknownTargetValue', message, at }];
    }
    const own = order.get(path) ?? 0;
    const isAround = path === wanted || path.startsWith(`${wanted}/`);
    if (isAround || (order.get(wanted) ?? 0) < own) return [];
    const message = `${shown(wanted)} is made after ${shown(path)}, so ${text} is still empty here. Move this rule below it.`;
    return [{ severity: 'warning', code: 'mapping.targetNotYetMade', message, at }];
  });
}

/** A path as people write the names of fields. */
const shown = (path: string): string => pathNames(path).join('.');

/** The rule that makes the value, as deep as there is one. */
function reached(names: readonly string[], order: ReadonlyMap<string, number>): string | undefined {
  let path = '';
  let found: string | undefined;
  for (const name of names) {
    path = childPath(path, name);
    if (!order.has(path)) break;
    found = path;
  }
  return found;
}

function number(rule: MappingRule, path: string, order: Map<string, number>): void {
  order.set(path, order.size);
  if (!isStructure(rule)) return;
  for (const [name, child] of fieldEntries(rule)) number(child, childPath(path, name), order);
}
