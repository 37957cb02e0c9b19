// Simple types of XML Schema → DataSchema: built-in types, facets, lists and unions.
import type { DataSchema } from '@patchbay/model/schema';
import type { Findings } from '../schema-reading.ts';
import { attributeOf } from '../xml/xml-tree.ts';
import { qualifiedName, sayCircle } from './components.ts';
import type { Component, Components, Declared } from './components.ts';
import { withFacets } from './facets.ts';
import { isXsd, xsdNamespace } from './xsd-files.ts';

const integer = (minimum?: number, maximum?: number): DataSchema => ({
  type: 'integer',
  ...(minimum === undefined ? {} : { minimum }),
  ...(maximum === undefined ? {} : { maximum }),
});
const text = (format?: string): DataSchema => (format === undefined ? { type: 'string' } : { type: 'string', format });
const words = (): DataSchema => ({ type: 'array', items: { type: 'string' }, 'x-xml': { list: true } });

const builtIn: Readonly<Record<string, DataSchema>> = {
  anySimpleType: {},
  anyAtomicType: {},
  boolean: { type: 'boolean' },
  decimal: { type: 'number' },
  float: { type: 'number' },
  double: { type: 'number' },
  integer: integer(),
  long: integer(),
  int: integer(-2_147_483_648, 2_147_483_647),
  short: integer(-32_768, 32_767),
  byte: integer(-128, 127),
  nonNegativeInteger: integer(0),
  positiveInteger: integer(1),
  nonPositiveInteger: integer(undefined, 0),
  negativeInteger: integer(undefined, -1),
  unsignedLong: integer(0),
  unsignedInt: integer(0, 4_294_967_295),
  unsignedShort: integer(0, 65_535),
  unsignedByte: integer(0, 255),
  date: text('date'),
  time: text('time'),
  dateTime: text('date-time'),
  dateTimeStamp: text('date-time'),
  duration: text('duration'),
  dayTimeDuration: text('duration'),
  yearMonthDuration: text('duration'),
  anyURI: text('uri-reference'),
  base64Binary: { type: 'string', contentEncoding: 'base64' },
  hexBinary: { type: 'string', contentEncoding: 'base16' },
  NMTOKENS: words(),
  IDREFS: words(),
  ENTITIES: words(),
};
const plainText = new Set(
  (
    'string normalizedString token language Name NCName NMTOKEN ID IDREF ENTITY QName NOTATION ' +
    'gYear gYearMonth gMonthDay gDay gMonth'
  ).split(' '),
);

export function builtInType(name: string): DataSchema | undefined {
  if (plainText.has(name)) return text();
  return Object.hasOwn(builtIn, name) ? builtIn[name] : undefined;
}

const maxNesting = 60;
/** Stands for a type that is being made. */
const open: DataSchema = {};

export class SimpleTypes {
  readonly #components: Components;
  readonly #findings: Findings;
  readonly #known = new Map<Component, DataSchema>();
  #nesting = 0;

  constructor(components: Components, findings: Findings) {
    this.#components = components;
    this.#findings = findings;
  }

  /** By name; undefined when the name is that of a complex type or of nothing. */
  byName(reference: string, from: Declared, around?: Component): DataSchema | undefined {
    const name = qualifiedName(reference, from);
    if (name.ns === xsdNamespace) return builtInType(name.name);
    const found = this.#components.lookUp('simpleType', reference, from);
    if (found === undefined) return undefined;
    return this.ofComponent(found === around && around.original !== undefined ? around.original : found);
  }

  ofComponent(component: Component): DataSchema {
    const known = this.#known.get(component);
    if (known === open) sayCircle(component, 'is made of itself', this.#findings);
    if (known !== undefined) return known;
    this.#known.set(component, open);
    const schema = this.ofNode(component, component);
    this.#known.set(component, schema);
    return schema;
  }

  /** A `simpleType` element. `around` is the global type that it is part of. */
  ofNode({ node, document }: Declared, around?: Component): DataSchema {
    if (this.#nesting > maxNesting) {
      const message = `Simple types are nested more than ${maxNesting} levels deep; what is below may be anything.`;
      this.#findings.warning('tooLarge', message, { file: document.file, start: node.offset });
      return {};
    }
    this.#nesting += 1;
    try {
      for (const child of node.children) {
        const declared = { node: child, document };
        if (isXsd(child, 'restriction')) return this.#restriction(declared, around);
        if (isXsd(child, 'list')) return this.#list(declared, around);
        if (isXsd(child, 'union')) return this.#union(declared, around);
      }
      return text();
    } finally {
      this.#nesting -= 1;
    }
  }

  #restriction(declared: Declared, around: Component | undefined): DataSchema {
    const base =
      this.#named(attributeOf(declared.node, 'base'), declared, around) ?? this.#inner(declared, around)[0] ?? text();
    return withFacets(base, declared.node, this.#findings);
  }

  #list(declared: Declared, around: Component | undefined): DataSchema {
    const items =
      this.#named(attributeOf(declared.node, 'itemType'), declared, around) ??
      this.#inner(declared, around)[0] ??
      text();
    return { type: 'array', items, 'x-xml': { list: true } };
  }

  #union(declared: Declared, around: Component | undefined): DataSchema {
    const names = (attributeOf(declared.node, 'memberTypes') ?? '').split(/\s+/).filter((name) => name !== '');
    const members = [
      ...names.map((name) => this.#named(name, declared, around) ?? {}),
      ...this.#inner(declared, around),
    ];
    return unionOf(members);
  }

  #inner({ node, document }: Declared, around: Component | undefined): DataSchema[] {
    return node.children
      .filter((child) => isXsd(child, 'simpleType'))
      .map((child) => this.ofNode({ node: child, document }, around));
  }

  #named(reference: string | undefined, from: Declared, around: Component | undefined): DataSchema | undefined {
    if (reference === undefined) return undefined;
    const found = this.byName(reference, from, around);
    if (found !== undefined) return found;
    const place = { file: from.document.file, start: from.node.offset };
    this.#findings.warning(
      'unknownReference',
      `${reference} (a simple type) is not declared, so it is taken for text.`,
      place,
    );
    return text();
  }
}

/** Enumerations of one type are laid together; else any of the types, and what they share. */
function unionOf(members: readonly DataSchema[]): DataSchema {
  const types = [...new Set(members.flatMap((member) => member.type ?? []))];
  const [type] = types;
  const enums = members.map((member) => member.enum);
  if (members.length > 0 && type !== undefined && types.length === 1 && enums.every((list) => list !== undefined)) {
    return { type, enum: [...new Set(enums.flat())] };
  }
  if (type === undefined) return {};
  const formats = new Set(members.map((member) => member.format));
  const [format] = formats;
  return { type: types.length === 1 ? type : types, ...(formats.size === 1 && format !== undefined ? { format } : {}) };
}
