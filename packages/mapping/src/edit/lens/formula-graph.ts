// A formula as boxes and lines: a function a box, its arguments the slots. The text is the truth; boxes and their places
// are worked out from it, and edits of them are edits of its tree.
import { childrenOf, parseExpression, printExpression } from '@patchbay/model/expression';
import type { BinaryOperator, CallNode, Expression } from '@patchbay/model/expression';
import type { Json } from '@patchbay/model/schema';
import type { Parameter, ParameterType } from '../../functions/definition.ts';
import { functionNamed } from '../../functions/index.ts';
import { laidOut } from './graph-layout.ts';
import { addressOf } from './tree-address.ts';

export type GraphNodeKind = 'function' | 'operator' | 'source' | 'constant' | 'each' | 'list' | 'structure' | 'error';

export interface GraphSlot {
  /** The address of what stands in it, or would. */
  readonly id: string;
  /** `number`, `condition`; of operators the position, from 1. */
  readonly name: string;
  readonly type: ParameterType;
  readonly optional: boolean;
  /** Nothing stands in it: the next optional argument, or one more of those that repeat. */
  readonly isEmpty: boolean;
}

export interface GraphNode {
  /** Its address in the tree: `0.1`; the formula's own box has the empty text. */
  readonly id: string;
  readonly kind: GraphNodeKind;
  /** `ROUND`, `Join text &`, `last_name`, `"0"`. */
  readonly title: string;
  /** Of a source, the path around the field: `order.customer`. */
  readonly detail?: string | undefined;
  /** The function's name or the operator, to be changed. */
  readonly operation?: string | undefined;
  readonly value?: Json | undefined;
  /** The text of all that stands in it. */
  readonly text: string;
  readonly slots: readonly GraphSlot[];
  /** Left top corner and size in px. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** Position among the slots of `to`. */
  readonly slot: number;
}

export interface FormulaGraph {
  /** The formula's own box first. */
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly width: number;
  readonly height: number;
  /** The text does not parse: the boxes show what could be understood, and cannot be edited. */
  readonly isBroken: boolean;
  /** There are more boxes than can be looked at: some slots are filled by what is not drawn. */
  readonly isCut: boolean;
}

export type DraftNode = Omit<GraphNode, 'x' | 'y' | 'width' | 'height'>;

/** Beyond, what goes into a slot has no box of its own. */
const maxNodes = 400;

export function formulaGraph(text: string): FormulaGraph {
  const { ast, diagnostics } = parseExpression(text);
  const builder = new GraphBuilder();
  if (text.trim() !== '') builder.add(ast, '');
  return { ...laidOut(builder.nodes, builder.edges), isBroken: diagnostics.length > 0, isCut: builder.isCut };
}

class GraphBuilder {
  readonly nodes: DraftNode[] = [];
  readonly edges: GraphEdge[] = [];

  isCut = false;

  add(node: Expression, id: string): void {
    const draft = draftOf(node, id);
    this.nodes.push(draft);
    for (const [position, { id: child, isEmpty }] of draft.slots.entries()) {
      const inner = isEmpty ? undefined : descend(node, id, child);
      if (inner === undefined) continue;
      if (this.nodes.length >= maxNodes) {
        this.isCut = true;
        return;
      }
      this.edges.push({ from: child, to: id, slot: position });
      this.add(inner, child);
    }
  }
}

const leaf = (node: Expression, id: string): DraftNode => {
  const text = printExpression(node);
  return { id, kind: 'source', title: text, text, slots: [] };
};

/** The node at an address below this one. */
function descend(node: Expression, from: string, to: string): Expression | undefined {
  const rest = from === '' ? to : to.slice(from.length + 1);
  let at: Expression | undefined = node;
  for (const position of rest.split('.')) at = at === undefined ? undefined : childrenOf(at)[Number(position)];
  return at;
}

