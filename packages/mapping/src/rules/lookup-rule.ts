// Keys are compared as text, in tables and in lookup sources alike: the number 1 finds the key "1".
import { isReversed } from '@patchbay/model/mapping';
import type { LookupRule } from '@patchbay/model/mapping';
import type { Table } from '../compile/environment.ts';
import type { Closure } from '../evaluate/frame.ts';
import type { Site } from '../evaluate/site.ts';
import { own, textOf } from '../evaluate/value.ts';
import type { Row } from '../evaluate/value.ts';
import { closureOf } from './rule-scope.ts';
import type { Place, RuleScope } from './rule-scope.ts';
import { ruleSite } from './run-state.ts';

export function lookupValue(rule: LookupRule, place: Place, scope: RuleScope): Closure {
  const key = closureOf(rule.key, place.path, scope);
  const { find, site } = lookupFinder(rule, place, scope);
  return (frame) => {
    const value = key(frame);
    return value === null ? null : find(textOf(value, site), frame);
  };
}

/** How the rule finds the text of a key. */
export function lookupFinder(rule: LookupRule, { path }: Place, scope: RuleScope): { find: Find; site: Site } {
  const site = ruleSite(`Lookup ${rule.lookup}`);
  const table = scope.environment.tables.get(rule.lookup);
  if (table === undefined) {
    const message = `There is no lookup table “${rule.lookup}” in this mapping. Add it, or choose another.`;
    scope.diagnostics.push({
      severity: 'error',
      code: 'mapping.unknownTable',
      message,
      at: { field: `mapping${path}` },
    });
    const find = (): never => {
      throw site.error('unknownTable', 'the table does not exist.');
    };
    return { find, site };
  }
  return { find: isReversed(rule, table) ? keyFinder(table, site) : valueFinder(table), site };
}

type Find = (key: string, frame: Parameters<Closure>[0]) => unknown;

/** Nothing for no key; the table's default where the key is not there. */
function valueFinder({ values, default: otherwise = null }: Table): Find {
  return (key, frame) => {
    const rows = typeof values === 'function' ? values(frame) : values;
    const value = rows === null ? null : own(rows, key);
    return value === null ? otherwise : value;
  };
}

/** From value to key. The table's default is a value, so it says nothing about keys. */
function keyFinder({ values }: Table, site: Site): Find {
  if (typeof values === 'function') {
    return () => {
      throw site.error('typeMismatch', 'a source cannot be looked up backwards. Choose a table.');
    };
  }
  const keys = keysByValue(values, site);
  return (value) => keys.get(value) ?? null;
}

/** Of keys with the same value, the first. Lists and structures are no keys. */
export function keysByValue(values: Row, site: Site): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  for (const [key, value] of Object.entries(values)) {
    if (value === null || typeof value === 'object') continue;
    const text = textOf(value, site);
    if (!keys.has(text)) keys.set(text, key);
  }
  return keys;
}
