// Edits of the boxes of a formula. Each takes the text and gives the text after it, in the spelling that the printer gives;
// a text that does not parse is refused, so that nothing of it is lost.
import { binaryOperators, childrenOf, parseExpression, printExpression } from '@patchbay/model/expression';
import type { BinaryOperator, Expression } from '@patchbay/model/expression';
import type { Json } from '@patchbay/model/schema';
import { functionNamed } from '../../functions/index.ts';
import { literalText } from '../rule-text.ts';
import { refuse } from '../edit.ts';
import type { Refusal } from '../edit.ts';
import { wrappedText } from '../wrap-with.ts';
import { operandAddresses } from './formula-graph.ts';
import { nodeAt, parentOf, withChildren, withNode } from './tree-address.ts';

export type TextResult = { readonly text: string } | Refusal;

const span = { start: 0, end: 0 };
const nothing: Expression = { kind: 'literal', value: null, ...span };

function parsed(text: string): Expression | undefined {
  const { ast, diagnostics } = parseExpression(text);
  return diagnostics.length === 0 ? ast : undefined;
}

const broken = refuse('The formula has a mistake: mend its text first.');
const gone = refuse('That box is not in the formula any more.');

function edited(text: string, edit: (tree: Expression) => Expression | Refusal | undefined): TextResult {
  const tree = parsed(text);
  if (tree === undefined) return broken;
  const next = edit(tree);
  if (next === undefined) return gone;
  if ('refused' in next) return next;
  const printed = printExpression(next);
  return parsed(printed) === undefined ? refuse('That would be no formula.') : { text: printed };
}

/** What goes into a slot: a text (a source's path, a constant), or a copy of another box with all that goes into it. */
export type SlotContent = { readonly text: string } | { readonly node: string };

/** The slot with another content; an empty slot is filled. */
export function rewire(text: string, slot: string, content: SlotContent): TextResult {
  return edited(text, (tree) => {
    if ('node' in content && (slot === content.node || slot.startsWith(`${content.node}.`) || content.node === ''))
      return refuse('A box cannot go into itself.');
    const wanted = 'node' in content ? nodeAt(tree, content.node) : parsed(content.text);
    if (wanted === undefined) return 'node' in content ? undefined : broken;
    return filled(tree, slot, wanted);
  });
}

function filled(tree: Expression, slot: string, content: Expression): Expression | Refusal | undefined {
  if (nodeAt(tree, slot) !== undefined) return withNode(tree, slot, () => content);
  const place = parentOf(slot);
  if (place === undefined) return undefined;
  return withNode(tree, place.parent, (node) => withArgument(node, place.position, content) ?? node);
}

/** The call or list with one more at the end. */
function withArgument(node: Expression, position: number, content: Expression): Expression | undefined {
  if (node.kind !== 'call' && node.kind !== 'list') return undefined;
  const children = childrenOf(node);
  return position === children.length ? withChildren(node, [...children, content]) : undefined;
}

const operatorNames = new Set<string>(binaryOperators);
const isOperator = (name: string): name is BinaryOperator => operatorNames.has(name);

/** Another function or operator over the same arguments; arguments that it does not take are refused, those that it needs get placeholders. */
export function changeFunction(text: string, id: string, name: string): TextResult {
  return edited(text, (tree) => {
    const node = nodeAt(tree, id);
    if (node === undefined) return undefined;
    const args = argumentsOf(node, id, tree);
    if (args === undefined) return refuse('Only functions and operators can be changed into others.');
    const changed = isOperator(name) ? operation(name, args) : calling(name, args);
    return 'refused' in changed ? changed : withNode(tree, id, () => changed);
  });
}

/** The arguments of a call or the operands of an operator, those of `a & b & c` as three. */
function argumentsOf(node: Expression, id: string, tree: Expression): readonly Expression[] | undefined {
  if (node.kind === 'call') return node.args;
  if (node.kind === 'unary') return [node.operand];
  if (node.kind !== 'binary') return undefined;
  return operandAddresses(node, id, node.operator).flatMap((address) => nodeAt(tree, address) ?? []);
}

function operation(operator: BinaryOperator, args: readonly Expression[]): Expression | Refusal {
  const [first, ...rest] = args;
  if (first === undefined || rest.length === 0) return refuse(`${operator} needs two values.`);
  return rest.reduce<Expression>((left, right) => ({ kind: 'binary', operator, left, right, ...span }), first);
}

function calling(name: string, args: readonly Expression[]): Expression | Refusal {
  const definition = functionNamed(name);
  if (definition === undefined) return refuse(`There is no function ${name}.`);
  const { parameters } = definition;
  if (args.length > parameters.length && parameters.at(-1)?.repeats !== true)
    return refuse(
      `${definition.name} takes ${parameters.length} ${parameters.length === 1 ? 'value' : 'values'}, not ${args.length}: remove some first.`,
    );
  const least = parameters.filter(({ optional, repeats }) => optional !== true && repeats !== true).length;
  const missing = Math.max(0, least - args.length);
  const blank =
    missing === 0
      ? []
      : childrenOf(
          parsed(
            wrappedText('', definition, { args: [], doc: { map: 1, root: { fields: {} } }, isList: false }).text,
          ) ?? nothing,
        ).slice(args.length, least);
  return { kind: 'call', name: definition.name, nameEnd: 0, args: [...args, ...blank], ...span };
}

