export { binaryOperators, childrenOf } from './ast.ts';
export type {
  BinaryNode,
  BinaryOperator,
  CallNode,
  EachNode,
  ErrorNode,
  Expression,
  IndexNode,
  LambdaNode,
  LambdaParameter,
  ListNode,
  LiteralNode,
  MemberNode,
  NameNode,
  ObjectEntry,
  ObjectNode,
  Span,
  SpecialNode,
  UnaryNode,
} from './ast.ts';
export { layoutExpression } from './layout.ts';
export { lexExpression } from './lexer.ts';
export type { Token, TokenKind } from './lexer.ts';
export { isKeyword, isPlainName, quoteMember, quoteName } from './name.ts';
export { maxExpressionDepth, maxExpressionLength, parseExpression } from './parser.ts';
export type { ParsedExpression } from './parser.ts';
export { parsePath, printPath } from './path.ts';
export type { PathStep } from './path.ts';
export { printExpression, quoteText } from './printer.ts';
export { referencesOf } from './references.ts';
export type { Reference } from './references.ts';
export { renameStep } from './rename-step.ts';
