import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { ArrowLeftRight } from 'lucide-react';
import { trpc, trpcClient } from '../../../app/api-client.ts';
import { ErrorBox } from '../../../app/error-box.tsx';
import { PageFrame } from '../../../app/shell/page-frame.tsx';
import { Chip, Fold, linkButtonClass, Skeleton } from '../../../ui/index.ts';
import { ItemMenu } from '../../item-menu.tsx';
import { UsedBy } from '../../item-folds.tsx';
import { lastSaved } from '../use-draft.ts';
import type { CompareSearch } from './compare-search.ts';
import { MappingDiff } from './mapping-diff.tsx';
import { VersionsAside } from './versions-aside.tsx';

interface MappingVersionsPageProps {
  readonly mappingId: string;
  readonly search: CompareSearch;
}

/** The versions of a mapping: what each changed, by target path, who uses them, and the way back to one. */
export function MappingVersionsPage({ mappingId, search }: MappingVersionsPageProps) {
  const navigate = useNavigate();
  const query = useQuery({
    queryKey: [...trpc.mapping.get.pathKey(), 'versions', mappingId],
    queryFn: async () => {
      await lastSaved(mappingId);
      return trpcClient.mapping.get.query({ mappingId });
    },
    gcTime: 0,
  });
  const mapping = query.data;
  if (mapping === undefined)
    return (
      <PageFrame crumbs={[{ label: 'Mappings', to: '/mappings' }]} title="Versions" className="p-4">
        {query.error === null ? (
          <Skeleton className="h-40 w-100" />
        ) : (
          <ErrorBox
            className="max-w-150"
            error={query.error}
            doing="The versions cannot be shown"
            onRetry={() => void query.refetch()}
          />
        )}
      </PageFrame>
    );
  const show = (next: CompareSearch): void =>
    void navigate({
      to: '/mappings/$mappingId/versions',
      params: { mappingId },
      search: next,
      replace: true,
    });
  return (
    <PageFrame
      crumbs={[
        { label: 'Mappings', to: '/mappings' },
        { label: mapping.name, to: '/mappings/$mappingId', params: { mappingId } },
      ]}
      title="Versions"
      meta={
        <Chip tone={mapping.hasChanges ? 'wait' : 'neutral'}>
          {mapping.latest === 0
            ? 'Never published'
            : mapping.hasChanges
              ? `Draft differs from version ${mapping.latest}`
              : `Version ${mapping.latest}`}
        </Chip>
      }
      search={false}
      actions={
        <>
          <Link to="/mappings/$mappingId" params={{ mappingId }} className={linkButtonClass({ look: 'primary' })}>
            <ArrowLeftRight size={14} aria-hidden />
            Open the mapper
          </Link>
          <ItemMenu kind="mapping" item={mapping} isPage />
        </>
      }
      className="flex overflow-hidden"
    >
      <section aria-label="What is different" className="flex min-w-0 flex-1 flex-col">
        <MappingDiff mapping={mapping} search={search} onSearch={show} />
      </section>
      <aside aria-label="About the mapping" className="w-87 flex-none overflow-auto border-l border-line">
        <Fold title="Versions" defaultOpen summary={`${mapping.latest}`}>
          <VersionsAside mapping={mapping} search={search} onSearch={show} />
        </Fold>
        <UsedBy kind="mapping" id={mapping.id} />
      </aside>
    </PageFrame>
  );
}
