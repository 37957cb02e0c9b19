// Keys in the order in which documents are stored, so that an edited document is written as a read one is.
import { isLoop, isStructure } from '@patchbay/model/mapping';
import type { MappingDocument, MappingRule, MappingSample, MappingSource, RuleMeta } from '@patchbay/model/mapping';

const policies = ['when', 'onNull', 'onError', 'default', 'note'];
const valueKeys = [
  'type',
  ...policies,
  'expr',
  'const',
  'lookup',
  'key',
  'reverse',
  'switch',
  'otherwise',
  'map',
  'with',
];
const structureKeys = ['when', 'note', 'let', 'fields', 'order'];
const loopHead = ['for', 'as', 'index', 'join', 'where', 'distinct', 'groupBy', 'orderBy', 'limit'];
const loopKeys = [...loopHead, ...structureKeys];
const documentKeys = ['map', 'sources', 'target', 'lookups', 'root', 'samples', 'meta', 'bundle'];
const sourceKeys = ['schema', 'role', 'key', 'from'];
const sampleKeys = ['name', 'in', 'out', 'now'];
const metaKeys = ['status', 'comment', 'owner', 'by'];

/** The same object when its keys are in order and none is undefined. */
function ordered<Value extends object>(value: Value, keys: readonly string[]): Value {
  const own = Object.keys(value);
  let last = -1;
  const isOrdered = own.every((key) => {
    const at = keys.indexOf(key);
    const fits = at > last && (value as Record<string, unknown>)[key] !== undefined;
    last = at;
    return fits;
  });
  if (isOrdered) return value;
  const record = value as Record<string, unknown>;
  return Object.fromEntries(keys.filter((key) => record[key] !== undefined).map((key) => [key, record[key]])) as Value;
}

const joinKeys = ['as', 'in', 'on', 'keep'];
const caseKeys = ['when', 'then', 'note'];

const orderedList = <Item extends object>(items: Item[], keys: readonly string[]): Item[] => {
  const next = items.map((item) => ordered(item, keys));
  return next.every((item, at) => item === items[at]) ? items : next;
};

/** The rule itself; the rules inside it are taken to be in order. */
export function orderedRule(rule: MappingRule): MappingRule {
  if (isLoop(rule)) {
    const join = rule.join === undefined ? undefined : orderedList(rule.join, joinKeys);
    return ordered(join === rule.join ? rule : { ...rule, join }, loopKeys);
  }
  if (isStructure(rule)) return ordered(rule, structureKeys);
  if (!('switch' in rule)) return ordered(rule, valueKeys);
  const cases = orderedList(rule.switch, caseKeys);
  return ordered(cases === rule.switch ? rule : { ...rule, switch: cases }, valueKeys);
}

export const orderedDocument = (doc: MappingDocument): MappingDocument => ordered(doc, documentKeys);
export const orderedSource = (source: MappingSource): MappingSource => ordered(source, sourceKeys);
export const orderedSample = (sample: MappingSample): MappingSample => ordered(sample, sampleKeys);
export const orderedMeta = (meta: RuleMeta): RuleMeta => ordered(meta, metaKeys);
