// What differs between two mapping documents: sources, target, tables and samples by name, rules by target path.
import type { MappingDocument, MappingRule } from '@patchbay/model/mapping';
import { childPath, isStructure } from '@patchbay/model/mapping';
import type { Json } from '@patchbay/model/schema';
import type { MappingChange } from './mapping.contract.ts';

type Part = MappingChange['part'];
/** Plain data of a document, in its own order. */
type Parts = ReadonlyMap<string, Json>;

const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;
const ofRecord = (record: Readonly<Record<string, unknown>> | undefined): Parts =>
  new Map(Object.entries(record ?? {}).map(([name, value]) => [name, plain(value)]));

function rulesOf(document: MappingDocument | null): Parts {
  const rules = new Map<string, Json>();
  const visit = (rule: MappingRule, path: string): void => {
    if (!isStructure(rule)) {
      rules.set(path, plain(rule));
      return;
    }
    const { fields, ...own } = rule;
    rules.set(path, plain(own));
    for (const [name, child] of Object.entries(fields)) visit(child, childPath(path, name));
  };
  if (document !== null) visit(document.root, '');
  return rules;
}

const partsOf = (document: MappingDocument | null): readonly (readonly [Part, Parts])[] => [
  ['source', ofRecord(document?.sources)],
  ['target', ofRecord(document?.target === undefined ? {} : { target: document.target.schema })],
  ['lookup', ofRecord(document?.lookups)],
  ['rule', rulesOf(document)],
  ['meta', ofRecord(document?.meta?.rules)],
  ['sample', ofRecord(Object.fromEntries((document?.samples ?? []).map((sample) => [sample.name, sample])))],
];

/** What the two documents bundle is no difference: references name versions, and versions do not change. */
export function diffMappings(before: MappingDocument | null, after: MappingDocument): MappingChange[] {
  const old = partsOf(before);
  return partsOf(after).flatMap(([part, now], at) => changesOf(part, old[at]?.[1] ?? new Map(), now));
}

function changesOf(part: Part, before: Parts, after: Parts): MappingChange[] {
  const found: MappingChange[] = [];
  for (const [path, now] of after) {
    const was = before.get(path);
    if (was === undefined) found.push({ change: 'added', part, path, after: now });
    else if (JSON.stringify(was) !== JSON.stringify(now)) {
      found.push({ change: 'changed', part, path, before: was, after: now });
    }
  }
  for (const [path, was] of before) if (!after.has(path)) found.push({ change: 'removed', part, path, before: was });
  return found;
}
