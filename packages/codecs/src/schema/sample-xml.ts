// XML samples → schema: attributes are `@name`, text beside them `#text`; an element that comes twice somewhere is a list.
import type { DataSchema, XmlAnnotation } from '@patchbay/model/schema';
import { inputText } from './input-text.ts';
import { notePartial } from './sample-json.ts';
import { baseName, Findings } from './schema-reading.ts';
import type { SchemaReading, SchemaReadOptions, SchemaText } from './schema-reading.ts';
import { typeOfTexts } from './xml/text-type.ts';
import { xmlTree } from './xml/xml-tree.ts';
import type { XmlElement } from './xml/xml-tree.ts';

const limits = { maxElements: 500_000, maxText: 10_000 };

/** Several samples make one schema, whose root is the root element of the first. */
export function readXmlSampleSchema(
  input: SchemaText | readonly SchemaText[],
  options: SchemaReadOptions = {},
): SchemaReading {
  const findings = new Findings();
  const samples: readonly SchemaText[] = typeof input === 'string' || input instanceof Uint8Array ? [input] : input;
  const roots: XmlElement[] = [];
  for (const sample of samples) {
    const text = inputText(sample, { findings, file: options.name, what: 'XML' });
    const tree = text === undefined ? undefined : xmlTree(text, { findings, file: options.name }, limits);
    if (tree?.isPartial === true) notePartial(findings, options.name);
    if (tree !== undefined) roots.push(tree.root);
  }
  const [first] = roots;
  if (first === undefined) return { schemas: [], diagnostics: findings.diagnostics };
  const alike = roots.filter((root) => root.name === first.name && root.ns === first.ns);
  if (alike.length < roots.length) {
    findings.warning(
      'unlikeSamples',
      `Not every sample begins with the element ${first.name}; the others were left out.`,
    );
  }
  const schema = schemaOfElements(alike, { budget: limits.maxElements });
  const xml = { name: first.name, ...naming(first), ...schema['x-xml'] };
  const name = first.name === '' ? baseName(options.name, 'Sample') : first.name;
  return {
    schemas: [{ name, schema: { title: first.name, ...schema, 'x-xml': xml } }],
    diagnostics: findings.diagnostics,
  };
}

const naming = ({ ns, prefix }: { ns: string; prefix: string }): XmlAnnotation => ({
  ...(ns === '' ? {} : { ns }),
  ...(prefix === '' ? {} : { prefix }),
});

const xsi = 'http://www.w3.org/2001/XMLSchema-instance';

/** One schema for elements that stand in the same place. */
function schemaOfElements(elements: readonly XmlElement[], left: { budget: number }): DataSchema {
  left.budget -= 1;
  const attributes = grouped(elements, (element) =>
    element.attributes.filter(({ ns }) => ns !== xsi).map((attribute) => ({ key: keyIn(attribute), value: attribute })),
  );
  const children = grouped(elements, (element) =>
    element.children.map((child) => ({ key: keyIn(child), value: child })),
  );
  const texts = elements.map((element) => element.text.trim()).filter((text) => text !== '');
  const isNillable = elements.some((element) =>
    element.attributes.some(({ ns, name }) => ns === xsi && name === 'nil'),
  );
  const nillable = isNillable ? { 'x-xml': { nillable: true } } : {};
  if (attributes.size === 0 && children.size === 0) {
    const leaf = typeOfTexts(texts);
    const isEmptySomewhere = texts.length < elements.length && leaf.type !== 'string';
    return isEmptySomewhere || isNillable
      ? { ...leaf, type: [leaf.type ?? 'string', 'null'].flat() as never, ...nillable }
      : leaf;
  }
  return structure({ elements, attributes, children, texts }, left);
}

interface Group<Value> {
  readonly values: Value[];
  /** In how many elements it comes. */
  holders: number;
  isMany: boolean;
}

interface Parts {
  readonly elements: readonly XmlElement[];
  readonly attributes: ReadonlyMap<string, Group<XmlElement['attributes'][number]>>;
  readonly children: ReadonlyMap<string, Group<XmlElement>>;
  readonly texts: readonly string[];
}

function structure({ elements, attributes, children, texts }: Parts, left: { budget: number }): DataSchema {
  const properties: [string, DataSchema][] = [];
  const required: string[] = [];
  const add = (name: string, schema: DataSchema, holders: number): void => {
    properties.push([name, schema]);
    if (holders === elements.length) required.push(name);
  };
  const named = [...attributes.values()].flatMap(({ values: [first] }) => (first === undefined ? [] : [first.name]));
  for (const { values, holders } of attributes.values()) {
    const [first] = values;
    if (first === undefined) continue;
    const { name, prefix } = first;
    const schema = typeOfTexts(values.map(({ value }) => value.trim()).filter((value) => value !== ''));
    const isShared = prefix !== '' && named.filter((other) => other === name).length > 1;
    const own = isShared ? `@${prefix}:${name}` : `@${name}`;
    add(own, { ...schema, 'x-xml': { attr: true, name, ...naming(first) } }, holders);
  }
  if (texts.length > 0) {
    const schema = children.size > 0 ? { type: 'string' as const } : typeOfTexts(texts);
    add('#text', { ...schema, 'x-xml': { text: true } }, children.size > 0 ? 0 : texts.length);
  }
  let order = 0;
  const names = new Set(properties.map(([name]) => name));
  for (const { values, holders, isMany } of children.values()) {
    const [first] = values;
    if (first === undefined || left.budget <= 0) continue;
    order += 1;
    const inner = schemaOfElements(values, left);
    const name = freeName(first, names);
    const own = { ...(name === first.name ? {} : { name: first.name }), ...naming(first), order };
    const item: DataSchema = { ...inner, 'x-xml': { ...inner['x-xml'], ...own } };
    add(name, isMany ? { type: 'array', items: inner, 'x-xml': own } : item, holders);
  }
  const isMixed = children.size > 0 && texts.length > 0;
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length > 0 ? { required } : {}),
    ...(isMixed ? { 'x-xml': { mixed: true } } : {}),
  };
}

/** Two elements of one name in two namespaces are told apart by prefix. */
function freeName({ name, prefix }: XmlElement, taken: Set<string>): string {
  let free = taken.has(name) ? `${prefix}:${name}` : name;
  while (taken.has(free)) free = `${free}_`;
  taken.add(free);
  return free;
}

const keyIn = ({ ns, name }: { ns: string; name: string }): string => `{${ns}}${name}`;

function grouped<Value>(
  elements: readonly XmlElement[],
  parts: (element: XmlElement) => { readonly key: string; readonly value: Value }[],
): Map<string, Group<Value>> {
  const groups = new Map<string, Group<Value>>();
  for (const element of elements) {
    const here = new Set<string>();
    for (const { key, value } of parts(element)) {
      const group = groups.get(key) ?? { values: [], holders: 0, isMany: false };
      groups.set(key, group);
      group.values.push(value);
      if (here.has(key)) group.isMany = true;
      else group.holders += 1;
      here.add(key);
    }
  }
  return groups;
}
