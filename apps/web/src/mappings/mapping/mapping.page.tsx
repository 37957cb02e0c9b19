import { useQuery } from '@tanstack/react-query';
import { trpc, trpcClient } from '../../app/api-client.ts';
import { ErrorBox } from '../../app/error-box.tsx';
import { useMay } from '../../app/session.ts';
import { PageFrame } from '../../app/shell/page-frame.tsx';
import { Skeleton } from '../../ui/index.ts';
import { MapperScreen } from './mapper-screen.tsx';
import { OpenMappingContext } from './mapping-context.ts';
import type { MappingView } from './mapping-context.ts';
import { lastSaved, useDraft } from './use-draft.ts';

export interface MappingPageProps {
  readonly mappingId: string;
}

/** One mapping of the library in the mapper. Its state begins with what the server has now and ends with the page. */
export function MappingPage({ mappingId }: MappingPageProps) {
  const query = useQuery({
    queryKey: [...trpc.mapping.get.pathKey(), 'open', mappingId],
    queryFn: async () => {
      await lastSaved(mappingId);
      return trpcClient.mapping.get.query({ mappingId });
    },
    // A draft that is shown from memory would be saved over a newer one.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  if (query.data !== undefined) return <Opened mapping={query.data} />;
  return (
    <PageFrame crumbs={[{ label: 'Mappings', to: '/mappings' }]} title="Mapping" search={false}>
      {query.error === null ? (
        <MapperSkeleton />
      ) : (
        <ErrorBox
          className="m-4 max-w-150"
          error={query.error}
          doing="The mapping cannot be shown"
          onRetry={() => void query.refetch()}
        />
      )}
    </PageFrame>
  );
}

function Opened({ mapping }: { readonly mapping: MappingView }) {
  const draft = useDraft(mapping);
  const mayEdit = useMay('library.edit');
  return (
    <OpenMappingContext value={{ mapping, draft, mayEdit }}>
      <MapperScreen />
    </OpenMappingContext>
  );
}

function MapperSkeleton() {
  return (
    <div className="flex h-full" aria-busy aria-label="The mapping is being loaded">
      {['left', 'right'].map((side) => (
        <div key={side} className="flex flex-1 flex-col gap-3 border-r border-line p-4">
          {['w-40', 'w-24', 'w-32', 'w-28', 'w-36', 'w-24', 'w-40', 'w-20'].map((width, index) => (
            <Skeleton key={index} className={width} />
          ))}
        </div>
      ))}
    </div>
  );
}
