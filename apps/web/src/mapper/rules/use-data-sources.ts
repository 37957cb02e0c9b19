import type { Json } from '@patchbay/model/schema';
import { useMemo } from 'react';
import type { DataSource } from '../../editor/preview/preview-scope.ts';
import { allValues } from '../data/sample-values.ts';
import { useMapperData } from '../mapper-context.ts';
import type { SourceRole } from '../mapper-host.ts';

const iconOf: Partial<Record<SourceRole, string>> = { lookup: 'table', variables: 'variable' };

/** The sources as the data picker of expression fields shows them. */
export function useDataSources(): DataSource[] {
  const { sources, sample } = useMapperData();
  return useMemo(
    () =>
      sources.map((source) => ({
        root: source.root,
        nodeId: source.root,
        label: source.label,
        icon: iconOf[source.role] ?? 'database',
        value: (allValues(source.root, [], sample?.scope ?? {})[0] ?? null) as Json,
        origin: 'sample',
      })),
    [sources, sample],
  );
}