/** A function around a box; what it needs besides gets placeholders. */
export function wrapNode(text: string, id: string, name: string): TextResult {
  const definition = functionNamed(name);
  if (definition === undefined) return refuse(`There is no function ${name}.`);
  return edited(text, (tree) => {
    const node = nodeAt(tree, id);
    if (node === undefined) return undefined;
    const wrapped = wrappedText(printExpression(node), definition, {
      args: [],
      doc: { map: 1, root: { fields: {} } },
      isList: false,
    });
    const around = parsed(wrapped.text);
    return around === undefined ? broken : withNode(tree, id, () => around);
  });
}

/** A function around what stands in a slot; into an empty slot goes a new call. */
export function fillWithCall(text: string, slot: string, name: string): TextResult {
  const definition = functionNamed(name);
  if (definition === undefined) return refuse(`There is no function ${name}.`);
  const tree = parsed(text);
  if (tree !== undefined && nodeAt(tree, slot) !== undefined) return wrapNode(text, slot, name);
  const call = wrappedText('', definition, { args: [], doc: { map: 1, root: { fields: {} } }, isList: false });
  return text.trim() === '' ? { text: call.text } : rewireText(text, slot, call.text);
}

/** One of its arguments, the first unless said, in the place of a box. */
export function unwrapNode(text: string, id: string, keep = 0): TextResult {
  return edited(text, (tree) => {
    const node = nodeAt(tree, id);
    if (node === undefined) return undefined;
    const kept = (argumentsOf(node, id, tree) ?? childrenOf(node))[keep];
    if (kept === undefined) return refuse('Nothing goes into that box.');
    const inner = kept.kind === 'lambda' ? kept.body : kept;
    return withNode(tree, id, () => inner);
  });
}

/** The formula without a box and what goes into it: an argument that may be left out is, an operand too, another becomes nothing. */
export function removeNode(text: string, id: string): TextResult {
  if (id === '') return { text: '' };
  return edited(text, (tree) => {
    const place = parentOf(id);
    const parent = place === undefined ? undefined : nodeAt(tree, place.parent);
    if (place === undefined || parent === undefined || nodeAt(tree, id) === undefined) return undefined;
    return withNode(tree, place.parent, (node) => without(node, place.position));
  });
}

function without(node: Expression, position: number): Expression {
  if (node.kind === 'binary') return position === 0 ? node.right : node.left;
  if (node.kind === 'unary') return nothing;
  const children = childrenOf(node);
  const isOpen =
    node.kind === 'list' || (node.kind === 'call' && mayGo(node.name, { position, count: children.length }));
  return isOpen
    ? withChildren(node, children.toSpliced(position, 1))
    : withChildren(node, children.with(position, nothing));
}

/** Whether the argument may be left out: it repeats, or it is optional and the last. */
function mayGo(name: string, { position, count }: { position: number; count: number }): boolean {
  const parameters = functionNamed(name)?.parameters ?? [];
  const parameter = parameters[Math.min(position, parameters.length - 1)];
  if (parameter === undefined || parameter.repeats === true)
    return parameter === undefined || count > parameters.length;
  return parameter.optional === true && position === count - 1;
}

/** One more argument of a function, one more operand of an operator, one more item of a list. */
export function addArgument(text: string, id: string, argument: string): TextResult {
  return edited(text, (tree) => {
    const content = parsed(argument);
    const node = nodeAt(tree, id);
    if (content === undefined) return broken;
    if (node === undefined) return undefined;
    if (node.kind === 'binary')
      return withNode(tree, id, (left) => ({ kind: 'binary', operator: node.operator, left, right: content, ...span }));
    if (node.kind === 'call' && !takesMore(node.name, node.args.length))
      return refuse(`${node.name} takes no more values.`);
    const grown = withArgument(node, childrenOf(node).length, content);
    return grown === undefined ? refuse('That box takes no more values.') : withNode(tree, id, () => grown);
  });
}

const takesMore = (name: string, count: number): boolean => {
  const parameters = functionNamed(name)?.parameters;
  return parameters === undefined || count < parameters.length || parameters.at(-1)?.repeats === true;
};

/** A constant in the place of a box, or in an empty slot. */
export const setConstant = (text: string, slot: string, value: Json): TextResult => {
  const isNothing = text.trim() === '';
  return isNothing && slot === '' ? { text: literalText(value) } : rewireText(text, slot, literalText(value));
};

const rewireText = (text: string, slot: string, content: string): TextResult =>
  slot === '' ? edited(text, () => parsed(content) ?? broken) : rewire(text, slot, { text: content });

/** What is typed in the place of a box. */
export const replaceNode = (text: string, id: string, content: string): TextResult => rewireText(text, id, content);

/** Two slots of the formula change their contents; neither may be inside the other. */
export function swapArguments(text: string, one: string, other: string): TextResult {
  return edited(text, (tree) => {
    const [first, second] = [nodeAt(tree, one), nodeAt(tree, other)];
    if (first === undefined || second === undefined) return undefined;
    const isNested =
      one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`) || one === '' || other === '';
    if (isNested) return refuse('A box cannot change places with one that goes into it.');
    const half = withNode(tree, one, () => second);
    return half === undefined ? undefined : withNode(half, other, () => first);
  });
}
