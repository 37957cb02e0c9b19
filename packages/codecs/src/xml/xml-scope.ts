// Namespaces in XML 1.0: what a prefix stands for, here.
import { schemaInstance, xmlNamespace } from './xml-plan.ts';

export interface QualifiedName {
  readonly ns: string;
  readonly prefix: string;
  readonly local: string;
}

/** Made anew where an element declares namespaces, so that one object stands for one set of declarations. */
export class XmlScope {
  readonly #prefixes: ReadonlyMap<string, string>;

  constructor(prefixes: ReadonlyMap<string, string>) {
    this.#prefixes = prefixes;
  }

  static readonly root = new XmlScope(new Map([['xml', xmlNamespace]]));

  /** With the declarations among the attributes; nothing when one cannot stand. */
  declare(attributes: readonly string[]): XmlScope | undefined {
    let prefixes: Map<string, string> | undefined;
    for (let at = 0; at < attributes.length; at += 2) {
      const prefix = declaredPrefix(attributes[at] ?? '');
      if (prefix === undefined) continue;
      const ns = attributes[at + 1] ?? '';
      const isReserved = prefix === 'xmlns' || (prefix === 'xml') !== (ns === xmlNamespace);
      if (isReserved || (prefix !== '' && ns === '')) return undefined;
      prefixes ??= new Map(this.#prefixes);
      prefixes.set(prefix, ns);
    }
    return prefixes === undefined ? this : new XmlScope(prefixes);
  }

  /** Nothing when the prefix is bound to no namespace. Attributes without a prefix are in none. */
  resolve(name: string, kind: 'element' | 'attribute'): QualifiedName | undefined {
    const colon = name.indexOf(':');
    if (colon === -1) {
      return { ns: kind === 'element' ? (this.#prefixes.get('') ?? '') : '', prefix: '', local: name };
    }
    const prefix = name.slice(0, colon);
    const local = name.slice(colon + 1);
    const ns = this.#prefixes.get(prefix);
    return ns === undefined || local === '' || local.includes(':') ? undefined : { ns, prefix, local };
  }
}

/** The prefix that an attribute declares, '' for the default namespace; nothing for other attributes. */
export function declaredPrefix(name: string): string | undefined {
  if (!name.startsWith('xmlns')) return undefined;
  if (name.length === 5) return '';
  return name.charCodeAt(5) === 0x3a ? name.slice(6) : undefined;
}

export const isNil = (name: QualifiedName, value: string): boolean =>
  name.ns === schemaInstance && name.local === 'nil' && (value.trim() === 'true' || value.trim() === '1');
