// JSON Schema of any draft, and the dialects of OpenAPI, → DataSchema. Every referenced schema becomes one definition, so
// that cycles stay references and doubling references stay small.
import { isJsonObject, refTo } from '@patchbay/model/schema';
import type { DataSchema, Json, JsonObject } from '@patchbay/model/schema';
import { lookForCircles } from '../circles.ts';
import type { Findings } from '../schema-reading.ts';
import { mergeAll } from './merge-all.ts';
import { plainKeywords } from './plain-keywords.ts';
import type { Placed, SchemaFiles } from './schema-files.ts';
import { withNull } from '../with-null.ts';

const maxDepth = 120;
const maxSchemas = 200_000;
const maxDefinitions = 20_000;

export class SchemaConverter {
  readonly definitions = new Map<string, DataSchema>();
  readonly #names = new Map<string, string>();
  readonly #queue: { readonly name: string; readonly placed: Placed }[] = [];
  readonly #files: SchemaFiles;
  readonly #findings: Findings;
  /** Places that `allOf` is being laid together from; a circle among them stays a reference. */
  readonly #merging: string[] = [];
  readonly #inlines = new Map<string, DataSchema>();
  #circles = 0;
  #count = 0;

  constructor(files: SchemaFiles, findings: Findings) {
    this.#files = files;
    this.#findings = findings;
  }

  /** The schema at a place, and with it all definitions that it needs. */
  convert(placed: Placed): DataSchema {
    const schema = this.#schema(placed, 0);
    this.#drain();
    return schema;
  }

  /** The name under which the place stands among the definitions. */
  define(placed: Placed, wished?: string): string {
    const key = `${placed.file}#${placed.pointer}`;
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const name = this.#freeName(wished ?? nameOf(placed));
    this.#names.set(key, name);
    this.definitions.set(name, {});
    this.#queue.push({ name, placed });
    return name;
  }

  /** Converts what was only named so far. */
  finish(): void {
    this.#drain();
  }

  #drain(): void {
    const made: string[] = [];
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      this.definitions.set(next.name, this.#schema(next.placed, 0));
      made.push(next.name);
    }
    lookForCircles(this.definitions, made, this.#findings);
  }

