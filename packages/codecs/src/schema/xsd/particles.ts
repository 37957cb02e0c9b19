// The content of a complex type, flat: which elements may stand in it, how often, in what order, under which choice.
import type { XmlAnnotation } from '@patchbay/model/schema';
import type { Findings } from '../schema-reading.ts';
import { attributeOf } from '../xml/xml-tree.ts';
import type { XmlElement } from '../xml/xml-tree.ts';
import { expandedName, sayCircle } from './components.ts';
import type { Component, Components, Declared } from './components.ts';
import { isXsd, xsdNamespace } from './xsd-files.ts';

export type Choice = NonNullable<XmlAnnotation['choice']>[number];

export interface Particle {
  /** The declaration: the global element of a reference, else the local one. */
  readonly declared: Declared;
  readonly global: Component | undefined;
  readonly name: string;
  readonly ns: string;
  readonly isRequired: boolean;
  readonly isMany: boolean;
  /** Where it says so itself and nothing around it repeats. */
  readonly minItems: number | undefined;
  readonly maxItems: number | undefined;
  readonly choices: readonly Choice[];
}

export interface Content {
  readonly particles: Particle[];
  hasAny: boolean;
}

interface Around {
  readonly document: Declared['document'];
  readonly isRequired: boolean;
  readonly isMany: boolean;
  readonly choices: readonly Choice[];
  readonly groups: readonly Component[];
}

interface Occurs {
  readonly min: number;
  /** Infinity for `unbounded`. */
  readonly max: number;
}

function occursOf(node: XmlElement): Occurs {
  const min = Number(attributeOf(node, 'minOccurs') ?? 1);
  const max = attributeOf(node, 'maxOccurs') ?? '1';
  return {
    min: Number.isSafeInteger(min) && min >= 0 ? min : 1,
    max: max === 'unbounded' ? Infinity : Number.isSafeInteger(Number(max)) ? Number(max) : 1,
  };
}

const maxParticles = 5_000;
const maxDepth = 60;

export class ContentReader {
  readonly #components: Components;
  readonly #findings: Findings;
  #groupCount = 0;

  constructor(components: Components, findings: Findings) {
    this.#components = components;
    this.#findings = findings;
  }

  /** What stands in a complex type, an extension or a restriction. */
  read({ node, document }: Declared): Content {
    const content: Content = { particles: [], hasAny: false };
    const around: Around = { document, isRequired: true, isMany: false, choices: [], groups: [] };
    for (const child of node.children) this.#visit(child, around, content);
    if (comesAgain(content.particles)) this.#noteOrder(node, around);
    return { ...content, particles: mergedByName(content.particles) };
  }

