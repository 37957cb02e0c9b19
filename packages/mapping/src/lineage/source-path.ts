// Where a value stands in the sources: the same notation for trees, lines and edits.

/**
 * `root` is the expression text of a source (`order`, `trigger.body`); `steps` are the names below it, and `[]` where a
 * list is entered: `order.line_items[].sku` is `{ root: 'order', steps: ['line_items', '[]', 'sku'] }`.
 */
export interface SourcePath {
  readonly root: string;
  readonly steps: readonly string[];
}

/** The step that enters a list. */
export const eachStep = '[]';

const escaped = (segment: string): string =>
  segment.includes('~') || segment.includes('/') ? segment.replaceAll('~', '~0').replaceAll('/', '~1') : segment;
const unescaped = (segment: string): string => segment.replaceAll('~1', '/').replaceAll('~0', '~');

/** `order/line_items/[]/sku`, each part spelt as in JSON Pointer (RFC 6901): `~` is `~0`, `/` is `~1`. */
export function sourceKey({ root, steps }: SourcePath): string {
  let key = escaped(root);
  for (const step of steps) key += `/${escaped(step)}`;
  return key;
}

/** The inverse of `sourceKey`. */
export function parseSourceKey(key: string): SourcePath {
  const [root = '', ...steps] = key.split('/').map(unescaped);
  return { root, steps };
}

/** Whether the path is the other one or lies inside it. */
export const isWithin = (path: SourcePath, outer: SourcePath): boolean =>
  path.root === outer.root &&
  path.steps.length >= outer.steps.length &&
  outer.steps.every((step, position) => path.steps[position] === step);