  #freeName(wished: string): string {
    const name = wished === '' ? 'Schema' : wished;
    if (!this.definitions.has(name)) return name;
    let number = 2;
    while (this.definitions.has(`${name}${number}`)) number += 1;
    return `${name}${number}`;
  }

  #schema(placed: Placed, depth: number): DataSchema {
    this.#count += 1;
    const { value } = placed;
    if (this.#count > maxSchemas || depth > maxDepth) {
      this.#findings.warning(
        'tooLarge',
        'The schema is very large or deeply nested; what is beyond the limits may be anything.',
        placeOf(placed),
      );
      return {};
    }
    if (!isJsonObject(value)) {
      if (typeof value !== 'boolean')
        this.#findings.warning('syntax', `A schema was expected at ${shown(placed)}.`, placeOf(placed));
      return {};
    }
    const reference = referenceOf(value);
    return reference === undefined
      ? this.#object(placed, value, depth)
      : this.#reference(placed, { value, reference, depth });
  }

  #reference(
    placed: Placed,
    { value, reference, depth }: { value: JsonObject; reference: string; depth: number },
  ): DataSchema {
    const target = this.#files.resolve(reference, placed);
    const { $ref: _, $dynamicRef: __, $recursiveRef: ___, ...beside } = value;
    if (target === undefined) {
      this.#findings.warning(
        'unknownReference',
        `${reference} leads nowhere, so it may be anything. Add the file that has it.`,
        placeOf(placed),
      );
      return this.#object(placed, beside, depth);
    }
    if (this.definitions.size >= maxDefinitions) return {};
    const $ref = refTo(this.define(target));
    if (Object.keys(beside).length === 0) return { $ref };
    const own = this.#object(placed, beside, depth);
    if (!isStructural(own)) return { ...own, $ref };
    return this.#merge([this.#inlined(target, depth), own]);
  }

  #object(placed: Placed, value: JsonObject, depth: number): DataSchema {
    const schema = plainKeywords(value, { findings: this.#findings, place: placeOf(placed) });
    const inside = (name: string, part: Json): DataSchema =>
      this.#schema({ ...placed, pointer: `${placed.pointer}/${name}`, value: part }, depth + 1);
    this.#structure(schema, value, inside);
    this.#discriminator(schema, { placed, value });
    const parts = [...this.#allOf(placed, value, depth), schema, ...this.#conditional(placed, value, depth)];
    const alternatives = this.#alternatives(value, inside);
    const whole = parts.length === 1 ? schema : this.#merge(parts);
    const united = alternatives === undefined ? whole : unite(whole, alternatives);
    return value['nullable'] === true ? withNull(united) : united;
  }

  #structure(schema: DataSchema, value: JsonObject, inside: (name: string, part: Json) => DataSchema): void {
    const { properties, required } = propertiesOf(value, inside);
    if (properties.length > 0 || isJsonObject(value['properties'])) schema.properties = Object.fromEntries(properties);
    if (required.length > 0) schema.required = required;
    const items = itemsOf(value, inside);
    if (items !== undefined) schema.items = items;
    const rest = restOf(value, inside);
    if (rest !== undefined) schema.additionalProperties = rest;
  }

  /** Its mapping leads to names of components, or to references. */
  #discriminator(schema: DataSchema, { placed, value }: { placed: Placed; value: JsonObject }): void {
    const { discriminator } = value;
    const mapping = isJsonObject(discriminator) ? discriminator['mapping'] : undefined;
    if (schema.discriminator === undefined || !isJsonObject(mapping)) return;
    const targets = Object.entries(mapping).flatMap(([key, reference]): [string, string][] => {
      if (typeof reference !== 'string') return [];
      const target =
        this.#files.resolve(reference, placed) ?? this.#files.resolve(`#/components/schemas/${reference}`, placed);
      return target === undefined ? [] : [[key, refTo(this.define(target))]];
    });
    if (targets.length > 0) schema.discriminator.mapping = Object.fromEntries(targets);
  }

  #allOf(placed: Placed, value: JsonObject, depth: number): DataSchema[] {
    return listAt(value, 'allOf').map((part, at) =>
      this.#part({ ...placed, pointer: `${placed.pointer}/allOf/${at}`, value: part }, depth),
    );
  }

  /** What `if`, `then`, `else` and dependencies may add. */
  #conditional(placed: Placed, value: JsonObject, depth: number): DataSchema[] {
    const found = ['then', 'else'].flatMap((name) => (isJsonObject(value[name]) ? [{ name, value: value[name] }] : []));
    for (const name of ['dependentSchemas', 'dependencies']) {
      const map = value[name];
      if (!isJsonObject(map)) continue;
      for (const [key, part] of Object.entries(map)) {
        if (isJsonObject(part)) found.push({ name: `${name}/${key}`, value: part });
      }
    }
    return found.map((part) =>
      asOptional(this.#part({ ...placed, pointer: `${placed.pointer}/${part.name}`, value: part.value }, depth)),
    );
  }

  /** A part that is laid together with others: its reference is followed here and now. */
  #part(placed: Placed, depth: number): DataSchema {
    const { value } = placed;
    const reference = isJsonObject(value) ? referenceOf(value) : undefined;
    if (!isJsonObject(value) || reference === undefined) return this.#schema(placed, depth + 1);
    const target = this.#files.resolve(reference, placed);
    if (target === undefined) return this.#schema(placed, depth + 1);
    const { $ref: _, ...beside } = value;
    const inlined = this.#inlined(target, depth + 1);
    return Object.keys(beside).length === 0 ? inlined : this.#merge([inlined, this.#object(placed, beside, depth + 1)]);
  }

  #inlined(target: Placed, depth: number): DataSchema {
    const key = `${target.file}#${target.pointer}`;
    const known = this.#inlines.get(key);
    if (known !== undefined) return known;
    if (this.#merging.includes(key) || this.#merging.length > 40) {
      this.#circles += 1;
      return { $ref: refTo(this.define(target)) };
    }
    const circlesBefore = this.#circles;
    this.#merging.push(key);
    const { value } = target;
    const reference = isJsonObject(value) ? referenceOf(value) : undefined;
    const schema = reference === undefined ? this.#schema(target, depth + 1) : this.#part(target, depth + 1);
    this.#merging.pop();
    // What holds a circle depends on where it was begun, so it is made anew elsewhere.
    if (this.#circles === circlesBefore) this.#inlines.set(key, schema);
    return schema;
  }

  #merge(parts: readonly DataSchema[]): DataSchema {
    const { schema, conflict } = mergeAll(parts);
    if (conflict !== undefined)
      this.#findings.warning('conflict', `Parts of a schema contradict each other: ${conflict}. The first is taken.`);
    return schema;
  }

  #alternatives(value: JsonObject, inside: (name: string, part: Json) => DataSchema): DataSchema[] | undefined {
    const name = Array.isArray(value['oneOf']) ? 'oneOf' : 'anyOf';
    const list = listAt(value, name).filter((part) => part !== false);
    return list.length === 0 ? undefined : list.map((part, at) => inside(`${name}/${at}`, part));
  }
}

const placeOf = (placed: Placed): { file: string } => ({ file: shown(placed) });
const shown = ({ file, pointer }: Placed): string => (pointer === '' ? file : `${file}#${pointer}`);

function nameOf({ file, pointer, value }: Placed): string {
  const title = isJsonObject(value) && typeof value['title'] === 'string' ? value['title'] : undefined;
  const last = pointer === '' ? undefined : pointer.slice(pointer.lastIndexOf('/') + 1);
  const ofFile = /[^/\\]*$/.exec(file)?.[0].replace(/(\.schema)?\.[A-Za-z0-9]{1,10}$/, '');
  return (last ?? title ?? ofFile ?? 'Schema').replaceAll('~1', '/').replaceAll('~0', '~');
}

