// Lineage: which source paths every target path is made of, and back. Derived from the document, never stored.
import { fieldEntries, isStructure } from '@patchbay/model/mapping';
import type { MappingRule } from '@patchbay/model/mapping';
import { childPath } from '../rules/rule-path.ts';
import type { MappingView } from './mapping-view.ts';
import type { NameScope } from './name-scope.ts';
import { readingsOf } from './rule-readings.ts';
import type { LineKind, Reading } from './rule-readings.ts';
import { rootScopeOf, structureScopes } from './rule-scope.ts';

/** One source path that goes into one target path. A pair has one line for each kind. */
export interface Line {
  /** `sourceKey`: `order/line_items/[]/sku`. */
  readonly source: string;
  /** The rule's path: `/lines/sku`. */
  readonly target: string;
  /**
   * direct: as it is · formula: worked into the value · loop: the list of a loop · join: a list beside it, and their keys ·
   * lookup: finds the value · condition: decides whether or which (`when`, `where`, order, IF's first argument).
   */
  readonly kind: LineKind;
  /** From the inside out; a mapping of the library stands by its reference. */
  readonly functions: readonly string[];
  /** The rule whose earlier value (`$target`) brings the source in; then the source goes into that rule too. */
  readonly via?: string | undefined;
}

export interface Lineage {
  /** In the order of the document. */
  readonly lines: readonly Line[];
  /** The lines into a rule and into the rules inside it. */
  sourcesOf(rulePath: string): readonly Line[];
  /** The lines out of a source path and out of what lies inside it. */
  dependentsOf(source: string): readonly Line[];
  /** The rules that read the value of a rule, or of one inside it, through `$target`. */
  readersOf(rulePath: string): readonly string[];
}

interface Found {
  readonly path: string;
  readonly readings: readonly Reading[];
}

/** The lineage of a mapping. After an edit only the rules that changed are worked out again. */
export function lineageOf(view: MappingView): Lineage {
  const found: Found[] = [];
  visit(view.doc.root, { path: '', scope: rootScopeOf(view), found });
  const byPath = new Map(found.map((entry) => [entry.path, entry.readings]));
  const lines = found.flatMap(({ path, readings }) => linesOf(path, readings, byPath));
  return new DocumentLineage(lines, found);
}

function visit(rule: MappingRule, at: { path: string; scope: NameScope; found: Found[] }): void {
  const readings = readingsOf(rule, at.scope);
  if (readings.length > 0) at.found.push({ path: at.path, readings });
  if (!isStructure(rule)) return;
  const scope = structureScopes(rule, at.scope).fields;
  for (const [name, child] of fieldEntries(rule))
    visit(child, { path: childPath(at.path, name), scope, found: at.found });
}

const lineCache = new WeakMap<readonly Reading[], { readonly path: string; readonly lines: readonly Line[] }>();

function linesOf(
  path: string,
  readings: readonly Reading[],
  byPath: ReadonlyMap<string, readonly Reading[]>,
): readonly Line[] {
  if (readings.some(({ ofTarget }) => ofTarget)) return throughTargets(path, readings, byPath);
  const known = lineCache.get(readings);
  if (known !== undefined && known.path === path) return known.lines;
  const lines = readings.map(({ source, kind, functions }): Line => ({ source, target: path, kind, functions }));
  lineCache.set(readings, { path, lines });
  return lines;
}

/** A reading of an earlier target value stands for what that value was made of. */
function throughTargets(
  path: string,
  readings: readonly Reading[],
  byPath: ReadonlyMap<string, readonly Reading[]>,
): readonly Line[] {
  const lines = new Map<string, Line>();
  const seen = new Set<string>();
  const add = (reading: Reading, functions: readonly string[], via: string | undefined): void => {
    if (!reading.ofTarget) {
      const kind = via === undefined ? reading.kind : reading.kind === 'direct' ? 'formula' : reading.kind;
      const key = `${kind} ${reading.source}`;
      const line = { source: reading.source, target: path, kind, functions };
      if (!lines.has(key)) lines.set(key, via === undefined ? line : { ...line, via });
      return;
    }
    const below = `${reading.source}/`;
    for (const [other, inner] of byPath) {
      if ((other !== reading.source && !other.startsWith(below)) || seen.has(other) || other === path) continue;
      seen.add(other);
      for (const deeper of inner) add(deeper, [...deeper.functions, ...functions], other);
    }
  };
  for (const reading of readings) add(reading, reading.functions, undefined);
  return [...lines.values()];
}

class DocumentLineage implements Lineage {
  readonly lines: readonly Line[];
  readonly #found: readonly Found[];
  #bySource: Map<string, Line[]> | undefined;
  #byTarget: Map<string, Line[]> | undefined;

  constructor(lines: readonly Line[], found: readonly Found[]) {
    this.lines = lines;
    this.#found = found;
  }

  sourcesOf(rulePath: string): readonly Line[] {
    this.#byTarget ??= inside(this.lines, ({ target }) => target);
    return this.#byTarget.get(rulePath) ?? [];
  }

  dependentsOf(source: string): readonly Line[] {
    this.#bySource ??= inside(this.lines, (line) => line.source);
    return this.#bySource.get(source) ?? [];
  }

  readersOf(rulePath: string): readonly string[] {
    const touches = ({ ofTarget, source }: Reading): boolean =>
      ofTarget && (source === rulePath || source.startsWith(`${rulePath}/`) || rulePath.startsWith(`${source}/`));
    return this.#found.filter(({ readings }) => readings.some(touches)).map(({ path }) => path);
  }
}

/** Lines by their key and by the keys around it. */
function inside(lines: readonly Line[], keyOf: (line: Line) => string): Map<string, Line[]> {
  const map = new Map<string, Line[]>();
  for (const line of lines) {
    const key = keyOf(line);
    for (let end = key.length; end !== -1; end = end === 0 ? -1 : key.lastIndexOf('/', end - 1)) {
      const outer = key.slice(0, end);
      const known = map.get(outer);
      if (known === undefined) map.set(outer, [line]);
      else known.push(line);
    }
  }
  return map;
}
