import type { DataSchema } from '@patchbay/model/schema';
import { useEffect, useState } from 'react';
import { useHost } from '../mapper-context.ts';
import type { MapperLibrary } from '../mapper-host.ts';
import type { SchemaDrift } from '../schema/drift/drift-groups.ts';

export interface ComparedVersions {
  readonly drift: SchemaDrift;
  readonly before: DataSchema;
  readonly after: DataSchema;
}

type Comparing =
  | { readonly status: 'comparing' }
  | { readonly status: 'compared'; readonly compared: ComparedVersions }
  | { readonly status: 'failed'; readonly why: string; readonly again: () => void };

/** Two versions of a schema, and what one changes against the other. */
export function useDrift(from: string, to: string): Comparing {
  const { compare, schemaOf } = useHost().library;
  const [state, setState] = useState<Comparing>({ status: 'comparing' });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let isWanted = true;
    const keep = (next: Comparing): void => {
      if (isWanted) setState(next);
    };
    keep({ status: 'comparing' });
    read({ compare, schemaOf }, from, to).then(
      (compared) => keep({ status: 'compared', compared }),
      (error: unknown) =>
        keep({
          status: 'failed',
          why: error instanceof Error ? error.message : String(error),
          again: () => setAttempt((count) => count + 1),
        }),
    );
    return () => {
      isWanted = false;
    };
  }, [compare, schemaOf, from, to, attempt]);
  return state;
}

async function read(
  { compare, schemaOf }: Pick<MapperLibrary, 'compare' | 'schemaOf'>,
  from: string,
  to: string,
): Promise<ComparedVersions> {
  if (compare === undefined || schemaOf === undefined) throw new Error('Nothing of the library can be read here.');
  const [drift, before, after] = await Promise.all([compare(from, to), schemaOf(from), schemaOf(to)]);
  return { drift, before, after };
}
