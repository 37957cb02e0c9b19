// What an expression reads of its scope.
import type { Expression, Span } from './ast.ts';
import { childrenOf } from './ast.ts';

/** `steps.charge.body.id` has the root `steps` and the path charge, body, id; indexes and filters are left out. `$` names keep their sign. */
export interface Reference extends Span {
  readonly root: string;
  readonly path: string[];
}

/** Every path that the expression reads, in the order of the text. A lambda's own parameters are left out. */
export function referencesOf(ast: Expression): Reference[] {
  const found: Reference[] = [];
  collect(ast, new Set(), found);
  return found;
}

function collect(node: Expression, bound: ReadonlySet<string>, found: Reference[]): void {
  const chain = chainOf(node);
  if (chain !== undefined) {
    if (!bound.has(chain.root)) found.push({ root: chain.root, path: chain.path, start: node.start, end: node.end });
    for (const index of chain.indexes) collect(index, bound, found);
    return;
  }
  const inner =
    node.kind === 'lambda' ? new Set([...bound, ...node.parameters.map((parameter) => parameter.name)]) : bound;
  for (const child of childrenOf(node)) collect(child, inner, found);
}

interface Chain {
  readonly root: string;
  readonly path: string[];
  readonly indexes: Expression[];
}

function chainOf(node: Expression): Chain | undefined {
  switch (node.kind) {
    case 'name':
      return { root: node.name, path: [], indexes: [] };
    case 'special':
      return { root: `$${node.name}`, path: [], indexes: [] };
    case 'member': {
      const chain = chainOf(node.object);
      chain?.path.push(node.name);
      return chain;
    }
    case 'each':
      return chainOf(node.object);
    case 'index': {
      const chain = chainOf(node.object);
      if (node.index.kind === 'literal' && typeof node.index.value === 'string') chain?.path.push(node.index.value);
      else chain?.indexes.push(node.index);
      return chain;
    }
    case 'literal':
    case 'unary':
    case 'binary':
    case 'call':
    case 'lambda':
    case 'list':
    case 'object':
    case 'error':
      return undefined;
  }
}
