// What stands around the cursor: the checker runs over the text with a marker in the cursor's place and tells what it sees there.
import { childrenOf, parseExpression } from '@patchbay/model/expression';
import type { Expression } from '@patchbay/model/expression';
import type { DataSchema } from '@patchbay/model/schema';
import { Checker } from '../check/checker.ts';
import { itemsOf } from '../check/type-algebra.ts';
import { withItemType } from '../check/type-scope.ts';
import type { TypeScope } from '../check/type-scope.ts';

export const marker = 'patchbayCompletesHere';

export interface Surroundings {
  readonly scope: TypeScope;
  /** The type before the dot, when the marker stands after one. */
  readonly object?: DataSchema | undefined;
}

/** The scope at the marker, which stands as a name or a field. */
export function surroundingsOf(text: string, root: TypeScope): Surroundings {
  const types = new Map<Expression, DataSchema>();
  let found: Surroundings = { scope: root };
  const checker = new Checker((node, type, scope) => {
    types.set(node, type);
    if (node.kind === 'name' && node.name === marker) found = { scope };
    if (node.kind === 'member' && node.name === marker) found = { scope, object: types.get(node.object) ?? {} };
    // What is typed in brackets may become a filter, so the item's fields are offered.
    if (node.kind === 'index' && node.index.kind === 'name' && node.index.name === marker) {
      found = { scope: withItemType(scope, [], { type: itemsOf(types.get(node.object)), shadows: true }) };
    }
  });
  checker.typeOf(parseExpression(text).ast, root);
  return found;
}

export interface TextPlace {
  /** What holds the text, outermost first; the last holds it directly. */
  readonly around: readonly Expression[];
  readonly typeOf: (node: Expression) => DataSchema | undefined;
  readonly scope: TypeScope;
}

/** Where the marker stands as a text. */
export function textPlaceOf(text: string, root: TypeScope): TextPlace | undefined {
  const types = new Map<Expression, DataSchema>();
  let scope = root;
  const { ast } = parseExpression(text);
  const checker = new Checker((node, type, at) => {
    types.set(node, type);
    if (isMarker(node)) scope = at;
  });
  checker.typeOf(ast, root);
  const around = pathTo(ast);
  return around === undefined ? undefined : { around, typeOf: (node) => types.get(node), scope };
}

const isMarker = (node: Expression): boolean => node.kind === 'literal' && node.value === marker;

function pathTo(node: Expression): Expression[] | undefined {
  if (isMarker(node)) return [];
  for (const child of childrenOf(node)) {
    const inner = pathTo(child);
    if (inner !== undefined) return [node, ...inner];
  }
  return undefined;
}
