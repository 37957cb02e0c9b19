// The namespaces of a document that is written: all declared at its root, each with one prefix.
import { isLocalName } from './xml-names.ts';
import { schemaInstance, xmlNamespace } from './xml-plan.ts';
import type { ElementPlan, PlannedName } from './xml-plan.ts';

/** A schema may be recursive and large; what lies beyond is declared where it is needed by nobody. */
const maxPlans = 20_000;

export class XmlPrefixes {
  readonly #prefixes = new Map<string, string>([[xmlNamespace, 'xml']]);
  #default = '';

  constructor(root: PlannedName, plan: ElementPlan) {
    const names: PlannedName[] = [];
    const attributes: PlannedName[] = [];
    let hasBare = root.ns === '';
    let hasNil = false;
    const seen = new Set<ElementPlan>([plan]);
    for (const at of seen) {
      if (seen.size > maxPlans) break;
      hasNil ||= at.isNillable;
      attributes.push(...at.attributes.filter(({ ns }) => ns !== ''));
      for (const child of at.children) {
        names.push(child);
        hasBare ||= child.ns === '';
        seen.add(child.plan);
      }
      hasBare ||= at.kind === 'any' && at.children.length === 0 && at !== plan;
    }
    if (!hasBare && (root.prefix ?? '') === '') this.#default = root.ns;
    if (root.ns !== this.#default) this.#add(root);
    for (const name of names) if (name.ns !== '' && name.ns !== this.#default) this.#add(name);
    for (const name of attributes) this.#add(name);
    if (hasNil) this.#add({ ns: schemaInstance, prefix: 'xsi' });
  }

  #add({ ns, prefix }: { readonly ns: string; readonly prefix: string | undefined }): void {
    if (ns === '' || this.#prefixes.has(ns)) return;
    const taken = new Set(this.#prefixes.values());
    const isFree = prefix !== undefined && isLocalName(prefix) && !/^xml/i.test(prefix) && !taken.has(prefix);
    let free = isFree ? prefix : ns === schemaInstance ? 'xsi' : 'ns1';
    for (let number = 2; taken.has(free); number += 1) free = `ns${number}`;
    this.#prefixes.set(ns, free);
  }

  element({ ns, local }: PlannedName): string {
    if (ns === this.#default || ns === '') return local;
    return `${this.#prefixes.get(ns) ?? ''}:${local}`;
  }

  attribute({ ns, local }: PlannedName): string {
    return ns === '' ? local : `${this.#prefixes.get(ns) ?? ''}:${local}`;
  }

  /** Names and values of the attributes that declare them. */
  declarations(): [name: string, ns: string][] {
    const list = [...this.#prefixes].filter(([ns]) => ns !== xmlNamespace);
    const declared = list.map(([ns, prefix]): [string, string] => [`xmlns:${prefix}`, ns]);
    return this.#default === '' ? declared : [['xmlns', this.#default], ...declared];
  }

  get bound(): ReadonlySet<string> {
    return new Set(this.#prefixes.values());
  }
}
