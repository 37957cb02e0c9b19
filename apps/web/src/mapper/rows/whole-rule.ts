import { isLoop, isObject, looksBackwards } from '@patchbay/model/mapping';
import type { LoopRule, MappingDocument, MappingRule } from '@patchbay/model/mapping';
import { ruleText, sortText } from './rule-text.ts';

/**
 * What a row shows of its rule, all of it, as one text: for those who hear it, and where the cell is too narrow. Empty where
 * there is nothing to say. The document says which way round a lookup reads its table.
 */
export function wholeRule(rule: MappingRule, part: string, doc: MappingDocument): string {
  if (part.startsWith('#case.')) return `when ${ruleText(rule, `${part}.when`)} then ${ruleText(rule, `${part}.then`)}`;
  if (part !== '') return ruleText(rule, part);
  return said([ownRule(rule, doc), clause('only when', rule.when)]);
}

function ownRule(rule: MappingRule, doc: MappingDocument): string {
  if (isLoop(rule)) return loopRule(rule);
  if (isObject(rule)) return '';
  if ('lookup' in rule) return `look up ${rule.key} in ${rule.lookup}${looksBackwards(rule, doc) ? ', backwards' : ''}`;
  if ('map' in rule)
    return `by ${rule.map} from ${typeof rule.with === 'string' ? rule.with : Object.values(rule.with).join(', ')}`;
  if ('switch' in rule) return `by case: ${rule.switch.length}${rule.otherwise === undefined ? '' : ', otherwise'}`;
  return ruleText(rule);
}

const loopRule = (rule: LoopRule): string =>
  said([
    `for each ${rule.for} as ${rule.as ?? 'item'}`,
    ...(rule.join ?? []).map((join) => `${join.on === undefined ? '× each' : 'with'} ${join.in} as ${join.as}`),
    clause('where', rule.where),
    clause('one per', rule.distinct),
    clause('by', rule.groupBy),
    clause('sorted by', rule.orderBy?.map(sortText).join(', ')),
    clause('at most', rule.limit),
  ]);

const clause = (word: string, text: string | undefined): string => (text === undefined ? '' : `${word} ${text}`);
const said = (parts: readonly string[]): string => parts.filter((part) => part !== '').join(' ');
