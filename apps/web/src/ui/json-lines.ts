// A JSON value as the lines of a tree. Only what is open becomes lines, so a large value costs what is looked at.
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

export interface JsonLine {
  /** Names the place: keys joined by `/`, escaped as in RFC 6901. */
  readonly path: string;
  readonly depth: number;
  /** The key or the index before the value; none at the root. */
  readonly name: string | undefined;
  readonly kind: 'value' | 'open' | 'closed' | 'end' | 'more';
  readonly value: JsonValue;
  /** Children of a container. */
  readonly count: number;
}

/** Containers deeper than this start closed. */
export const openDepth = 4;
/** A container shows this many children, then a line that shows the next as many. */
export const pageSize = 200;

export interface JsonLayout {
  /** Containers whose state differs from what their depth says. */
  readonly toggled: ReadonlySet<string>;
  /** How many pages are shown of a large container, when more than one. */
  readonly pages: ReadonlyMap<string, number>;
}

export const isContainer = (value: JsonValue): value is readonly JsonValue[] | { readonly [key: string]: JsonValue } =>
  typeof value === 'object' && value !== null;

const escapeKey = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

export function jsonLines(root: JsonValue, { toggled, pages }: JsonLayout): JsonLine[] {
  const lines: JsonLine[] = [];
  const visit = (value: JsonValue, name: string | undefined, path: string, depth: number): void => {
    if (!isContainer(value)) {
      lines.push({ path, depth, name, kind: 'value', value, count: 0 });
      return;
    }
    const keys = Object.keys(value);
    const open = keys.length > 0 && depth < openDepth !== toggled.has(path);
    lines.push({
      path,
      depth,
      name,
      kind: open ? 'open' : keys.length === 0 ? 'value' : 'closed',
      value,
      count: keys.length,
    });
    if (!open) return;
    const shown = pageSize * (pages.get(path) ?? 1);
    for (const key of keys.slice(0, shown)) {
      visit((value as Record<string, JsonValue>)[key] ?? null, key, `${path}/${escapeKey(key)}`, depth + 1);
    }
    if (keys.length > shown) {
      lines.push({ path, depth: depth + 1, name: undefined, kind: 'more', value: null, count: keys.length - shown });
    }
    lines.push({ path, depth, name: undefined, kind: 'end', value, count: keys.length });
  };
  visit(root, undefined, '', 0);
  return lines;
}

/** Bytes of a text in words: `218 B` · `1.4 KB` · `10.0 MB`. */
export function sizeWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(1)} KB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
