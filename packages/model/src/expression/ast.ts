// The tree of an expression: plain JSON with positions, edited by the node lens and by text alike.

/** UTF-16 offsets into the text, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export const binaryOperators = [
  '??',
  'or',
  'and',
  '=',
  '<>',
  '<',
  '<=',
  '>',
  '>=',
  'in',
  '&',
  '+',
  '-',
  '*',
  '/',
  '%',
  '^',
] as const;
export type BinaryOperator = (typeof binaryOperators)[number];

export interface LiteralNode extends Span {
  readonly kind: 'literal';
  readonly value: string | number | boolean | null;
}
/** A name of the scope: `trigger`, a loop's alias, a lambda's parameter. */
export interface NameNode extends Span {
  readonly kind: 'name';
  readonly name: string;
}
/** `$` has the empty name; `$index`, `$parent`, `$target`, `$vars`, `$now`. */
export interface SpecialNode extends Span {
  readonly kind: 'special';
  readonly name: string;
}
export interface MemberNode extends Span {
  readonly kind: 'member';
  readonly object: Expression;
  readonly name: string;
  /** Where the name itself stands, back-ticks included. */
  readonly nameStart: number;
}
/** `list[0]`, `list[-1]`, `object["key"]`, `list[qty > 1]`: an index or a filter, told apart by what stands inside. */
export interface IndexNode extends Span {
  readonly kind: 'index';
  readonly object: Expression;
  readonly index: Expression;
}
/** `list[*]` */
export interface EachNode extends Span {
  readonly kind: 'each';
  readonly object: Expression;
}
export interface UnaryNode extends Span {
  readonly kind: 'unary';
  readonly operator: '-' | 'not';
  readonly operand: Expression;
}
export interface BinaryNode extends Span {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}
export interface CallNode extends Span {
  readonly kind: 'call';
  /** In upper case. */
  readonly name: string;
  readonly nameEnd: number;
  readonly args: readonly Expression[];
}
export interface LambdaParameter extends Span {
  readonly name: string;
}
export interface LambdaNode extends Span {
  readonly kind: 'lambda';
  readonly parameters: readonly LambdaParameter[];
  readonly body: Expression;
}
export interface ListNode extends Span {
  readonly kind: 'list';
  readonly items: readonly Expression[];
}
export interface ObjectEntry extends Span {
  readonly key: string;
  readonly nameEnd: number;
  readonly value: Expression;
}
export interface ObjectNode extends Span {
  readonly kind: 'object';
  readonly entries: readonly ObjectEntry[];
}
/** What could not be parsed. `text` is kept as written; `parts` are the pieces that could be. */
export interface ErrorNode extends Span {
  readonly kind: 'error';
  readonly text: string;
  readonly parts: readonly Expression[];
}

export type Expression =
  | LiteralNode
  | NameNode
  | SpecialNode
  | MemberNode
  | IndexNode
  | EachNode
  | UnaryNode
  | BinaryNode
  | CallNode
  | LambdaNode
  | ListNode
  | ObjectNode
  | ErrorNode;

/** The direct children of a node, in the order of the text. */
export function childrenOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'literal':
    case 'name':
    case 'special':
      return [];
    case 'member':
    case 'each':
      return [node.object];
    case 'index':
      return [node.object, node.index];
    case 'unary':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'call':
      return node.args;
    case 'lambda':
      return [node.body];
    case 'list':
      return node.items;
    case 'object':
      return node.entries.map((entry) => entry.value);
    case 'error':
      return node.parts;
  }
}
