// What the value of an expression depends on: whether a list has to be worked out again for every item, or once a run.
import { childrenOf } from '@patchbay/model/expression';
import type { Expression, SpecialNode } from '@patchbay/model/expression';
import { functionNamed } from '../functions/index.ts';
import { bracketMeaning } from './bracket.ts';
import { itemSlots, resolveName } from './environment.ts';
import type { Environment } from './environment.ts';

export interface SlotsRead {
  /** The slots that it reads; where it cannot be told, one too many rather than one too few. */
  readonly slots: ReadonlySet<number>;
  /** Its value may be another though all of these stay: it reads what has been made so far, or is drawn anew. */
  readonly changes: boolean;
}

/** `NOW` and `TODAY` vary between runs, but not within one. */
const fixedInRun = new Set(['NOW', 'TODAY']);

export function slotsRead(node: Expression, environment: Environment): SlotsRead {
  const reading = { environment, slots: new Set<number>(), changes: false };
  collect(node, { walks: 0, bound: new Set() }, reading);
  return reading;
}

interface Reading {
  readonly environment: Environment;
  readonly slots: Set<number>;
  changes: boolean;
}
interface Within {
  /** How many lambdas and filters stand around: each has an item of its own. */
  readonly walks: number;
  readonly bound: ReadonlySet<string>;
}

function collect(node: Expression, within: Within, reading: Reading): void {
  switch (node.kind) {
    case 'name':
      if (!within.bound.has(node.name)) addName(node.name, reading);
      return;
    case 'special':
      addSpecial(node, within, reading);
      return;
    case 'call': {
      const definition = functionNamed(node.name);
      if (definition?.varies === true && !fixedInRun.has(definition.name)) reading.changes = true;
      node.args.forEach((arg, position) => {
        collectPart(arg, definition?.parameters[position]?.type === 'item', { within, reading });
      });
      return;
    }
    case 'index':
      collect(node.object, within, reading);
      collectPart(node.index, bracketMeaning(node.index).kind === 'filter', { within, reading });
      return;
    case 'literal':
    case 'member':
    case 'each':
    case 'unary':
    case 'binary':
    case 'lambda':
    case 'list':
    case 'object':
    case 'error':
      for (const child of childrenOf(node)) collect(child, within, reading);
  }
}

function collectPart(
  node: Expression,
  walks: boolean,
  { within, reading }: { within: Within; reading: Reading },
): void {
  if (!walks) {
    collect(node, within, reading);
    return;
  }
  const names = node.kind === 'lambda' ? node.parameters.map(({ name }) => name) : [];
  const inner = { walks: within.walks + 1, bound: new Set([...within.bound, ...names]) };
  collect(node.kind === 'lambda' ? node.body : node, inner, reading);
}

function addName(name: string, { environment, slots }: Reading): void {
  const { slot, before } = resolveName(environment, name);
  slots.add(slot);
  for (const item of before) slots.add(item);
}

function addSpecial({ name }: SpecialNode, { walks }: Within, reading: Reading): void {
  const { environment, slots } = reading;
  if (name === 'target') reading.changes = true;
  else if (name === 'vars') slots.add(environment.layout.root('vars'));
  else if (name === 'source' && environment.source !== undefined) slots.add(environment.source);
  else if (name === '' || name === 'index' || name === 'parent') {
    const level = (name === 'parent' ? 1 : 0) - walks;
    const found = level < 0 ? undefined : itemSlots(environment, level);
    if (found !== undefined) slots.add(name === 'index' ? found.index : found.item);
  }
}
