// The global components of a set of XML Schema documents, by kind and expanded name.
import type { Findings } from '../schema-reading.ts';
import { attributeOf } from '../xml/xml-tree.ts';
import type { XmlElement } from '../xml/xml-tree.ts';
import { isXsd, xsdNamespace } from './xsd-files.ts';
import type { XsdDocument } from './xsd-files.ts';

export type ComponentKind = 'element' | 'attribute' | 'complexType' | 'simpleType' | 'group' | 'attributeGroup';

/** A declaration in its document; names inside are read in the document's scope. */
export interface Declared {
  readonly node: XmlElement;
  readonly document: XsdDocument;
}

export interface Component extends Declared {
  readonly kind: ComponentKind;
  readonly name: string;
  readonly ns: string;
  /** `{ns}name`. */
  readonly key: string;
  /** What it redefines: inside it, its own name means that. */
  readonly original: Component | undefined;
}

const kinds: ReadonlySet<string> = new Set([
  'element',
  'attribute',
  'complexType',
  'simpleType',
  'group',
  'attributeGroup',
]);
const isKind = (name: string): name is ComponentKind => kinds.has(name);

export const expandedName = (ns: string, name: string): string => `{${ns}}${name}`;

export interface QualifiedName {
  readonly ns: string;
  readonly name: string;
}

/** A name with a prefix, as it is meant at the element. */
export function qualifiedName(text: string, { node, document }: Declared): QualifiedName {
  const colon = text.indexOf(':');
  const prefix = colon === -1 ? '' : text.slice(0, colon);
  const ns = Object.hasOwn(node.scope, prefix) ? node.scope[prefix] : undefined;
  const isBare = prefix === '' && (ns ?? '') === '';
  return { ns: isBare && document.isChameleon ? document.targetNamespace : (ns ?? ''), name: text.slice(colon + 1) };
}

export class Components {
  readonly #byKind = new Map<ComponentKind, Map<string, Component>>();
  /** Heads of substitution groups → members. */
  readonly #members = new Map<string, Component[]>();
  /** Complex types → the types that extend or restrict them. */
  readonly #derived = new Map<string, Component[]>();

  constructor(documents: readonly XsdDocument[]) {
    for (const document of documents) for (const node of document.root.children) this.#add({ node, document });
    for (const document of documents) {
      for (const replacement of document.replacements) {
        for (const node of replacement.children) this.#add({ node, document }, replacement.name);
      }
    }
    for (const element of this.all('element'))
      this.#link(this.#members, element, attributeOf(element.node, 'substitutionGroup'));
    for (const type of this.all('complexType')) this.#link(this.#derived, type, baseOf(type.node));
  }

  #add({ node, document }: Declared, replacing?: string): void {
    const name = attributeOf(node, 'name');
    if (node.ns !== xsdNamespace || name === undefined || !isKind(node.name)) return;
    const ns = document.targetNamespace;
    const key = expandedName(ns, name);
    const all = this.#byKind.get(node.name) ?? new Map<string, Component>();
    this.#byKind.set(node.name, all);
    const known = all.get(key);
    if (known !== undefined && replacing === undefined) return;
    const original = replacing === 'redefine' ? known : undefined;
    all.set(key, { node, document, kind: node.name, name, ns, key, original });
  }

  #link(map: Map<string, Component[]>, component: Component, base: string | undefined): void {
    if (base === undefined) return;
    for (const one of base.split(/\s+/).filter((part) => part !== '')) {
      const { ns, name } = qualifiedName(one, component);
      const key = expandedName(ns, name);
      if (key === component.key) continue;
      const list = map.get(key);
      if (list === undefined) map.set(key, [component]);
      else list.push(component);
    }
  }

  all(kind: ComponentKind): Component[] {
    return [...(this.#byKind.get(kind)?.values() ?? [])];
  }

  find(kind: ComponentKind, { ns, name }: QualifiedName): Component | undefined {
    return this.#byKind.get(kind)?.get(expandedName(ns, name));
  }

  /** By a name as it is written; one without a prefix may be of the document's own namespace, as many schemas have it. */
  lookUp(kind: ComponentKind, text: string, from: Declared): Component | undefined {
    const name = qualifiedName(text, from);
    const found = this.find(kind, name);
    return found === undefined && name.ns === ''
      ? this.find(kind, { ...name, ns: from.document.targetNamespace })
      : found;
  }

  /** What a reference means; inside a redefinition, its own name is the original. Unknown: told once. */
  resolve(
    kind: ComponentKind,
    text: string,
    { from, findings, around }: { from: Declared; findings: Findings; around?: Component | undefined },
  ): Component | undefined {
    const found = this.lookUp(kind, text, from);
    if (found === undefined) {
      const place = { file: from.document.file, start: from.node.offset };
      findings.warning('unknownReference', `${text} (${inWords[kind]}) is not declared, so it may be anything.`, place);
      return undefined;
    }
    return around !== undefined && found === around && around.original !== undefined ? around.original : found;
  }

  /** The element and all that may stand for it, those of members too; abstract ones are left out. */
  substitutes(head: Component): Component[] {
    const found = new Set<Component>([head]);
    for (const one of found) for (const member of this.#members.get(one.key) ?? []) found.add(member);
    return [...found].filter(({ node }) => attributeOf(node, 'abstract') !== 'true');
  }

  /** Elements that stand for themselves, by others or at once. */
  circularHeads(): Component[] {
    return this.all('element').filter((element) => {
      const above = new Set<Component>([element]);
      for (const one of above)
        for (const member of this.#members.get(one.key) ?? []) {
          if (member === element) return true;
          above.add(member);
        }
      return false;
    });
  }

  /** The types that may stand for an abstract one, each not abstract itself. */
  concreteTypes(base: Component): Component[] {
    const found = new Set<Component>([base]);
    for (const one of found) for (const type of this.#derived.get(one.key) ?? []) found.add(type);
    return [...found].filter(({ node }) => attributeOf(node, 'abstract') !== 'true');
  }
}

/** A component that needs itself to be made: what it would take from itself is left out. */
export function sayCircle({ kind, name, node, document }: Component, how: string, findings: Findings): void {
  const message = `${name} (${inWords[kind]}) ${how}, which XML Schema does not allow. What it would take from itself is left out; mend it where the schema is made.`;
  findings.warning('circle', message, { file: document.file, start: node.offset });
}

const inWords: Readonly<Record<ComponentKind, string>> = {
  element: 'an element',
  attribute: 'an attribute',
  complexType: 'a type',
  simpleType: 'a simple type',
  group: 'a group',
  attributeGroup: 'a group of attributes',
};

function baseOf(type: XmlElement): string | undefined {
  const content = type.children.find((child) => isXsd(child, 'complexContent') || isXsd(child, 'simpleContent'));
  const derivation = content?.children.find((child) => isXsd(child, 'extension') || isXsd(child, 'restriction'));
  return derivation === undefined ? undefined : attributeOf(derivation, 'base');
}
