// Elements and types of XML Schema → DataSchema. Every global complex type becomes one definition.
import { refTo } from '@patchbay/model/schema';
import type { DataSchema, XmlAnnotation } from '@patchbay/model/schema';
import { lookForCircles } from '../circles.ts';
import type { Findings } from '../schema-reading.ts';
import { withNull } from '../with-null.ts';
import { attributeOf } from '../xml/xml-tree.ts';
import { expandedName, qualifiedName } from './components.ts';
import type { Component, Components, Declared } from './components.ts';
import { ComplexTypes, inlineType } from './complex-types.ts';
import type { ComplexShape } from './complex-types.ts';
import { documentation } from './documentation.ts';
import type { Particle } from './particles.ts';
import { SimpleTypes } from './simple-types.ts';
import { valueOf } from './typed-value.ts';
import { xsdNamespace } from './xsd-files.ts';

const maxDefinitions = 20_000;
const maxInlineDepth = 60;
const xsi = 'http://www.w3.org/2001/XMLSchema-instance';
/** Longer enumerations stand once, as a definition. */
const longEnum = 12;

export class XsdConverter {
  readonly definitions = new Map<string, DataSchema>();
  readonly #components: Components;
  readonly #findings: Findings;
  readonly #simple: SimpleTypes;
  readonly #complex: ComplexTypes;
  readonly #names = new Map<object, string>();
  readonly #queue: { readonly name: string; readonly make: () => DataSchema }[] = [];
  #depth = 0;

  readonly #prefixes: ReadonlyMap<string, string>;

  /** `prefixes` by namespace: what documents are to use. */
  constructor(components: Components, findings: Findings, prefixes: ReadonlyMap<string, string>) {
    this.#prefixes = prefixes;
    this.#components = components;
    this.#findings = findings;
    this.#simple = new SimpleTypes(components, findings);
    this.#complex = new ComplexTypes(components, this.#simple, findings);
  }

