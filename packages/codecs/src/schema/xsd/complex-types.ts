// Complex types of XML Schema, derivation worked in: their elements, attributes and text.
import type { DataSchema } from '@patchbay/model/schema';
import type { Findings } from '../schema-reading.ts';
import { attributeOf } from '../xml/xml-tree.ts';
import type { XmlElement } from '../xml/xml-tree.ts';
import { AttributeReader } from './attributes.ts';
import type { Attribute } from './attributes.ts';
import { expandedName, qualifiedName, sayCircle } from './components.ts';
import type { Component, Components, Declared } from './components.ts';
import { withFacets } from './facets.ts';
import { contentOf, ContentReader } from './particles.ts';
import type { Particle } from './particles.ts';
import type { SimpleTypes } from './simple-types.ts';
import { isXsd, xsdNamespace } from './xsd-files.ts';

export interface ComplexShape {
  readonly particles: readonly Particle[];
  readonly attributes: readonly Attribute[];
  /** The text of simple content. */
  readonly text: DataSchema | undefined;
  readonly isMixed: boolean;
  readonly hasAny: boolean;
  /** An abstract type is among its bases: values say their type by `xsi:type`. */
  readonly isPolymorphic: boolean;
}

const empty: ComplexShape = {
  particles: [],
  attributes: [],
  text: undefined,
  isMixed: false,
  hasAny: false,
  isPolymorphic: false,
};

export class ComplexTypes {
  readonly #components: Components;
  readonly #simple: SimpleTypes;
  readonly #findings: Findings;
  readonly #content: ContentReader;
  readonly #attributes: AttributeReader;
  readonly #known = new Map<Component, ComplexShape>();

  constructor(components: Components, simple: SimpleTypes, findings: Findings) {
    this.#components = components;
    this.#simple = simple;
    this.#findings = findings;
    this.#content = new ContentReader(components, findings);
    this.#attributes = new AttributeReader(components, simple, findings);
  }

  ofComponent(component: Component): ComplexShape {
    const known = this.#known.get(component);
    if (known === empty) sayCircle(component, 'is derived from itself', this.#findings);
    if (known !== undefined) return known;
    this.#known.set(component, empty);
    const shape = this.ofNode(component, component);
    this.#known.set(component, shape);
    return shape;
  }

  /** A `complexType` element; `around` is the global type that it is, if it is one. */
  ofNode(declared: Declared, around?: Component): ComplexShape {
    const { node, document } = declared;
    const isAbstract = attributeOf(node, 'abstract') === 'true';
    const content = contentOf(node);
    const isMixed =
      attributeOf(node, 'mixed') === 'true' || (content !== undefined && attributeOf(content, 'mixed') === 'true');
    const derivation = content?.children.find((child) => isXsd(child, 'extension') || isXsd(child, 'restriction'));
    const shape =
      content === undefined || derivation === undefined
        ? this.#own(declared)
        : this.#derived({ node: derivation, document }, { around, isSimple: content.name === 'simpleContent' });
    return { ...shape, isMixed: shape.isMixed || isMixed, isPolymorphic: shape.isPolymorphic || isAbstract };
  }

  #own(declared: Declared): ComplexShape {
    const { particles, hasAny } = this.#content.read(declared);
    return { ...empty, particles, hasAny, attributes: this.#attributes.read(declared) };
  }

  #derived(
    declared: Declared,
    { around, isSimple }: { around: Component | undefined; isSimple: boolean },
  ): ComplexShape {
    const own = this.#own(declared);
    const base = this.#base(declared, around);
    const isExtension = declared.node.name === 'extension';
    const attributes = overlaid(base.attributes, own.attributes);
    if (isSimple) {
      const text = base.text ?? { type: 'string' };
      return { ...base, attributes, text: isExtension ? text : this.#restrictedText(declared, text) };
    }
    if (!isExtension) return { ...base, ...own, attributes, isMixed: base.isMixed, isPolymorphic: base.isPolymorphic };
    const particles = mergedParticles(base.particles, own.particles);
    return { ...base, particles, attributes, hasAny: base.hasAny || own.hasAny };
  }

  #restrictedText({ node, document }: Declared, text: DataSchema): DataSchema {
    const inner = node.children.find((child) => isXsd(child, 'simpleType'));
    const base = inner === undefined ? text : this.#simple.ofNode({ node: inner, document });
    return withFacets(base, node, this.#findings);
  }

  #base(declared: Declared, around: Component | undefined): ComplexShape {
    const reference = attributeOf(declared.node, 'base');
    if (reference === undefined) return empty;
    const name = qualifiedName(reference, declared);
    if (name.ns === xsdNamespace && name.name === 'anyType')
      return { ...empty, hasAny: declared.node.name === 'extension' };
    const simple = this.#simple.byName(reference, declared);
    if (simple !== undefined) return { ...empty, text: simple };
    const base = this.#components.resolve('complexType', reference, {
      from: declared,
      findings: this.#findings,
      around,
    });
    return base === undefined ? empty : this.ofComponent(base);
  }
}

/** Own attributes over those of the base; `use="prohibited"` takes one away. */
function overlaid(base: readonly Attribute[], own: readonly Attribute[]): Attribute[] {
  const all = new Map(base.map((attribute) => [attribute.name, attribute]));
  for (const attribute of own) all.set(attribute.name, attribute);
  return [...all.values()].filter((attribute) => !attribute.isProhibited);
}

function mergedParticles(base: readonly Particle[], own: readonly Particle[]): Particle[] {
  const all = new Map(base.map((particle) => [expandedName(particle.ns, particle.name), particle]));
  for (const particle of own) {
    const key = expandedName(particle.ns, particle.name);
    const known = all.get(key);
    all.set(key, known === undefined ? particle : { ...known, isMany: true, minItems: undefined, maxItems: undefined });
  }
  return [...all.values()];
}

export const inlineType = (node: XmlElement, name: 'complexType' | 'simpleType'): XmlElement | undefined =>
  node.children.find((child) => isXsd(child, name));
