// What differs between two versions of a mapping: rules by target path, the rest by name.
import { fieldEntries, fieldNames, isStructure, withDirection } from '@patchbay/model/mapping';
import type { MappingDocument, MappingRule, SchemaUse } from '@patchbay/model/mapping';
import type { Json } from '@patchbay/model/schema';
import { childPath } from '../rules/rule-path.ts';
import { lookupInWords, metaInWords, sampleInWords, schemaInWords, sourceInWords } from './part-in-words.ts';
import { ruleInWords } from './rule-in-words.ts';

export interface MappingDifference {
  readonly change: 'added' | 'removed' | 'changed';
  readonly part: 'rule' | 'source' | 'target' | 'lookup' | 'meta' | 'sample' | 'order';
  /** Of rules and what is said about them the target path; else the name. */
  readonly path: string;
  /** A structure without the rules inside it; an order as the names of the fields. */
  readonly before?: Json | undefined;
  readonly after?: Json | undefined;
  /** In words: “As it is: order.name → Always “DE””. */
  readonly words: string;
}

type Part = MappingDifference['part'];
interface Entry {
  readonly value: Json;
  readonly words: string;
}
type Entries = ReadonlyMap<string, Entry>;

/** What the second document has other than the first. What the documents bundle is no difference: references name versions. */
export function diffMappings(before: MappingDocument | null, after: MappingDocument): MappingDifference[] {
  const old = before === null ? undefined : partsOf(before);
  return partsOf(after).flatMap(([part, now], at) =>
    differences(part, old?.[at]?.[1] ?? new Map<string, Entry>(), now),
  );
}

const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;

const ofRecord = <Value>(
  record: Readonly<Record<string, Value>> | undefined,
  inWords: (value: Value) => string,
): Entries =>
  new Map(Object.entries(record ?? {}).map(([name, value]) => [name, { value: plain(value), words: inWords(value) }]));

function partsOf(doc: MappingDocument): [Part, Entries][] {
  const rules = new Map<string, Entry>();
  const orders = new Map<string, Entry>();
  visit(doc.root, '', { doc, rules, orders });
  const samples = Object.fromEntries((doc.samples ?? []).map((sample) => [sample.name, sample]));
  const target: Record<string, SchemaUse> = doc.target === undefined ? {} : { '': doc.target.schema };
  return [
    ['source', ofRecord(doc.sources, sourceInWords)],
    ['target', ofRecord(target, schemaInWords)],
    ['lookup', ofRecord(doc.lookups, lookupInWords)],
    ['rule', rules],
    ['order', orders],
    ['meta', ofRecord(doc.meta?.rules, metaInWords)],
    ['sample', ofRecord(samples, sampleInWords)],
  ];
}

interface Found {
  readonly doc: MappingDocument;
  readonly rules: Map<string, Entry>;
  readonly orders: Map<string, Entry>;
}

function visit(rule: MappingRule, path: string, into: Found): void {
  if (!isStructure(rule)) {
    into.rules.set(path, { value: plain(rule), words: ruleInWords(withDirection(rule, into.doc)) });
    return;
  }
  const { fields: _fields, order: _order, ...own } = rule;
  const names = fieldNames(rule);
  into.rules.set(path, {
    value: plain(own),
    words: ruleInWords({ ...own, fields: {} }).replace(/(?:: | of )0 fields/, ''),
  });
  into.orders.set(path, { value: names, words: names.join(', ') });
  for (const [name, child] of fieldEntries(rule)) visit(child, childPath(path, name), into);
}

function differences(part: Part, before: Entries, after: Entries): MappingDifference[] {
  if (part === 'order') return orderDifferences(before, after);
  const found: MappingDifference[] = [];
  for (const [path, now] of after) {
    const was = before.get(path);
    if (was === undefined) found.push({ change: 'added', part, path, after: now.value, words: now.words });
    else if (JSON.stringify(was.value) !== JSON.stringify(now.value))
      found.push({
        change: 'changed',
        part,
        path,
        before: was.value,
        after: now.value,
        words: was.words === now.words ? now.words : `${was.words} → ${now.words}`,
      });
  }
  for (const [path, was] of before)
    if (!after.has(path)) found.push({ change: 'removed', part, path, before: was.value, words: was.words });
  return found;
}

/** Fields that both have, in another order: `$target` reads what stands before. */
function orderDifferences(before: Entries, after: Entries): MappingDifference[] {
  return [...after].flatMap(([path, now]): MappingDifference[] => {
    const was = before.get(path);
    if (was === undefined || !Array.isArray(was.value) || !Array.isArray(now.value)) return [];
    const [old, next] = [new Set<unknown>(was.value), new Set<unknown>(now.value)];
    const kept = JSON.stringify(was.value.filter((name) => next.has(name)));
    if (kept === JSON.stringify(now.value.filter((name) => old.has(name)))) return [];
    return [
      {
        change: 'changed',
        part: 'order',
        path,
        before: was.value,
        after: now.value,
        words: `${was.words} → ${now.words}`,
      },
    ];
  });
}