function referenceOf(value: JsonObject): string | undefined {
  for (const name of ['$ref', '$dynamicRef', '$recursiveRef']) {
    const reference = Object.hasOwn(value, name) ? value[name] : undefined;
    if (typeof reference === 'string') return reference;
  }
  return undefined;
}

const structural = [
  'type',
  'properties',
  'items',
  'oneOf',
  'allOf',
  'enum',
  'const',
  'additionalProperties',
  'required',
];
const isStructural = (schema: DataSchema): boolean => structural.some((name) => schema[name] !== undefined);

function listAt(value: JsonObject, name: string): Json[] {
  const list = Object.hasOwn(value, name) ? value[name] : undefined;
  return Array.isArray(list) ? list : [];
}

function propertiesOf(
  value: JsonObject,
  inside: (name: string, part: Json) => DataSchema,
): { properties: [string, DataSchema][]; required: string[] } {
  const map = value['properties'];
  const required = listAt(value, 'required').filter((name) => typeof name === 'string');
  const properties: [string, DataSchema][] = [];
  for (const [name, part] of isJsonObject(map) ? Object.entries(map) : []) {
    if (part === false) continue;
    properties.push([name, inside(`properties/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, part)]);
    if (isJsonObject(part) && part['required'] === true) required.push(name);
  }
  return { properties: inGivenOrder(properties, map), required: [...new Set(required)] };
}

/** Some tools number properties with `x-order`, since their own formats do not keep the order. */
function inGivenOrder(properties: [string, DataSchema][], map: Json | undefined): [string, DataSchema][] {
  const numbers = new Map<string, number>();
  for (const [name, part] of isJsonObject(map) ? Object.entries(map) : []) {
    const order = isJsonObject(part) ? part['x-order'] : undefined;
    if (typeof order === 'number') numbers.set(name, order);
  }
  if (numbers.size === 0) return properties;
  const orderOf = ([name]: [string, DataSchema]): number => numbers.get(name) ?? Infinity;
  return properties.toSorted((one, other) => (orderOf(one) === orderOf(other) ? 0 : orderOf(one) - orderOf(other)));
}

/** A tuple becomes a list of any of its items. */
function itemsOf(value: JsonObject, inside: (name: string, part: Json) => DataSchema): DataSchema | undefined {
  const { items } = value;
  const tuple = [
    ...listAt(value, 'prefixItems').map((part, at) => inside(`prefixItems/${at}`, part)),
    ...listAt(value, 'items').map((part, at) => inside(`items/${at}`, part)),
  ];
  if (isJsonObject(items)) tuple.push(inside('items', items));
  else if (isJsonObject(value['additionalItems'])) tuple.push(inside('additionalItems', value['additionalItems']));
  if (tuple.length === 0) return items === true ? {} : undefined;
  return unite({}, tuple);
}

/** Properties whose names are not listed. */
function restOf(value: JsonObject, inside: (name: string, part: Json) => DataSchema): boolean | DataSchema | undefined {
  const rest = value['additionalProperties'] ?? value['unevaluatedProperties'];
  const patterns = isJsonObject(value['patternProperties']) ? Object.entries(value['patternProperties']) : [];
  const byPattern = patterns.map(([pattern, part]) => inside(`patternProperties/${pattern}`, part));
  if (isJsonObject(rest)) return unite({}, [...byPattern, inside('additionalProperties', rest)]);
  if (byPattern.length > 0) return unite({}, byPattern);
  return typeof rest === 'boolean' ? rest : undefined;
}

/** One alternative is itself; with `null` it is nullable; scalars that differ only in type share a list of types. */
function unite(whole: DataSchema, alternatives: readonly DataSchema[]): DataSchema {
  const texts = new Set<string>();
  const distinct = alternatives.filter((one) => {
    const text = JSON.stringify(one);
    return texts.has(text) ? false : (texts.add(text), true);
  });
  const others = distinct.filter((one) => !isNull(one));
  const isBare = !isStructural(whole);
  const [only] = others;
  if (only !== undefined && others.length === 1 && isBare) {
    const merged = { ...only, ...whole };
    return others.length === distinct.length ? merged : withNull(merged);
  }
  const types = distinct.map(bareType);
  if (isBare && types.every((type) => type !== undefined)) return { ...whole, type: [...new Set(types.flat())] };
  const constants = distinct.map((one) => (one.const === undefined ? one.enum : [one.const]));
  if (isBare && constants.every((list) => list !== undefined)) return { ...whole, enum: constants.flat() };
  return { ...whole, oneOf: distinct };
}

const isNull = (schema: DataSchema): boolean =>
  schema.type === 'null' || (schema.const === null && schema.type === undefined);

/** The types of a scalar schema that says nothing else. */
function bareType(schema: DataSchema): Exclude<DataSchema['type'], undefined> | undefined {
  const { type, title: _, description: __, ...rest } = schema;
  const isScalar = type !== undefined && ![type].flat().some((one) => one === 'object' || one === 'array');
  return isScalar && Object.keys(rest).length === 0 ? type : undefined;
}

function asOptional(schema: DataSchema): DataSchema {
  const { properties } = schema;
  return properties === undefined ? {} : { properties };
}