  /** The schema of a document that has the element at its root. */
  root(element: Component): DataSchema {
    const schema = this.#element(element, element);
    this.finish();
    const xml: XmlAnnotation = { ...schema['x-xml'], name: element.name, ...this.#naming(element.ns) };
    return { title: element.name, ...schema, 'x-xml': xml };
  }

  /** The name under which a global complex type is defined. */
  define(type: Component): string {
    return this.#define(type, type.name, () => {
      const description = documentation(type.node);
      const shape = this.#complex.ofComponent(type);
      return {
        title: type.name,
        ...(description === undefined ? {} : { description }),
        ...this.#structure(shape, type),
      };
    });
  }

  finish(): void {
    const made: string[] = [];
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      this.definitions.set(next.name, next.make());
      made.push(next.name);
    }
    lookForCircles(this.definitions, made, this.#findings);
  }

  #define(key: object, wished: string, make: () => DataSchema): string {
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    let name = wished;
    for (let number = 2; this.definitions.has(name); number += 1) name = `${wished}${number}`;
    this.#names.set(key, name);
    this.definitions.set(name, {});
    if (this.definitions.size > maxDefinitions)
      this.#findings.warning('tooLarge', 'The schema has very many types; some may be anything.');
    else this.#queue.push({ name, make });
    return name;
  }

  #element(declared: Declared, global: Component | undefined): DataSchema {
    const { node } = declared;
    const base = this.#typeOf(declared, global, 0);
    const description = documentation(node);
    const fixed = attributeOf(node, 'fixed');
    const value = attributeOf(node, 'default');
    const schema: DataSchema = {
      ...base,
      ...(description === undefined ? {} : { description }),
      ...(fixed === undefined ? {} : { const: valueOf(fixed, base) }),
      ...(value === undefined ? {} : { default: valueOf(value, base) }),
    };
    if (attributeOf(node, 'nillable') !== 'true') return schema;
    return { ...withNull(schema), 'x-xml': { ...schema['x-xml'], nillable: true } };
  }

  #typeOf(declared: Declared, global: Component | undefined, hops: number): DataSchema {
    const { node, document } = declared;
    const reference = attributeOf(node, 'type');
    if (reference !== undefined) return this.#named(reference, declared);
    const simple = inlineType(node, 'simpleType');
    if (simple !== undefined) return this.#simple.ofNode({ node: simple, document });
    const complex = inlineType(node, 'complexType');
    if (complex !== undefined) return this.#inline({ node: complex, document }, global);
    const head = attributeOf(node, 'substitutionGroup')?.split(/\s+/)[0];
    const element =
      head === undefined || hops > 30 ? undefined : this.#components.find('element', qualifiedName(head, declared));
    return element === undefined ? {} : this.#typeOf(element, element, hops + 1);
  }

  /** The type of a global element is a definition, since it may hold the element again. */
  #inline(declared: Declared, global: Component | undefined): DataSchema {
    const make = (): DataSchema => this.#structure(this.#complex.ofNode(declared));
    if (global !== undefined) return { $ref: refTo(this.#define(global, global.name, make)) };
    if (this.#depth > maxInlineDepth) {
      const message = `Types are nested more than ${maxInlineDepth} levels deep; what is below may be anything.`;
      this.#findings.warning('tooLarge', message, { file: declared.document.file, start: declared.node.offset });
      return {};
    }
    this.#depth += 1;
    const schema = make();
    this.#depth -= 1;
    return schema;
  }

  #named(reference: string, from: Declared): DataSchema {
    const name = qualifiedName(reference, from);
    if (name.ns === xsdNamespace && name.name === 'anyType') return {};
    const simple = this.#components.lookUp('simpleType', reference, from);
    if (simple !== undefined) return this.#simpleComponent(simple);
    const builtIn = this.#simple.byName(reference, from);
    if (builtIn !== undefined) return builtIn;
    const complex = this.#components.resolve('complexType', reference, { from, findings: this.#findings });
    if (complex === undefined) return {};
    if (attributeOf(complex.node, 'abstract') !== 'true') return this.#complexComponent(complex);
    const types = this.#components.concreteTypes(complex).slice(0, 50);
    const [only] = types;
    if (only === undefined) return this.#complexComponent(complex);
    return types.length === 1
      ? this.#complexComponent(only)
      : { oneOf: types.map((type) => this.#complexComponent(type)) };
  }

  #simpleComponent(type: Component): DataSchema {
    const description = documentation(type.node);
    const schema = this.#simple.ofComponent(type);
    const described = description === undefined ? schema : { ...schema, description };
    if ((schema.enum?.length ?? 0) <= longEnum) return described;
    return { $ref: refTo(this.#define(type, type.name, () => described)) };
  }

  /** Text without attributes is just its text. */
  #complexComponent(type: Component): DataSchema {
    const shape = this.#complex.ofComponent(type);
    if (shape.text !== undefined && shape.attributes.length === 0 && !shape.isPolymorphic) return shape.text;
    return { $ref: refTo(this.define(type)) };
  }

  #structure(shape: ComplexShape, type?: Component): DataSchema {
    if (shape.text !== undefined && shape.attributes.length === 0 && !shape.isPolymorphic) return shape.text;
    const properties = new Map<string, DataSchema>();
    const required: string[] = [];
    for (const { name, schema, isRequired } of shape.attributes) {
      properties.set(name, schema);
      if (isRequired) required.push(name);
    }
    if (shape.isPolymorphic) properties.set('@xsi:type', this.#xsiType(type));
    if (shape.text !== undefined) {
      properties.set('#text', { ...shape.text, 'x-xml': { ...shape.text['x-xml'], text: true } });
      required.push('#text');
    } else if (shape.isMixed) properties.set('#text', { type: 'string', 'x-xml': { text: true } });
    for (const [at, particle] of shape.particles.entries()) {
      const name = this.#freeName(particle, properties);
      properties.set(name, this.#field(particle, { order: at + 1, name }));
      if (particle.isRequired) required.push(name);
    }
    const xml: XmlAnnotation = { ...(shape.isMixed ? { mixed: true } : {}), ...(shape.hasAny ? { any: true } : {}) };
    return {
      type: 'object',
      properties: Object.fromEntries(properties),
      ...(required.length > 0 ? { required } : {}),
      ...(shape.hasAny ? { additionalProperties: true } : {}),
      ...(Object.keys(xml).length > 0 ? { 'x-xml': xml } : {}),
    };
  }

  #xsiType(type: Component | undefined): DataSchema {
    if (type === undefined) return xsiType;
    const prefix = this.#prefixes.get(type.ns);
    return { ...xsiType, examples: [prefix === undefined ? type.name : `${prefix}:${type.name}`] };
  }

  #naming(ns: string): XmlAnnotation {
    const prefix = this.#prefixes.get(ns);
    return { ...(ns === '' ? {} : { ns }), ...(prefix === undefined ? {} : { prefix }) };
  }

  #freeName({ name, ns }: Particle, taken: ReadonlyMap<string, DataSchema>): string {
    let free = name;
    if (taken.has(free)) free = `${this.#prefixes.get(ns) ?? expandedName(ns, '')}:${name}`;
    while (taken.has(free)) free = `${free}_`;
    return free;
  }

  #field(particle: Particle, { order, name }: { order: number; name: string }): DataSchema {
    const schema = this.#element(particle.declared, particle.global);
    const xml: XmlAnnotation = {
      ...(name === particle.name ? {} : { name: particle.name }),
      ...this.#naming(particle.ns),
      order,
      ...(particle.choices.length > 0 ? { choice: [...particle.choices] } : {}),
    };
    if (!particle.isMany) return { ...schema, 'x-xml': { ...schema['x-xml'], ...xml } };
    const { description, ...items } = schema;
    const isCounted = particle.minItems !== undefined && (particle.minItems > 1 || particle.isRequired);
    return {
      ...(description === undefined ? {} : { description }),
      type: 'array',
      items,
      ...(isCounted ? { minItems: particle.minItems } : {}),
      ...(particle.maxItems === undefined ? {} : { maxItems: particle.maxItems }),
      'x-xml': xml,
    };
  }
}

const xsiType: DataSchema = {
  type: 'string',
  description: 'Which of the derived types the element has.',
  'x-xml': { attr: true, name: 'type', ns: xsi, prefix: 'xsi' },
};
