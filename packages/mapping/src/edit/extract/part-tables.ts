// The tables that a part of a mapping looks up in: those of the document go along, sources are given by name.
import type { LoopRule, ObjectRule } from '@patchbay/model/mapping';
import type { MappingView } from '../../lineage/mapping-view.ts';
import { pathTextIn } from '../expression-for.ts';
import type { RuleSite } from '../map-texts.ts';
import { picksTables, tablesUsed } from '../tables-used.ts';
import type { Parameter } from './part-parameters.ts';

export interface Tables {
  /** The names of the document’s tables that it looks up in. */
  readonly lookups: ReadonlySet<string>;
  /** The sources that it looks up in. */
  readonly given: readonly Parameter[];
  /** One of them that cannot be read where the part stands. */
  readonly hidden?: string | undefined;
}

/** What it looks up in: all that there is, where a formula picks its table while it runs. Of one name, the table counts. */
export function tablesOf({ doc }: MappingView, rule: ObjectRule | LoopRule, site: RuleSite): Tables {
  const { scope } = site;
  const { lookups = {}, sources = {} } = doc;
  const used = picksTables(rule, site) ? undefined : tablesUsed(rule, site);
  const given: Parameter[] = [];
  for (const [name, source] of Object.entries(sources)) {
    const isTable = source.role === 'lookup' && source.key !== undefined && !Object.hasOwn(lookups, name);
    if (!isTable || used?.has(name) === false) continue;
    const place = scope.roots.place(name);
    const isFirst = Object.keys(sources)[0] === name;
    const text = pathTextIn(scope, place, 0)?.text ?? (isFirst ? '$source' : undefined);
    if (text === undefined) return { lookups: new Set(), given, hidden: name };
    given.push({ name, text, place, lookedUp: source });
  }
  return { lookups: used ?? new Set(Object.keys(lookups)), given };
}
