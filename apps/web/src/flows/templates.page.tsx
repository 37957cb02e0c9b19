import { useQuery } from '@tanstack/react-query';
import { trpc } from '../app/api-client.ts';
import { useMay } from '../app/session.ts';
import { PageFrame } from '../app/shell/page-frame.tsx';
import { TemplateCards } from './template-cards.tsx';
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
      <TemplateCards query={templates} create={create} mayEdit={mayEdit} />
    </PageFrame>
  );
}