function draftOf(node: Expression, id: string): DraftNode {
  const text = printExpression(node);
  const source = sourceNode(node, id, text);
  if (source !== undefined) return source;
  switch (node.kind) {
    case 'literal':
      return { id, kind: 'constant', title: text, value: node.value, text, slots: [] };
    case 'call':
      return { id, kind: 'function', title: node.name, operation: node.name, text, slots: argumentSlots(node, id) };
    case 'binary':
      return operatorNode(node.operator, { node, id, text });
    case 'unary':
      return {
        id,
        kind: 'operator',
        title: node.operator === 'not' ? 'Not' : 'Minus −',
        operation: node.operator,
        text,
        slots: [slot(addressOf(id, 0), 'value', node.operator === 'not' ? 'boolean' : 'number')],
      };
    case 'lambda':
      return {
        id,
        kind: 'each',
        title: `For each ${node.parameters.map(({ name }) => name).join(', ')}`,
        text,
        slots: [slot(addressOf(id, 0), 'value', 'any')],
      };
    case 'list':
      return {
        id,
        kind: 'list',
        title: 'List [ ]',
        text,
        slots: [
          ...node.items.map((_, at) => slot(addressOf(id, at), `${at + 1}`, 'any')),
          emptySlot(addressOf(id, node.items.length), `${node.items.length + 1}`, 'any'),
        ],
      };
    case 'object':
      return {
        id,
        kind: 'structure',
        title: 'Structure { }',
        text,
        slots: node.entries.map(({ key }, at) => slot(addressOf(id, at), key, 'any')),
      };
    case 'index':
      return {
        id,
        kind: 'operator',
        title: 'Take [ ]',
        operation: '[]',
        text,
        slots: [slot(addressOf(id, 0), 'of', 'any'), slot(addressOf(id, 1), 'which', 'any')],
      };
    case 'member':
      return {
        id,
        kind: 'operator',
        title: `Take .${node.name}`,
        operation: '.',
        text,
        slots: [slot(addressOf(id, 0), 'of', 'object')],
      };
    case 'each':
      return {
        id,
        kind: 'operator',
        title: 'All items [*]',
        operation: '[*]',
        text,
        slots: [slot(addressOf(id, 0), 'of', 'any')],
      };
    case 'name':
    case 'special':
      return leaf(node, id);
    case 'error':
      return {
        id,
        kind: 'error',
        title: node.text.trim() === '' ? 'Missing' : node.text.trim(),
        text,
        slots: node.parts.map((_, at) => slot(addressOf(id, at), `${at + 1}`, 'any')),
      };
  }
}

const slot = (id: string, name: string, type: ParameterType): GraphSlot => ({
  id,
  name,
  type,
  optional: false,
  isEmpty: false,
});
const emptySlot = (id: string, name: string, type: ParameterType): GraphSlot => ({
  id,
  name,
  type,
  optional: true,
  isEmpty: true,
});

/** A path of fields is one box: its last name, and what stands before it. */
function sourceNode(node: Expression, id: string, text: string): DraftNode | undefined {
  let at = node;
  while (at.kind === 'member' || at.kind === 'each' || (at.kind === 'index' && at.index.kind === 'literal'))
    at = at.object;
  if (at.kind !== 'name' && at.kind !== 'special') return undefined;
  if (node.kind !== 'member') return { id, kind: 'source', title: text, text, slots: [] };
  return { id, kind: 'source', title: node.name, detail: printExpression(node.object), text, slots: [] };
}

interface Words {
  readonly title: string;
  readonly type: ParameterType;
  /** Several in a row are one box. */
  readonly joins?: true;
}

const operators: Readonly<Record<BinaryOperator, Words>> = {
  '??': { title: 'First that is filled ??', type: 'any', joins: true },
  or: { title: 'Or', type: 'boolean', joins: true },
  and: { title: 'And', type: 'boolean', joins: true },
  '=': { title: 'Is =', type: 'any' },
  '<>': { title: 'Is not <>', type: 'any' },
  '<': { title: 'Less than <', type: 'any' },
  '<=': { title: 'At most <=', type: 'any' },
  '>': { title: 'More than >', type: 'any' },
  '>=': { title: 'At least >=', type: 'any' },
  in: { title: 'One of', type: 'any' },
  '&': { title: 'Join text &', type: 'text', joins: true },
  '+': { title: 'Add +', type: 'number', joins: true },
  '-': { title: 'Subtract −', type: 'number' },
  '*': { title: 'Multiply ×', type: 'number', joins: true },
  '/': { title: 'Divide ÷', type: 'number' },
  '%': { title: 'Remainder %', type: 'number' },
  '^': { title: 'Power ^', type: 'number' },
};

function operatorNode(
  operator: BinaryOperator,
  { node, id, text }: { node: Expression; id: string; text: string },
): DraftNode {
  const { title, type, joins } = operators[operator];
  const operands = joins === true ? operandAddresses(node, id, operator) : [addressOf(id, 0), addressOf(id, 1)];
  const slots = operands.map((address, at) => slot(address, `${at + 1}`, type));
  return { id, kind: 'operator', title, operation: operator, text, slots };
}

/** The addresses of the operands of `a & b & c`. */
export function operandAddresses(node: Expression, id: string, operator: BinaryOperator): string[] {
  if (node.kind !== 'binary' || node.operator !== operator) return [id];
  return [...operandAddresses(node.left, addressOf(id, 0), operator), addressOf(id, 1)];
}

const anyParameter: Parameter = { name: 'value', type: 'any' };

function argumentSlots({ name, args }: CallNode, id: string): GraphSlot[] {
  const parameters = functionNamed(name)?.parameters ?? [];
  const parameterAt = (position: number): Parameter =>
    parameters[Math.min(position, parameters.length - 1)] ?? anyParameter;
  const given = args.map((_, position): GraphSlot => {
    const { name: label, type, optional, repeats } = parameterAt(position);
    return {
      id: addressOf(id, position),
      name: label,
      type,
      optional: optional === true || repeats === true,
      isEmpty: false,
    };
  });
  const next = parameterAt(args.length);
  const hasMore = args.length < parameters.length || parameters.at(-1)?.repeats === true;
  return hasMore ? [...given, emptySlot(addressOf(id, args.length), next.name, next.type)] : given;
}
