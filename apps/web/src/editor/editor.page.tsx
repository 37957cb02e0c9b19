import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { trpc } from '../app/api-client.ts';
import { ErrorBox } from '../app/error-box.tsx';
import { PageFrame } from '../app/shell/page-frame.tsx';
import { useSession } from '../app/session.ts';
import { Skeleton } from '../ui/index.ts';
import { catalogueOf } from './catalogue.ts';
import { EditorView } from './editor-view.tsx';
import { EditorContext } from './editor-context.ts';
import type { Catalogue } from './catalogue.ts';
import type { FlowView } from './editor-context.ts';
import { MapperScreen } from './mapping/mapper-screen.tsx';
import type { MappingPlace } from './mapping/mapping-place.ts';
import { useEditorSession } from './use-editor-session.ts';
import { useFlowLibrary } from './use-flow-library.ts';
import { useNamedSchemas } from './use-named-schemas.ts';

export interface EditorPageProps {
  readonly flowId: string;
  /** The mapping that is shown over the whole page; the editor stays behind it. */
  readonly mapping: MappingPlace | null;
}

/** The designer of one flow. Its state begins with what the server has now and ends with the page. */
export function EditorPage({ flowId, mapping }: EditorPageProps) {
  const flow = useQuery(trpc.flow.get.queryOptions({ flowId: flowId as never }, { refetchOnWindowFocus: false }));
  const manifests = useQuery(
    trpc.manifest.list.queryOptions(undefined, {
      staleTime: Number.POSITIVE_INFINITY,
      select: (list) => catalogueOf(list.connectors),
    }),
  );
  // Without them the flow can be edited all the same: expressions over them are not checked then.
  const variables = useQuery(trpc.variable.values.queryOptions());
  const values = variables.data?.values;
  const catalogue = useMemo(
    () => (manifests.data === undefined ? undefined : { ...manifests.data, variables: values }),
    [manifests.data, values],
  );
  const crumbs = [{ label: 'Flows', to: '/flows' as const }];
  const failed = flow.error ?? manifests.error;
  if (flow.data !== undefined && catalogue !== undefined) {
    return <Editing flow={flow.data} catalogue={catalogue} mapping={mapping} />;
  }
  return (
    <PageFrame crumbs={crumbs} title="Flow" search={false}>
      {failed === null ? (
        <EditorSkeleton />
      ) : (
        <ErrorBox
          className="m-4 max-w-150"
          error={failed}
          doing="The flow cannot be shown"
          onRetry={() => {
            void flow.refetch();
            void manifests.refetch();
          }}
        />
      )}
    </PageFrame>
  );
}

interface EditingProps {
  readonly flow: FlowView;
  readonly catalogue: Catalogue;
  readonly mapping: MappingPlace | null;
}

function Editing({ flow, catalogue, mapping }: EditingProps) {
  const permissions = useSession().permissions;
  const session = useEditorSession(flow, permissions.includes('flow.edit'));
  const schemas = useNamedSchemas(session.store);
  const library = useFlowLibrary(session.store);
  const known = useMemo(() => ({ ...catalogue, schemas, library }), [catalogue, schemas, library]);
  const editor = {
    ...session,
    flowId: flow.id,
    catalogue: known,
    live: flow.live,
    bindings: flow.bindings,
    mayEdit: permissions.includes('flow.edit'),
    mayPublish: permissions.includes('flow.publish'),
    mayRun: permissions.includes('run.start'),
  };
  return (
    <EditorContext value={editor}>{mapping === null ? <EditorView /> : <MapperScreen place={mapping} />}</EditorContext>
  );
}

function EditorSkeleton() {
  return (
    <div className="flex h-full" aria-busy aria-label="The flow is being loaded">
      <div className="flex w-51 flex-col gap-4 border-r border-line p-3">
        {[40, 24, 32, 28, 36, 24].map((width, index) => (
          <Skeleton key={index} className={`h-4 w-${width}`} />
        ))}
      </div>
      <div className="dotted-ground flex-1" />
    </div>
  );
}
