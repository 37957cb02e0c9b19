import { useNavigate } from '@tanstack/react-router';
import { ArrowLeftRight } from 'lucide-react';
import { PageFrame } from '../../app/shell/page-frame.tsx';
import { Button, EmptyState } from '../../ui/index.ts';
import { Mapper } from '../../mapper/index.ts';
import { useDoc, useEditor } from '../editor-context.ts';
import { useFollowTestRun } from '../use-test-run.ts';
import type { MappingPlace } from './mapping-place.ts';
import { useMapperHost } from './use-mapper-host.ts';

/** The mapper over the whole page. The editor stays behind it: its document, undo, autosave and test run go on. */
export function MapperScreen({ place }: { readonly place: MappingPlace }) {
  const { flowId, store } = useEditor();
  const { name } = useDoc();
  const navigate = useNavigate();
  useFollowTestRun();
  const back = (): void => {
    store.getState().select({ nodes: [place.nodeId] });
    void navigate({ to: '/flows/$flowId', params: { flowId } });
  };
  const host = useMapperHost(place, {
    crumbs: [
      { label: 'Flows', go: () => void navigate({ to: '/flows' }) },
      { label: name, go: back },
    ],
    done: back,
  });
  if (host !== null) return <Mapper key={host.id} host={host} layout="page" />;
  return (
    <PageFrame crumbs={[{ label: 'Flows', to: '/flows' }]} title="Mapping" search={false}>
      <EmptyState
        icon={ArrowLeftRight}
        title="There is no mapping here"
        why="The step was deleted, or the field is given in another way now."
        action={<Button onClick={back}>Back to the flow</Button>}
      />
    </PageFrame>
  );
}
