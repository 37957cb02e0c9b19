// Fields of the sources that no rule reads: no mistake, but worth a look.
import type { Diagnostic } from '@patchbay/model/errors';
import type { MappingDocument } from '@patchbay/model/mapping';
import { flattenSchema } from '@patchbay/model/schema';
import type { DataSchema } from '@patchbay/model/schema';
import type { ScopeTypes } from '../../check/type-scope.ts';
import { lineageOf } from '../../lineage/lineage-of.ts';
import type { Line } from '../../lineage/lineage-of.ts';
import { viewOf } from '../../lineage/mapping-view.ts';
import { sourceKey } from '../../lineage/source-path.ts';

/** One remark a source that has such fields. Sources that nothing is known of are left out. */
export function unusedSourceFields(doc: MappingDocument, scopeTypes: ScopeTypes): Diagnostic[] {
  const view = viewOf(doc, { scopeTypes });
  const { lines } = lineageOf(view);
  return view.sources.flatMap((source): Diagnostic[] => {
    if (source.schema === undefined || source.role === 'headers' || source.role === 'variables') return [];
    const read = readingsOf(source.root, lines);
    const leaves = leavesOf(source.schema);
    const unused = leaves.filter((leaf) => !isRead(leaf, read));
    if (unused.length === 0 || unused.length === leaves.length) return [];
    const shown = unused.slice(0, 5).map(({ words }) => words);
    const more = unused.length > 5 ? ` and ${unused.length - 5} more` : '';
    const message = `${unused.length} of ${leaves.length} fields of ${source.label} are not used: ${shown.join(', ')}${more}.`;
    const field = Object.hasOwn(doc.sources ?? {}, source.label) ? `mapping#source.${source.label}` : 'mapping';
    return [{ severity: 'info', code: 'mapping.unusedFields', message, at: { field } }];
  });
}

interface Leaf {
  /** `lines.sku` */
  readonly words: string;
  /** Its key below the source's, as in `sourceKey`: `/lines/[]/sku`. */
  readonly key: string;
  /** The keys of what it stands in, the source itself last. */
  readonly around: readonly string[];
}

const known = new WeakMap<DataSchema, readonly Leaf[]>();

function leavesOf(schema: DataSchema): readonly Leaf[] {
  const found = known.get(schema);
  if (found !== undefined) return found;
  const leaves = flattenSchema(schema).flatMap(({ kind, childCount, steps }): Leaf[] => {
    if (kind !== 'field' || childCount > 0 || steps.some((step) => step.kind === 'anyName')) return [];
    const names = steps.map((step) => (step.kind === 'name' ? step.name : '[]'));
    const keys = names.map((_, at) => sourceKey({ root: '', steps: names.slice(0, at + 1) }));
    const words = names.filter((name) => name !== '[]').join('.');
    return [{ words, key: keys.at(-1) ?? '', around: [...keys.slice(0, -1).reverse(), ''] }];
  });
  known.set(schema, leaves);
  return leaves;
}

interface Readings {
  readonly all: ReadonlySet<string>;
  /** Structures that are taken as a whole; to walk a list is not to read all that is in it. */
  readonly whole: ReadonlySet<string>;
}

/** What is read of a source, by the keys below it. */
function readingsOf(root: string, lines: readonly Line[]): Readings {
  const start = sourceKey({ root, steps: [] });
  const all = new Set<string>();
  const whole = new Set<string>();
  for (const { source, kind } of lines) {
    if (source !== start && !source.startsWith(`${start}/`)) continue;
    const key = source.slice(start.length);
    all.add(key);
    if (kind !== 'loop' && kind !== 'join') whole.add(key);
  }
  return { all, whole };
}

/** Whether the field, or a structure around it as a whole, goes into a rule. */
const isRead = ({ key, around }: Leaf, { all, whole }: Readings): boolean =>
  all.has(key) || around.some((outer) => whole.has(outer));
