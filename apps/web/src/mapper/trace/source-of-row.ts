// Which field of the sources a node of a trace reads.
import { lineageOf, parseSourceKey, withDocument } from '@patchbay/mapping';
import type { MappingView, TraceNode } from '@patchbay/mapping';
import { setRule } from '@patchbay/mapping/edit';
import type { MappingRule } from '@patchbay/model/mapping';
import { aloneAt } from '../data/alone-at.ts';
import { withPart } from '../rules/with-part.ts';

export interface TracedText {
  readonly view: MappingView;
  /** The rule's path, and the part that is traced. */
  readonly path: string;
  readonly part: string;
  readonly rule: MappingRule;
  readonly text: string;
  readonly trace: TraceNode;
}

/** The key of the source field at a node's address; undefined where it reads none. */
export function sourceOfRow(traced: TracedText, id: string): string | undefined {
  const { read, around } = readingAt(traced, id);
  if (read === undefined) return undefined;
  const known = new Set(around === undefined ? [] : sourcesOf(traced, around));
  const roots = new Set(traced.view.sources.map(({ root }) => root));
  const keys = sourcesOf(traced, read).filter((key) => !known.has(key) && roots.has(parseSourceKey(key).root));
  return keys.toSorted((one, other) => other.length - one.length)[0];
}

/** The path, inside the functions over items that give meaning to its names; and those alone. */
function readingAt({ trace, text }: TracedText, id: string): { read: string | undefined; around: string | undefined } {
  const above: { node: TraceNode; at: number }[] = [];
  let node: TraceNode | undefined = trace;
  let own: string | undefined;
  for (const step of id === '' ? [] : id.split('.')) {
    if (node === undefined) break;
    if (step.startsWith('s')) {
      const begin: { start: number; end: number } | undefined = node.steps?.[Number(step.slice(1))];
      own = begin === undefined ? undefined : text.slice(begin.start, begin.end);
      break;
    }
    above.push({ node, at: Number(step) });
    node = node.children[Number(step)];
  }
  if (node === undefined || node.kind !== 'path') return { read: undefined, around: undefined };
  let read = own ?? text.slice(node.start, node.end);
  let around: string | undefined;
  const textOf = (one: TraceNode | undefined): string => (one === undefined ? 'null' : text.slice(one.start, one.end));
  for (const [depth, { node: holder, at }] of [...above.entries()].toReversed()) {
    const [list] = holder.children;
    if (holder.kind === 'filter' && at === 1) {
      // Compared, so that it is a condition on items and no position.
      read = `(${textOf(list)})[(${read}) = null]`;
      around ??= textOf(list);
    } else if (holder.kind === 'lambda') {
      // Its items are those of the first argument of the function that it is given to.
      const items = above[depth - 1]?.node.children[0];
      if (items === undefined || items === holder) continue;
      read = `MAP(${textOf(items)}, ${holder.label} ${read})`;
      around ??= textOf(items);
    }
  }
  return { read, around };
}

function sourcesOf({ view, path, part, rule }: TracedText, text: string): string[] {
  const alone = aloneAt(view.doc, path);
  const isWhole = part === '' && !('fields' in rule);
  const next: MappingRule = isWhole ? { expr: text } : withPart(rule, part.replace('#switch.', '#case.'), text);
  return lineageOf(withDocument(view, setRule(alone, path, next)))
    .sourcesOf(path)
    .filter(({ target }) => target === path)
    .map(({ source }) => source);
}
