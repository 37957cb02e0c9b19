// A step gets another name: every text that reads it follows, and nothing else of the text changes.
import type { Expression } from './ast.ts';
import { childrenOf } from './ast.ts';
import { quoteMember } from './name.ts';
import { parseExpression } from './parser.ts';
import { quoteText } from './printer.ts';

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const roots = new Set(['steps', 'errors']);

/** Rewrites `steps.<from>` and `errors.<from>` to `<to>`; every other character stays as it is, mistakes included. */
export function renameStep(text: string, from: string, to: string): string {
  if (!text.includes(from)) return text;
  const edits: Edit[] = [];
  collect(parseExpression(text).ast, new Set(), (node) => {
    if (node.kind === 'member' && node.name === from)
      edits.push({ start: node.nameStart, end: node.end, text: quoteMember(to) });
    if (node.kind === 'index' && node.index.kind === 'literal' && node.index.value === from) {
      edits.push({ start: node.index.start, end: node.index.end, text: quoteText(to) });
    }
  });
  let renamed = text;
  for (const edit of edits.toSorted((a, b) => b.start - a.start)) {
    renamed = renamed.slice(0, edit.start) + edit.text + renamed.slice(edit.end);
  }
  return renamed;
}

function collect(node: Expression, bound: ReadonlySet<string>, visit: (node: Expression) => void): void {
  if ((node.kind === 'member' || node.kind === 'index') && node.object.kind === 'name') {
    const { name } = node.object;
    if (roots.has(name) && !bound.has(name)) visit(node);
  }
  const inner =
    node.kind === 'lambda' ? new Set([...bound, ...node.parameters.map((parameter) => parameter.name)]) : bound;
  for (const child of childrenOf(node)) collect(child, inner, visit);
}
