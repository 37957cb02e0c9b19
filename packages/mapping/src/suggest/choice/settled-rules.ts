// Rules that stand already: which arrays their loops walk, under which names, and which fields need no suggestion.
import { childrenOf, parseExpression, parsePath } from '@patchbay/model/expression';
import type { Expression, PathStep } from '@patchbay/model/expression';
import { isLoop } from '@patchbay/model/mapping';
import type { LoopRule, MappingRule, ObjectRule } from '@patchbay/model/mapping';
import type { Field } from '../fields/field.ts';
import { rootSteps } from './expression-of.ts';

export interface SettledRules {
  /** Source array by target array. */
  readonly loops: ReadonlyMap<number, number>;
  /** Name of the item by target array. */
  readonly aliases: ReadonlyMap<number, string>;
  /** Target fields with a rule, and all below a rule that makes them as a whole. */
  readonly ruled: ReadonlySet<number>;
  /** Source fields that a rule takes as they are. */
  readonly taken: ReadonlySet<number>;
  /** Every name that rules give. */
  readonly names: ReadonlySet<string>;
}

export interface SettledRequest {
  readonly rules: ObjectRule | LoopRule | undefined;
  readonly sources: readonly Field[];
  readonly targets: readonly Field[];
  readonly sourceNames: readonly string[];
}

const maxDepth = 40;

export function readSettled(request: SettledRequest): SettledRules {
  const reader = new SettledReader(request);
  const root = request.targets[0];
  if (request.rules !== undefined && root !== undefined) reader.read(request.rules, root, new Map());
  return reader;
}

/** Where a name leads: to a field of the source. */
type Names = ReadonlyMap<string, Field>;

class SettledReader implements SettledRules {
  readonly loops = new Map<number, number>();
  readonly aliases = new Map<number, string>();
  readonly ruled = new Set<number>();
  readonly taken = new Set<number>();
  readonly names = new Set<string>();
  readonly #request: SettledRequest;
  readonly #children = new Map<number, Field[]>();
  readonly #sourceChildren = new Map<number, Field[]>();

  constructor(request: SettledRequest) {
    this.#request = request;
    for (const [fields, children] of [
      [request.targets, this.#children],
      [request.sources, this.#sourceChildren],
    ] as const) {
      for (const field of fields) {
        const list = children.get(field.parent);
        if (list === undefined) children.set(field.parent, [field]);
        else list.push(field);
      }
    }
  }

  read(rule: MappingRule, target: Field, names: Names, depth = 0): void {
    if (depth > maxDepth) return;
    if (!('fields' in rule)) {
      this.#cover(target);
      if ('expr' in rule) {
        const source = this.#fieldAt(rule.expr, names);
        if (source !== undefined) this.taken.add(source.id);
      }
      return;
    }
    const inner = new Map(names);
    if (isLoop(rule)) this.#readLoop(rule, target, inner);
    for (const [name, text] of Object.entries(rule.let ?? {})) {
      this.names.add(name);
      const source = this.#fieldAt(text, inner);
      if (source !== undefined) inner.set(name, source);
    }
    for (const child of this.#children.get(target.id) ?? []) {
      const own = Object.hasOwn(rule.fields, child.name) ? rule.fields[child.name] : undefined;
      if (own !== undefined) this.read(own, child, inner, depth + 1);
    }
  }

  #cover(target: Field): void {
    this.ruled.add(target.id);
    for (const child of this.#children.get(target.id) ?? []) this.#cover(child);
  }

  #readLoop(rule: LoopRule, target: Field, names: Map<string, Field>): void {
    const alias = rule.as ?? 'item';
    this.names.add(alias);
    const source = this.#fieldAt(rule.for, names);
    if (source === undefined || source.kind !== 'array') return;
    names.set(alias, source);
    if (target.kind !== 'array') return;
    this.loops.set(target.id, source.id);
    this.aliases.set(target.id, alias);
  }

  /** The field that an expression reads, also through functions that keep a list's items: FILTER(order.lines, …). */
  #fieldAt(text: string, names: Names): Field | undefined {
    const steps = parsePath(text) ?? firstPath(parseExpression(text).ast, 0);
    if (steps === undefined) return undefined;
    const plain = steps.filter((step) => step.kind === 'name').map((step) => step.name);
    const known = names.get(plain[0] ?? '');
    if (known !== undefined) return this.#walk(known, plain.slice(1));
    for (const [root, name] of this.#request.sourceNames.entries()) {
      const prefix = rootSteps(name).flatMap((step: PathStep) => (step.kind === 'name' ? [step.name] : []));
      const field = this.#request.sources.find((candidate) => candidate.parent === -1 && candidate.root === root);
      if (field !== undefined && prefix.every((step, at) => plain[at] === step)) {
        return this.#walk(field, plain.slice(prefix.length));
      }
    }
    return undefined;
  }

  #walk(from: Field, names: readonly string[]): Field | undefined {
    let at: Field | undefined = from;
    for (const name of names) at = this.#sourceChildren.get(at?.id ?? -2)?.find((child) => child.name === name);
    return at;
  }
}

/** The first argument all the way down, as far as it is a path. */
function firstPath(node: Expression, depth: number): PathStep[] | undefined {
  if (depth > 8) return undefined;
  if (node.kind === 'name' || node.kind === 'member') return memberSteps(node);
  const first = node.kind === 'call' ? childrenOf(node)[0] : undefined;
  return first === undefined ? undefined : firstPath(first, depth + 1);
}

function memberSteps(node: Expression): PathStep[] | undefined {
  if (node.kind === 'name') return [{ kind: 'name', name: node.name }];
  if (node.kind !== 'member') return undefined;
  const steps = memberSteps(node.object);
  return steps === undefined ? undefined : [...steps, { kind: 'name', name: node.name }];
}
