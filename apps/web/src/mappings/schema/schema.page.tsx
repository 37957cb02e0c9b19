import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { trpc } from '../../app/api-client.ts';
import { ErrorBox } from '../../app/error-box.tsx';
import { PageFrame } from '../../app/shell/page-frame.tsx';
import { Skeleton } from '../../ui/index.ts';
import { schemaCrumbs } from './schema-crumbs.ts';
import { parseSchemaSearch } from './schema-search.ts';
import type { SchemaSearch } from './schema-search.ts';
import { SchemaScreen } from './schema-screen.tsx';

interface SchemaPageProps {
  readonly schemaId: string;
  readonly search: SchemaSearch;
}

/** One schema of the library, in one of its versions. */
export function SchemaPage({ schemaId, search }: SchemaPageProps) {
  const navigate = useNavigate();
  const query = useQuery(
    trpc.schema.get.queryOptions(
      { schemaId, ...(search.version === undefined ? {} : { version: Number(search.version) }) },
      { placeholderData: (before) => before },
    ),
  );
  const change = (next: SchemaSearch): void =>
    void navigate({
      to: '/mappings/schemas/$schemaId',
      params: { schemaId },
      search: parseSchemaSearch({ ...next }),
      replace: true,
    });
  if (query.data !== undefined) return <SchemaScreen schema={query.data} search={search} onSearch={change} />;
  return (
    <PageFrame crumbs={schemaCrumbs} title="Schema">
      {query.error === null ? (
        <SchemaSkeleton />
      ) : (
        <ErrorBox
          className="m-4 max-w-150"
          error={query.error}
          doing="The schema cannot be shown"
          onRetry={() => void query.refetch()}
        />
      )}
    </PageFrame>
  );
}

function SchemaSkeleton() {
  return (
    <div className="flex h-full" aria-busy aria-label="The schema is being loaded">
      <div className="flex flex-1 flex-col gap-3 p-4">
        {['w-40', 'w-60', 'w-32', 'w-48', 'w-36', 'w-56', 'w-40', 'w-28'].map((width, index) => (
          <Skeleton key={index} className={width} />
        ))}
      </div>
      <div className="flex w-87 flex-col gap-3 border-l border-line p-4">
        <Skeleton className="w-32" />
        <Skeleton className="w-56" />
        <Skeleton className="w-40" />
      </div>
    </div>
  );
}
