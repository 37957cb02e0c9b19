// Tree → text over several lines, for people who read long formulas. As the printer's, it parses to the same tree.
import type { BinaryNode, Expression } from './ast.ts';
import { bindingPower, lambdaPower } from './precedence.ts';
import { entryHead, lambdaHead, powerOf, print, sidePowers } from './printer.ts';

const step = 2;

/**
 * The canonical text where it fits in `width` characters; else calls, lists and objects with a line for each part, and
 * chains of an operator with a line for each operand.
 */
export const layoutExpression = (ast: Expression, width = 72): string => layout(ast, lambdaPower, { indent: 0, width });

interface Room {
  /** Of the line that the text begins on. */
  readonly indent: number;
  readonly width: number;
}

function layout(node: Expression, least: number, room: Room): string {
  const flat = print(node, least);
  if (room.indent + flat.length <= room.width) return flat;
  if (powerOf(node) >= least) return broken(node, room) ?? flat;
  const inner = { ...room, indent: room.indent + step };
  return `(${lineAt(inner)}${broken(node, inner) ?? print(node, lambdaPower)}${lineAt(room)})`;
}

const lineAt = ({ indent }: Room): string => `\n${' '.repeat(indent)}`;

/** Undefined where there is nothing to break at. */
function broken(node: Expression, room: Room): string | undefined {
  switch (node.kind) {
    case 'call':
      return parts(`${node.name}(`, ')', room, node.args.map(part));
    case 'list':
      return parts('[', ']', room, node.items.map(part));
    case 'object':
      return parts(
        '{',
        '}',
        room,
        node.entries.map(({ key, value }) => ({ head: entryHead(key), value })),
      );
    case 'lambda':
      return lambdaHead(node) + layout(node.body, lambdaPower, room);
    case 'binary':
      return chain(node, room);
    case 'literal':
    case 'name':
    case 'special':
    case 'member':
    case 'index':
    case 'each':
    case 'unary':
    case 'error':
      return undefined;
  }
}

interface Part {
  readonly head: string;
  readonly value: Expression;
}

const part = (value: Expression): Part => ({ head: '', value });

function parts(open: string, close: string, room: Room, all: readonly Part[]): string | undefined {
  if (all.length === 0) return undefined;
  const inner = { ...room, indent: room.indent + step };
  const lines = all.map(({ head, value }) => head + layout(value, lambdaPower, inner));
  return `${open}${lineAt(inner)}${lines.join(`,${lineAt(inner)}`)}${lineAt(room)}${close}`;
}

/** `a & b & c`: operators that bind alike go left to right, and so stand below one another. */
function chain(node: BinaryNode, room: Room): string {
  const { left, right } = sidePowers(node.operator);
  const continues =
    node.left.kind === 'binary' && left <= bindingPower[node.left.operator] && bindingPower[node.left.operator] < right;
  const before = continues && node.left.kind === 'binary' ? chain(node.left, room) : layout(node.left, left, room);
  return `${before}${lineAt(room)}${node.operator} ${layout(node.right, right, room)}`;
}
