import type { MapNode } from '@patchbay/model/flow';
import type { TypeScope } from '../check/type-scope.ts';
import { checkMappingInScope } from '../rules/check-mapping.ts';
import type { CheckedMapping } from '../rules/checks/checked-rule.ts';

/** The mapping of a map step; a mapping of the library is checked as it is used, its own problems are its own matter. */
export function checkMapNode({ mapping, use }: MapNode, scope: TypeScope): CheckedMapping {
  if (use === undefined) return checkMappingInScope(mapping, scope);
  const root = { fields: { result: { map: use.map, with: use.with } } };
  const { diagnostics, outputType } = checkMappingInScope({ map: 1, root, bundle: mapping.bundle }, scope);
  return {
    outputType: outputType.properties?.['result'] ?? {},
    diagnostics: diagnostics.map((diagnostic) => ({
      ...diagnostic,
      at: { ...diagnostic.at, field: (diagnostic.at.field ?? '').replace(/^mapping\/result/, 'use') },
    })),
  };
}
