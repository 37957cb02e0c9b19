// Which item of a source list is shown: that of the loop that walks over it, as far as the person has stepped.
import { parseSourceKey } from '@patchbay/mapping';
import type { Line } from '@patchbay/mapping';

export function listPositions(
  lines: readonly Line[],
  positions: Readonly<Record<string, number>>,
): (root: string, steps: readonly string[]) => number {
  const stepped = new Map<string, number>();
  for (const { kind, source, target } of lines) {
    const position = Object.hasOwn(positions, target) ? positions[target] : undefined;
    if (kind !== 'loop' || position === undefined) continue;
    const { root, steps } = parseSourceKey(source);
    stepped.set(JSON.stringify([root, ...steps]), position);
  }
  return (root, steps) => (stepped.size === 0 ? 0 : (stepped.get(JSON.stringify([root, ...steps])) ?? 0));
}
