// Tree → closures. No text is ever turned into JavaScript, so a strict content security policy holds.
import type { BinaryNode, CallNode, Expression, IndexNode } from '@patchbay/model/expression';
import type { Closure, ItemFunction } from '../evaluate/frame.ts';
import { EvaluationError } from '../evaluate/evaluation-error.ts';
import { operatorLabel, Site } from '../evaluate/site.ts';
import { put, truthOf } from '../evaluate/value.ts';
import { functionNamed } from '../functions/index.ts';
import { arityMistake } from './arity.ts';
import { asList, filtered, indexInto, itemAt, negated } from './bracket-value.ts';
import { bracketMeaning } from './bracket.ts';
import { isoInstant } from '../dates/civil.ts';
import { resolveName, withItem } from './environment.ts';
import type { Environment } from './environment.ts';
import { decimalOperator, exactly, isDecimal } from './decimal-operator.ts';
import { binaryClosure, concatClosure, oneOfClosure } from './operator.ts';
import { lambdaNames, readsItemOnly, sizeOf } from './item-function.ts';
import { shadowedName, slotPath, stepsPath } from './path.ts';
import { specialMeaning } from './special.ts';

export function compileNode(node: Expression, environment: Environment): Closure {
  const closure = plainClosure(node, environment);
  return environment.watch === undefined ? closure : environment.watch.node(node, closure);
}

function plainClosure(node: Expression, environment: Environment): Closure {
  switch (node.kind) {
    case 'literal': {
      const { value } = node;
      return () => value;
    }
    case 'name':
    case 'special':
    case 'member':
      return chainClosure(node, environment);
    case 'index':
      return indexClosure(node, environment);
    case 'each': {
      const list = compileNode(node.object, environment);
      return (frame) => asList(list(frame));
    }
    case 'unary':
      if (isDecimal(node))
        return negatedDecimal(compileNode(node.operand, environment), new Site(operatorLabel(node.operator), node));
      return unaryClosure(
        node.operator,
        compileNode(node.operand, environment),
        new Site(operatorLabel(node.operator), node),
      );
    case 'binary': {
      const site = new Site(operatorLabel(node.operator), node);
      if (node.operator === '&') return concatClosure(concatParts(node, environment), site);
      const [left, right] = [compileNode(node.left, environment), compileNode(node.right, environment)] as const;
      const exact = decimalOperator(node.operator, [node.left, node.right]);
      if (exact !== undefined) return (frame) => exactly(exact, [left(frame), right(frame)], frame, site);
      if (node.operator === 'in' && node.right.kind === 'list') return oneOfClosure(left, right, site);
      return binaryClosure(node.operator, [left, right], site);
    }
    case 'call':
      return callClosure(node, environment);
    case 'lambda':
      return failing(
        node,
        'a function such as “l -> l.sku” has a meaning only as an argument of FILTER, MAP, SORT and the like.',
      );
    case 'list': {
      const items = node.items.map((item) => compileNode(item, environment));
      const site = new Site('[ ]', node);
      return (frame) => {
        frame.chargeList(items.length, site);
        return items.map((item) => item(frame));
      };
    }
    case 'object': {
      const entries = node.entries.map(({ key, value }) => [key, compileNode(value, environment)] as const);
      const site = new Site('{ }', node);
      return (frame) => {
        frame.chargeObject(entries.length, site);
        const object: Record<string, unknown> = {};
        for (const [key, value] of entries) put(object, key, value(frame));
        return object;
      };
    }
    case 'error':
      return failing(node, 'the expression is not complete. Mend what is underlined.', 'syntax');
  }
}

function failing(
  node: Expression,
  message: string,
  code: 'syntax' | 'unknownFunction' | 'invalidValue' = 'invalidValue',
): Closure {
  return () => {
    throw new EvaluationError(code, message[0]?.toUpperCase() + message.slice(1), node);
  };
}

const negatedDecimal =
  (operand: Closure, site: Site): Closure =>
  (frame) =>
    exactly('-', [0, operand(frame)], frame, site);

function unaryClosure(operator: '-' | 'not', operand: Closure, site: Site): Closure {
  if (operator === 'not') return (frame) => !truthOf(operand(frame), site);
  return (frame) => negated(operand(frame), site);
}

/** The parts of `a & b & c`, literals beside each other already joined. */
function concatParts(node: BinaryNode, environment: Environment): (Closure | string)[] {
  const left =
    node.left.kind === 'binary' && node.left.operator === '&' && environment.watch === undefined
      ? concatParts(node.left, environment)
      : [concatPart(node.left, environment)];
  const right = concatPart(node.right, environment);
  const last = left.at(-1);
  if (typeof last === 'string' && typeof right === 'string') return [...left.slice(0, -1), last + right];
  return [...left, right];
}

