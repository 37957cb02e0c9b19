// Which expressions make the value of a row, in the order in which they are worked out.
import { isLoop, isStructure } from '@patchbay/model/mapping';
import type { MappingRule } from '@patchbay/model/mapping';
import { ruleText, sortText } from '../rows/rule-text.ts';

export interface TracePlace {
  /** What it decides, above its tree; empty where there is but one. */
  readonly title: string;
  /** The part of the rule as `traceRule` names it: `''`, `#when`, `#switch.0.then`. */
  readonly part: string;
  readonly text: string;
}

/** `part` is that of the row: `''`, `#let.price`, `#case.0`, `#otherwise`. */
export function tracePlaces(rule: MappingRule, part: string): TracePlace[] {
  const case_ = /^#case\.(\d+)$/.exec(part)?.[1];
  if (case_ !== undefined) return casePlaces(rule, Number(case_), '');
  if (part !== '') return [{ title: '', part, text: ruleText(rule, part) }];
  const when = rule.when === undefined ? [] : [{ title: 'Only when', part: '#when', text: rule.when }];
  return [...when, ...ownPlaces(rule)];
}

function ownPlaces(rule: MappingRule): TracePlace[] {
  if (isLoop(rule)) {
    const named: readonly (readonly [string, string, string | undefined])[] = [
      ['Each of', '#for', rule.for],
      ['Where', '#where', rule.where],
      ['One per', '#distinct', rule.distinct],
      ['Grouped by', '#groupBy', rule.groupBy],
      ...(rule.orderBy ?? []).map((key, at) => ['Sorted by', `#orderBy.${at}`, sortText(key)] as const),
      ['At most', '#limit', rule.limit],
    ];
    return named.flatMap(([title, part, text]) => (text === undefined ? [] : [{ title, part, text }]));
  }
  if (isStructure(rule) || 'const' in rule) return [];
  if ('expr' in rule) return [{ title: '', part: '', text: rule.expr }];
  if ('lookup' in rule) return [{ title: `Key that is looked up in ${rule.lookup}`, part: '', text: rule.key }];
  if ('switch' in rule) {
    const cases = rule.switch.flatMap((_, at) => casePlaces(rule, at, `${at + 1}: `));
    return rule.otherwise === undefined
      ? cases
      : [...cases, { title: 'Otherwise', part: '#otherwise', text: rule.otherwise }];
  }
  if (typeof rule.with === 'string') return [{ title: `What ${rule.map} is given`, part: '#with', text: rule.with }];
  return Object.entries(rule.with).map(([name, text]) => ({ title: name, part: `#with.${name}`, text }));
}

function casePlaces(rule: MappingRule, at: number, prefix: string): TracePlace[] {
  return [
    { title: `${prefix}When`, part: `#switch.${at}.when`, text: ruleText(rule, `#case.${at}.when`) },
    { title: `${prefix}Then`, part: `#switch.${at}.then`, text: ruleText(rule, `#case.${at}.then`) },
  ];
}
