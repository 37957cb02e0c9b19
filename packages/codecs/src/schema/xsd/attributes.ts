// The attributes of a complex type, those of groups too.
import type { DataSchema } from '@patchbay/model/schema';
import type { Findings } from '../schema-reading.ts';
import { attributeOf } from '../xml/xml-tree.ts';
import type { Component, Components, Declared } from './components.ts';
import { qualifiedName, sayCircle } from './components.ts';
import { documentation } from './documentation.ts';
import type { SimpleTypes } from './simple-types.ts';
import { valueOf } from './typed-value.ts';
import { isXsd, xmlNamespace } from './xsd-files.ts';

export interface Attribute {
  /** As in values: `@currencyID`; one of another namespace with its prefix: `@xml:lang`. */
  readonly name: string;
  readonly schema: DataSchema;
  readonly isRequired: boolean;
  readonly isProhibited: boolean;
}

const ofXml: Readonly<Record<string, DataSchema>> = {
  lang: { type: 'string', description: 'The language of the text, such as de or en-GB.' },
  space: { type: 'string', enum: ['default', 'preserve'] },
  base: { type: 'string', format: 'uri-reference' },
  id: { type: 'string' },
};

export class AttributeReader {
  readonly #components: Components;
  readonly #types: SimpleTypes;
  readonly #findings: Findings;

  constructor(components: Components, types: SimpleTypes, findings: Findings) {
    this.#components = components;
    this.#types = types;
    this.#findings = findings;
  }

  /** Those that stand directly in a type, an extension or a restriction. */
  read(declared: Declared, groups: readonly Component[] = []): Attribute[] {
    const { document } = declared;
    return declared.node.children.flatMap((node): Attribute[] => {
      if (isXsd(node, 'attribute')) return this.#attribute({ node, document });
      return isXsd(node, 'attributeGroup') ? this.#group({ node, document }, groups) : [];
    });
  }

  #group(declared: Declared, groups: readonly Component[]): Attribute[] {
    const reference = attributeOf(declared.node, 'ref');
    if (reference === undefined) return [];
    const around = groups.at(-1);
    const group = this.#components.resolve('attributeGroup', reference, {
      from: declared,
      findings: this.#findings,
      around,
    });
    if (group !== undefined && groups.includes(group)) sayCircle(group, 'holds itself', this.#findings);
    return group === undefined || groups.includes(group) ? [] : this.read(group, [...groups, group]);
  }

  #attribute(declared: Declared): Attribute[] {
    const { node, document } = declared;
    const use = attributeOf(node, 'use');
    const flags = { isRequired: use === 'required', isProhibited: use === 'prohibited' };
    const reference = attributeOf(node, 'ref');
    if (reference !== undefined) return [{ ...this.#referenced(reference, declared), ...flags }];
    const name = attributeOf(node, 'name');
    if (name === undefined) return [];
    const form = attributeOf(node, 'form') ?? (document.qualifiesAttributes ? 'qualified' : 'unqualified');
    const ns = form === 'qualified' ? document.targetNamespace : '';
    return [{ name: `@${name}`, schema: this.#schema(declared, { name, ns }), ...flags }];
  }

  #referenced(reference: string, from: Declared): { name: string; schema: DataSchema } {
    const { ns, name } = qualifiedName(reference, from);
    const prefix = reference.includes(':') ? reference.slice(0, reference.indexOf(':')) : '';
    const shown = prefix === '' ? `@${name}` : `@${prefix}:${name}`;
    const xml = { attr: true, name, ns, ...(prefix === '' ? {} : { prefix }) };
    if (ns === xmlNamespace) {
      const known = Object.hasOwn(ofXml, name) ? ofXml[name] : undefined;
      return { name: shown, schema: { ...known, type: 'string', 'x-xml': xml } };
    }
    const found = this.#components.resolve('attribute', reference, { from, findings: this.#findings });
    const schema = found === undefined ? { type: 'string' as const } : this.#schema(found, { name, ns });
    return {
      name: shown,
      schema: { ...schema, ...this.#values(from, schema), 'x-xml': { ...schema['x-xml'], ...xml } },
    };
  }

  #schema(declared: Declared, { name, ns }: { name: string; ns: string }): DataSchema {
    const base = this.#type(declared);
    const description = documentation(declared.node) ?? base.description;
    return {
      ...base,
      ...(description === undefined ? {} : { description }),
      ...this.#values(declared, base),
      'x-xml': { ...base['x-xml'], attr: true, name, ...(ns === '' ? {} : { ns }) },
    };
  }

  #type({ node, document }: Declared): DataSchema {
    const reference = attributeOf(node, 'type');
    if (reference !== undefined) return this.#types.byName(reference, { node, document }) ?? { type: 'string' };
    const inner = node.children.find((child) => isXsd(child, 'simpleType'));
    return inner === undefined ? { type: 'string' } : this.#types.ofNode({ node: inner, document });
  }

  #values({ node }: Declared, schema: DataSchema): DataSchema {
    const fixed = attributeOf(node, 'fixed');
    if (fixed !== undefined) return { const: valueOf(fixed, schema) };
    const value = attributeOf(node, 'default');
    return value === undefined ? {} : { default: valueOf(value, schema) };
  }
}
