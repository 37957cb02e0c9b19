import { parseSourceKey, sourceInWords } from '@patchbay/mapping';
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

/** The root that every line comes from, when it is one: it goes without saying then. */
export function onlyRoot(lines: readonly Line[]): string | undefined {
  const known = roots.get(lines);
  if (known !== undefined) return known.only;
  const found = new Set(lines.map(({ source }) => parseSourceKey(source).root));
  const [first] = found;
  const only = found.size === 1 ? first : undefined;
  roots.set(lines, { only });
  return only;
}

const roots = new WeakMap<readonly Line[], { readonly only: string | undefined }>();

/** Without the root that goes without saying; the whole source keeps its name. */
export function shortSource(key: string, root: string | undefined): string {
  const words = sourceInWords(key);
  return root !== undefined && words.startsWith(`${root}.`) ? words.slice(root.length + 1) : words;
}
