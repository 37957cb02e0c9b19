import type { MapNode } from '@patchbay/model/flow';
import type { MappingDocument, MappingSource } from '@patchbay/model/mapping';
import { References } from '../rules/library.ts';
import type { MappingLibrary } from '../rules/library.ts';

/**
 * The mapping that a map step runs: its own, or the one of the library that it uses, whose sources are then filled by
 * `with`. The bundle of the step comes first. Undefined when the mapping that it uses is in neither.
 */
export function mappingOfNode(
  { mapping, use }: Pick<MapNode, 'mapping' | 'use'>,
  library: MappingLibrary = {},
): MappingDocument | undefined {
  if (use === undefined) return mapping;
  const references = new References(mapping.bundle, new References(library));
  const inner = references.mapping(use.map);
  if (inner === undefined) return undefined;
  return {
    ...inner,
    sources: filledSources(inner, use.with),
    bundle: {
      schemas: { ...library.schemas, ...mapping.bundle?.schemas, ...inner.bundle?.schemas },
      lookups: { ...library.lookups, ...mapping.bundle?.lookups, ...inner.bundle?.lookups },
      mappings: { ...library.mappings, ...mapping.bundle?.mappings, ...inner.bundle?.mappings },
    },
  };
}

/** One expression fills the first source; a source that nothing fills is nothing, whatever stands around. */
function filledSources(inner: MappingDocument, filled: string | Record<string, string>): Record<string, MappingSource> {
  const declared = Object.entries(inner.sources ?? {});
  const [first] = declared;
  const given = new Map(
    typeof filled === 'string' ? (first === undefined ? [] : [[first[0], filled]]) : Object.entries(filled),
  );
  const sources = declared.map(([name, source]): [string, MappingSource] => [
    name,
    { ...source, from: given.get(name) ?? 'null' },
  ]);
  const others = [...given].filter(([name]) => !declared.some(([known]) => known === name));
  return Object.fromEntries([...sources, ...others.map(([name, from]): [string, MappingSource] => [name, { from }])]);
}
