// What other mappings of the workspace hand on as it is: auto-map composes them through a third schema.
import { lineageOf, parseSourceKey, viewOf } from '@patchbay/mapping';
import type { KnownMapping } from '@patchbay/mapping/suggest';
import { quoteName } from '@patchbay/model/expression';
import type { MappingDocument } from '@patchbay/model/mapping';
import { escapePointer } from '@patchbay/model/schema';

/** One entry for each source whose schema is one of the library. */
export function knownMappings(doc: MappingDocument): KnownMapping[] {
  const targetSchema = doc.target?.schema;
  if (typeof targetSchema !== 'string') return [];
  const lines = lineageOf(viewOf(doc)).lines.filter(({ kind }) => kind === 'direct');
  return Object.entries(doc.sources ?? {}).flatMap(([name, { schema }]): KnownMapping[] => {
    if (typeof schema !== 'string') return [];
    const own = quoteName(name);
    const pairs = lines.flatMap(({ source, target }) => {
      const { root, steps } = parseSourceKey(source);
      if (root !== own) return [];
      const pointer = steps.filter((step) => step !== '[]').map((step) => `/${escapePointer(step)}`);
      return [{ source: pointer.join(''), target }];
    });
    return [{ sourceSchema: schema, targetSchema, pairs }];
  });
}