  #visit(node: XmlElement, around: Around, content: Content): void {
    if (node.ns !== xsdNamespace) return;
    if (content.particles.length >= maxParticles || around.choices.length > maxDepth) {
      const message = `A type has more than ${maxParticles} elements, or choices in choices more than ${maxDepth} deep; what is beyond is left out.`;
      this.#findings.warning('tooLarge', message, { file: around.document.file, start: node.offset });
      return;
    }
    const occurs = occursOf(node);
    if (occurs.max === 0) return;
    const inside: Around = {
      ...around,
      isRequired: around.isRequired && occurs.min > 0,
      isMany: around.isMany || occurs.max > 1,
    };
    if (node.name === 'element') this.#element(node, { around, inside, occurs }, content);
    else if (node.name === 'sequence' || node.name === 'all') this.#sequence(node, inside, content);
    else if (node.name === 'choice') this.#choice(node, inside, content);
    else if (node.name === 'group') this.#group(node, inside, content);
    else if (node.name === 'any') content.hasAny = true;
  }

  #sequence(node: XmlElement, inside: Around, content: Content): void {
    const count = content.particles.length;
    for (const child of node.children) this.#visit(child, inside, content);
    const isMixed = inside.isMany && occursOf(node).max > 1 && content.particles.length - count > 1;
    if (isMixed) this.#noteRepeated(node, inside);
  }

  #noteRepeated(node: XmlElement, { document }: Around): void {
    const message =
      'A group of several elements repeats as a whole. Each element becomes a list of its own; which of them belong together is not kept.';
    this.#findings.info('repeatedGroup', message, { file: document.file, start: node.offset });
  }

  #noteOrder(node: XmlElement, { document }: Around): void {
    const message =
      'Elements may stand in an order that lists of each of them cannot hold. Each becomes a list of its own, and they are written one list after the other.';
    this.#findings.info('elementOrder', message, { file: document.file, start: node.offset });
  }

  /** A choice that repeats admits all of its elements; else one branch at a time. */
  #choice(node: XmlElement, inside: Around, content: Content): void {
    const branches = node.children.filter((child) => child.ns === xsdNamespace && child.name !== 'annotation');
    const isExclusive = !inside.isMany && branches.length > 1;
    if (inside.isMany && branches.length > 1) this.#noteOrder(node, inside);
    const group = isExclusive ? this.newGroup() : '';
    for (const [at, child] of branches.entries()) {
      const choice: Choice = { group, branch: at + 1, ...(inside.isRequired ? { required: true } : {}) };
      const choices = isExclusive ? [...inside.choices, choice] : inside.choices;
      this.#visit(child, { ...inside, isRequired: inside.isRequired && branches.length === 1, choices }, content);
    }
  }

  newGroup(): string {
    this.#groupCount += 1;
    return `choice${this.#groupCount}`;
  }

  #group(node: XmlElement, inside: Around, content: Content): void {
    const reference = attributeOf(node, 'ref');
    if (reference === undefined) return;
    const { document, groups } = inside;
    const from = { node, document };
    const group = this.#components.resolve('group', reference, {
      from,
      findings: this.#findings,
      around: groups.at(-1),
    });
    if (group !== undefined && groups.includes(group)) sayCircle(group, 'holds itself', this.#findings);
    if (group === undefined || groups.includes(group)) return;
    const around = { ...inside, document: group.document, groups: [...groups, group] };
    for (const child of group.node.children) this.#visit(child, around, content);
  }

  #element(
    node: XmlElement,
    { around, inside, occurs }: { around: Around; inside: Around; occurs: Occurs },
    content: Content,
  ): void {
    const { document, choices } = inside;
    const counts = {
      isRequired: inside.isRequired,
      isMany: inside.isMany,
      minItems: occurs.min > 0 && around.isRequired ? occurs.min : undefined,
      maxItems: !around.isMany && Number.isFinite(occurs.max) ? occurs.max : undefined,
    };
    const reference = attributeOf(node, 'ref');
    if (reference === undefined) {
      const name = attributeOf(node, 'name');
      if (name === undefined) return;
      const form = attributeOf(node, 'form') ?? (document.qualifiesElements ? 'qualified' : 'unqualified');
      const ns = attributeOf(node, 'targetNamespace') ?? (form === 'qualified' ? document.targetNamespace : '');
      content.particles.push({ declared: { node, document }, global: undefined, name, ns, ...counts, choices });
      return;
    }
    const head = this.#components.resolve('element', reference, { from: { node, document }, findings: this.#findings });
    if (head === undefined) {
      const name = reference.slice(reference.indexOf(':') + 1);
      content.particles.push({ declared: { node, document }, global: undefined, name, ns: '', ...counts, choices });
      return;
    }
    this.#substitutes(head, { counts, choices }, content);
  }

  /** The element, or whatever may stand in its place: then a choice among them. */
  #substitutes(
    head: Component,
    {
      counts,
      choices,
    }: { counts: Pick<Particle, 'isRequired' | 'isMany' | 'minItems' | 'maxItems'>; choices: readonly Choice[] },
    content: Content,
  ): void {
    const all = this.#components.substitutes(head);
    const isOne = all.length <= 1;
    const group = isOne || counts.isMany ? '' : this.newGroup();
    for (const [at, global] of (all.length === 0 ? [head] : all).entries()) {
      const choice: Choice = { group, branch: at + 1, ...(counts.isRequired ? { required: true } : {}) };
      content.particles.push({
        declared: global,
        global,
        name: global.name,
        ns: global.ns,
        ...counts,
        isRequired: counts.isRequired && isOne,
        minItems: isOne ? counts.minItems : undefined,
        choices: group === '' ? choices : [...choices, choice],
      });
    }
  }
}

/** An element, another one, and the first again: outside of choices both may come. */
function comesAgain(particles: readonly Particle[]): boolean {
  const seen = new Set<string>();
  let last = '';
  for (const { ns, name, isMany, choices } of particles) {
    const key = expandedName(ns, name);
    if (key !== last && seen.has(key) && !isMany && choices.length === 0) return true;
    seen.add(key);
    last = key;
  }
  return false;
}

/** One name twice: a list, unless only one of the two can be there. */
function mergedByName(particles: readonly Particle[]): Particle[] {
  const merged = new Map<string, Particle>();
  for (const particle of particles) {
    const key = expandedName(particle.ns, particle.name);
    const known = merged.get(key);
    merged.set(key, known === undefined ? particle : together(known, particle));
  }
  return [...merged.values()];
}

function together(one: Particle, other: Particle): Particle {
  const exclusive = one.choices.some((mine) =>
    other.choices.some(({ group, branch }) => group === mine.group && branch !== mine.branch),
  );
  const shared = one.choices.filter((mine) =>
    other.choices.some(({ group, branch }) => group === mine.group && branch === mine.branch),
  );
  return {
    ...one,
    isRequired: !exclusive && (one.isRequired || other.isRequired),
    isMany: !exclusive || one.isMany || other.isMany,
    minItems: undefined,
    maxItems: undefined,
    choices: shared,
  };
}

/** Whether the element has content of its own to look at. */
export const contentOf = (node: XmlElement): XmlElement | undefined =>
  node.children.find((child) => isXsd(child, 'complexContent') || isXsd(child, 'simpleContent'));
