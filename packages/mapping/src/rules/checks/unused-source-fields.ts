// Fields of the sources that no rule reads: no mistake, but worth a look.
import type { Diagnostic } from '@patchbay/model/errors';
import type { MappingDocument } from '@patchbay/model/mapping';
import { flattenSchema } from '@patchbay/model/schema';
import type { DataSchema } from '@patchbay/model/schema';
import type { ScopeTypes } from '../../check/type-scope.ts';
import { lineageOf } from '../../lineage/lineage-of.ts';
import { viewOf } from '../../lineage/mapping-view.ts';
import type { ViewSource } from '../../lineage/mapping-view.ts';
import { sourceKey } from '../../lineage/source-path.ts';

/** One remark a source that has such fields. Sources that nothing is known of are left out. */
export function unusedSourceFields(doc: MappingDocument, scopeTypes: ScopeTypes): Diagnostic[] {
  const view = viewOf(doc, { scopeTypes });
  const { lines } = lineageOf(view);
  const read = new Set(lines.map(({ source }) => source));
  // To walk a list is not to read all that is in it.
  const whole = new Set(lines.filter(({ kind }) => kind !== 'loop' && kind !== 'join').map(({ source }) => source));
  return view.sources.flatMap((source): Diagnostic[] => {
    if (source.schema === undefined || source.role === 'headers' || source.role === 'variables') return [];
    const leaves = leavesOf(source.schema);
    const unused = leaves.filter((path) => !isRead(source, path, { read, whole }));
    if (unused.length === 0 || unused.length === leaves.length) return [];
    const shown = unused.slice(0, 5).map((path) => path.filter((step) => step !== '[]').join('.'));
    const more = unused.length > 5 ? ` and ${unused.length - 5} more` : '';
    const message = `${unused.length} of ${leaves.length} fields of ${source.label} are not used: ${shown.join(', ')}${more}.`;
    const field = Object.hasOwn(doc.sources ?? {}, source.label) ? `mapping#source.${source.label}` : 'mapping';
    return [{ severity: 'info', code: 'mapping.unusedFields', message, at: { field } }];
  });
}

const known = new WeakMap<DataSchema, readonly (readonly string[])[]>();

function leavesOf(schema: DataSchema): readonly (readonly string[])[] {
  const found = known.get(schema);
  if (found !== undefined) return found;
  const leaves = flattenSchema(schema).flatMap(({ kind, childCount, steps }) =>
    kind === 'field' && childCount === 0 && steps.every((step) => step.kind !== 'anyName')
      ? [steps.map((step) => (step.kind === 'name' ? step.name : '[]'))]
      : [],
  );
  known.set(schema, leaves);
  return leaves;
}

/** Whether the field, or a structure around it as a whole, goes into a rule. */
function isRead(
  { root }: ViewSource,
  path: readonly string[],
  { read, whole }: { read: ReadonlySet<string>; whole: ReadonlySet<string> },
): boolean {
  if (read.has(sourceKey({ root, steps: path }))) return true;
  for (let length = path.length - 1; length >= 0; length -= 1)
    if (whole.has(sourceKey({ root, steps: path.slice(0, length) }))) return true;
  return false;
}
