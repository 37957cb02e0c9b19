import { eachStep, parseSourceKey } from '@patchbay/mapping';
import type { Line } from '@patchbay/mapping';

const bySource = new WeakMap<readonly Line[], ReadonlyMap<string, readonly string[]>>();
const none: readonly string[] = [];

/** The keys of the sources that go into a rule, each once, in the order of the rule. */
export function sourcesOfRow(lines: readonly Line[], path: string): readonly string[] {
  let known = bySource.get(lines);
  if (known === undefined) {
    const found = new Map<string, string[]>();
    for (const { source, target } of lines) {
      const list = found.get(target);
      if (list === undefined) found.set(target, [source]);
      else if (!list.includes(source)) list.push(source);
    }
    known = found;
    bySource.set(lines, known);
  }
  return known.get(path) ?? none;
}

/** `order/line_items/[]/sku` as people read it: `order.line_items[].sku`. */
export function sourceWords(key: string): string {
  const { root, steps } = parseSourceKey(key);
  return steps.reduce((text, step) => (step === eachStep ? `${text}[]` : `${text}.${step}`), root);
}