const concatPart = (node: Expression, environment: Environment): Closure | string =>
  node.kind === 'literal' && typeof node.value === 'string' ? node.value : compileNode(node, environment);

/** `root.a.b.c` as one closure. */
function chainClosure(node: Expression, environment: Environment): Closure {
  if (environment.watch !== undefined && node.kind === 'member')
    return stepsPath(compileNode(node.object, environment), [node.name], new Site('path', node));
  const names: string[] = [];
  let base = node;
  while (base.kind === 'member') {
    names.unshift(base.name);
    base = base.object;
  }
  const site = new Site('path', node);
  if (base.kind === 'name') {
    const { slot, before } = resolveName(environment, base.name);
    return before.length === 0
      ? slotPath(slot, names, site)
      : stepsPath(shadowedName(before, slot, base.name), names, site);
  }
  const start = base.kind === 'special' ? specialClosure(base.name, environment, base) : compileNode(base, environment);
  if (typeof start === 'number') return slotPath(start, names, site);
  return names.length === 0 ? start : stepsPath(start, names, site);
}

function specialClosure(name: string, environment: Environment, node: Expression): Closure | number {
  const meaning = specialMeaning(name, environment);
  switch (meaning.kind) {
    case 'slot':
      return meaning.slot;
    case 'nothing':
      return () => null;
    case 'now':
      return (frame) => isoInstant(frame.context.now);
    case 'unknown':
      return failing(node, meaning.message);
  }
}

function indexClosure(node: IndexNode, environment: Environment): Closure {
  const base = compileNode(node.object, environment);
  const site = new Site('[ ]', node);
  const meaning = bracketMeaning(node.index);
  switch (meaning.kind) {
    case 'key':
      return stepsPath(base, [meaning.key], site);
    case 'position': {
      const { position } = meaning;
      return (frame) => itemAt(base(frame), position);
    }
    case 'filter': {
      const condition = itemFunction(node.index, environment);
      return (frame) => filtered(base(frame), condition, frame, site);
    }
    case 'computed': {
      const index = compileNode(node.index, environment);
      return (frame) => indexInto(base(frame), index(frame), site);
    }
  }
}

/**
 * A lambda, or any expression in a place for one: both see the item's own names, `$` and `$index`. Each call is charged
 * by the size of the body, so that no text of any length does much work for one step.
 */
export function itemFunction(node: Expression, environment: Environment): ItemFunction {
  const item = environment.layout.allocate();
  const index = environment.layout.allocate();
  const names = node.kind === 'lambda' ? lambdaNames(node, item, index) : new Map<string, number>();
  const inner = node.kind === 'lambda' ? node.body : node;
  const scope = withItem(environment, names, { item, index, shadows: true });
  const body = compileNode(inner, scope);
  const steps = 1 + (sizeOf(inner) >> 2);
  const site = new Site('function over items', node);
  const call: ItemFunction = (frame, value, second) => {
    frame.charge(steps, site);
    frame.slots[item] = value === undefined ? null : value;
    frame.slots[index] = second;
    return body(frame);
  };
  if (environment.watch !== undefined) return environment.watch.item(node, call);
  return readsItemOnly(inner, scope, item) ? Object.assign(call, { ofItemOnly: true }) : call;
}

function callClosure(node: CallNode, environment: Environment): Closure {
  const definition = functionNamed(node.name);
  if (definition === undefined) return failing(node, `there is no function ${node.name}.`, 'unknownFunction');
  const mistake = arityMistake(definition, node.args.length);
  if (mistake !== undefined) return failing(node, mistake);
  const { parameters } = definition;
  const site = new Site(node.name, node);
  const items = node.args.map((arg, position) =>
    parameters[position]?.type === 'item' ? itemFunction(arg, environment) : undefined,
  );
  const closures = node.args.map((arg, position) =>
    items[position] === undefined ? compileNode(arg, environment) : () => null,
  );
  const literals = node.args.map((arg) => (arg.kind === 'literal' ? arg.value : undefined));
  return compiledCall(() => definition.compile({ closures, items, literals, tables: environment.tables }, site));
}

/** A call that can never work (such as IFS with half a pair) fails when it is evaluated, not when it is compiled. */
export function compiledCall(compile: () => Closure): Closure {
  try {
    return compile();
  } catch (cause) {
    if (!(cause instanceof EvaluationError)) throw cause;
    return () => {
      throw cause;
    };
  }
}
