import { useQuery } from '@tanstack/react-query';
import { trpc } from '../app/api-client.ts';
import { ErrorBox } from '../app/error-box.tsx';
import { useMay } from '../app/session.ts';
import { PageFrame } from '../app/shell/page-frame.tsx';
import { Skeleton } from '../ui/index.ts';
import { TemplateCard, templateGrid } from './template-card.tsx';
import { useCreateFlow } from './use-create-flow.ts';

export function TemplatesPage() {
  const templates = useQuery(trpc.template.list.queryOptions());
  const mayEdit = useMay('flow.edit');
  const create = useCreateFlow();
  return (
    <PageFrame crumbs={[{ label: 'Flows', to: '/flows' }]} title="Templates" className="bg-canvas p-6">
      <p className="mb-4 max-w-200 text-14 text-ink-2">
        A template becomes a flow of your own: change what you like, nothing runs before you publish it.
      </p>
      {templates.error === null ? null : <ErrorBox error={templates.error} onRetry={() => void templates.refetch()} />}
      <div className={templateGrid}>
        {templates.isPending
          ? [1, 2, 3].map((card) => <Skeleton key={card} className="h-85 rounded-3" />)
          : templates.data?.map((template) => (
              <TemplateCard
                key={template.id}
                template={template}
                busy={create.isPending && create.variables.template === template.id}
                {...(mayEdit ? { onUse: () => create.mutate({ name: template.name, template: template.id }) } : {})}
              />
            ))}
      </div>
    </PageFrame>
  );
}
