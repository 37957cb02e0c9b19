// Of a list whose items say what they are (`N1` where `N101` is `ST`): which lists a rule reads, and the kinds there are.
import { qualifiersOf as codedQualifiers } from '@patchbay/codecs';
import { eachStep, parseSourceKey, sourceKey } from '@patchbay/mapping';
import type { Scope, SourcePath } from '@patchbay/mapping';
import { isRefusal, qualifiersOf, withoutQualifier, withQualifier } from '@patchbay/mapping/edit';
import { resolveRef, typesOf } from '@patchbay/model/schema';
import type { DataSchema, Json } from '@patchbay/model/schema';
import type { MapperData } from '../data/mapper-data.ts';
import { allValues } from '../data/sample-values.ts';

export interface KindOfItem {
  readonly value: Json;
  /** What a code means, where the schema says so. */
  readonly meaning: string | undefined;
  /** How many items of the sample are of it. */
  readonly count: number;
}

export interface QualifyingField {
  readonly field: string;
  readonly kinds: readonly KindOfItem[];
  /** The rule takes only items of a kind of this field now. */
  readonly isUsed: boolean;
}

export interface QualifiableList {
  readonly list: SourcePath;
  readonly fields: readonly QualifyingField[];
}

/** The lists that a rule reads as wholes: those whose items a loop takes one by one are filtered at the loop. */
export function listsOfRule({ view, lines }: Pick<MapperData, 'view' | 'lines'>, path: string): SourcePath[] {
  const found = new Map<string, SourcePath>();
  for (const line of lines) {
    if (line.target !== path) continue;
    const { root, steps } = parseSourceKey(line.source);
    const ends = [...steps.entries()].flatMap(([at, step]) => (step === eachStep ? [at] : []));
    for (const end of [...ends, steps.length]) {
      const list = { root, steps: steps.slice(0, end) };
      if (!isList(schemaAt(view, list))) continue;
      if (!isRefusal(withQualifier(view, path, { list, field: 'x', value: '' }))) found.set(sourceKey(list), list);
    }
  }
  return [...found.values()];
}

function schemaAt({ sources }: MapperData['view'], { root, steps }: SourcePath): DataSchema | undefined {
  const whole = sources.find((source) => source.root === root)?.schema;
  let at: DataSchema | undefined = whole;
  for (const step of steps) {
    if (whole === undefined || at === undefined) return undefined;
    const { items, properties = {} }: DataSchema = resolveRef(whole, at);
    at = step === eachStep ? items : Object.hasOwn(properties, step) ? properties[step] : undefined;
  }
  return whole === undefined || at === undefined ? undefined : resolveRef(whole, at);
}

const isList = (schema: DataSchema | undefined): boolean => schema !== undefined && typesOf(schema).includes('array');

const mostFields = 6;

export function qualifiableLists(
  data: Pick<MapperData, 'view' | 'lines'>,
  path: string,
  scope: Scope,
): QualifiableList[] {
  return listsOfRule(data, path).flatMap((list) => {
    const fields = fieldsOf(data.view, list, scope)
      .slice(0, mostFields)
      .map((one) => ({ ...one, isUsed: !isRefusal(withoutQualifier(data.view, path, { list, field: one.field })) }));
    return fields.length === 0 ? [] : [{ list, fields }];
  });
}

/** Where the schema marks the fields that tell items apart, those, with their codes; else those that look like it. */
function fieldsOf(view: MapperData['view'], list: SourcePath, scope: Scope): Omit<QualifyingField, 'isUsed'>[] {
  const source = view.sources.find(({ root }) => root === list.root);
  const sample = allValues(list.root, [], scope)[0] ?? null;
  const coded = codedQualifiers(sample, list.steps, { schema: source?.schema, withKnownCodes: true });
  if (coded.length > 0) {
    const names = [...new Set(coded.map(({ field }) => field))];
    return names.map((field) => ({ field, kinds: coded.filter((one) => one.field === field) }));
  }
  return qualifiersOf(view, list, ({ root, steps }) => allValues(root, steps, scope)).map(({ field, values }) => ({
    field,
    kinds: values.map((one) => ({ ...one, meaning: undefined })),
  }));
}
