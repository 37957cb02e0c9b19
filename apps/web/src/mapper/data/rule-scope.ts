// What an expression of a mapping reads on a sample: the sources, the shown items of the loops around it, named values.
import { compileExpression, EvaluationError } from '@patchbay/mapping';
import type { RowResult, Scope } from '@patchbay/mapping';
import { childPath, isLoop, isStructure, pathNames } from '@patchbay/model/mapping';
import type { LoopRule, MappingDocument, MappingRule } from '@patchbay/model/mapping';
import { sameJson } from '../../ui/same-json.ts';
import { previewContext } from './analysis.ts';

/** Parts that see the loop's own item and names already. */
const insideParts = /^#(where|distinct|groupBy|orderBy|let|join)/;

export function scopeOfRule(given: {
  readonly doc: MappingDocument;
  readonly path: string;
  readonly part: string;
  readonly scope: Scope;
  readonly positions: Readonly<Record<string, number>>;
  /** What the rows show: of a loop, the item that it is at. */
  readonly results: ReadonlyMap<string, RowResult>;
}): Scope {
  const { doc, path, part, positions, results } = given;
  let scope: Scope = { ...given.scope };
  for (const [name, source] of Object.entries(doc.sources ?? {})) {
    if (source.from !== undefined) scope = { ...scope, [name]: valueOf(source.from, scope) };
  }
  const names = pathNames(path);
  let rule: MappingRule | undefined = doc.root;
  let at = '';
  for (let depth = 0; rule !== undefined && isStructure(rule); depth += 1) {
    const next: string | undefined = names[depth];
    if (next === undefined && !insideParts.test(part)) break;
    if (isLoop(rule))
      scope =
        next === undefined
          ? withItem(rule, scope, positions[at] ?? 0)
          : withTurn(rule, scope, { result: results.get(at), position: positions[at] ?? 0 });
    for (const [name, text] of Object.entries(rule.let ?? {})) {
      // A named value sees those before it.
      if (next === undefined && part === `#let.${name}`) break;
      scope = { ...scope, [name]: valueOf(text, scope) };
    }
    if (next === undefined) break;
    rule = Object.hasOwn(rule.fields, next) ? rule.fields[next] : undefined;
    at = childPath(at, next);
  }
  return scope;
}

/** For what chooses among the items: one of the list as it is. */
function withItem(rule: LoopRule, scope: Scope, position: number): Scope {
  const list = valueOf(rule.for, scope);
  const item = Array.isArray(list) ? ((list as unknown[])[position] ?? null) : null;
  return withPartners(rule, { ...scope, [rule.as ?? 'item']: item, ...indexed(rule, position) });
}

interface Turn {
  readonly result: RowResult | undefined;
  readonly position: number;
}

/** For what is made of an item: the one that the rows show, after all that the loop leaves out, sorts and groups. */
function withTurn(rule: LoopRule, scope: Scope, { result, position }: Turn): Scope {
  // A loop that failed shows none.
  if (result === undefined || 'error' in result) return withItem(rule, scope, position);
  const { shown } = result;
  const own = { [rule.as ?? 'item']: shown?.item ?? null, ...indexed(rule, shown?.target ?? 0) };
  return rule.groupBy === undefined ? withPartners(rule, { ...scope, ...own }) : { ...scope, ...own };
}

const indexed = ({ index }: LoopRule, position: number): Scope => (index === undefined ? {} : { [index]: position });

/** The first item of each second list that finds the item by its key; of one without a key, its first. */
function withPartners({ join = [] }: LoopRule, item: Scope): Scope {
  let scope = item;
  for (const { as, in: from, on } of join) {
    const list = valueOf(from, scope);
    const items: readonly unknown[] = Array.isArray(list) ? list : [];
    const partner = on === undefined ? items[0] : partnerOf(items, { as, on, around: scope });
    scope = { ...scope, [as]: partner ?? null };
  }
  return scope;
}

type Join = NonNullable<LoopRule['join']>[number];

function partnerOf(
  items: readonly unknown[],
  { as, on, around }: { readonly as: string; readonly on: NonNullable<Join['on']>; readonly around: Scope },
): unknown {
  const key = valueOf(on.key, around);
  // Read once: the list may be long.
  const keyOfItem = evaluator(on.item);
  return items.find((one) => sameJson(keyOfItem({ ...around, [as]: one }), key));
}

const valueOf = (text: string, scope: Scope): unknown => evaluator(text)(scope);

function evaluator(text: string): (scope: Scope) => unknown {
  const compiled = compileExpression(text);
  return (scope) => {
    try {
      return compiled.evaluate(scope, previewContext);
    } catch (error) {
      if (error instanceof EvaluationError) return null;
      throw error;
    }
  };
}
