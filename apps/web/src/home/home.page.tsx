import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleCheck, LayoutTemplate, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { trpc } from '../app/api-client.ts';
import { useMay, useSession } from '../app/session.ts';
import { PageFrame } from '../app/shell/page-frame.tsx';
import { TemplateCards } from '../flows/template-cards.tsx';
import { useCreateFlow } from '../flows/use-create-flow.ts';
import { Button, CountPill, linkButtonClass } from '../ui/index.ts';
import { RecentFlows } from './recent-flows.tsx';
import { RunLines } from './run-lines.tsx';

const shown = 6;

export function HomePage() {
  const { user, actor, workspace, environment } = useSession();
  const mayEdit = useMay('flow.edit');
  const create = useCreateFlow();
  const needing = useQuery(trpc.run.list.queryOptions({ needsYou: true, limit: shown }, { refetchInterval: 15_000 }));
  const runs = useQuery(trpc.run.list.queryOptions({ limit: shown }, { refetchInterval: 15_000 }));
  const flows = useQuery(trpc.flow.list.queryOptions({ limit: shown }));
  const templates = useQuery(trpc.template.list.queryOptions());
  const first = mayEdit && flows.data?.items.length === 0;
  const templatesFirst = first ? <Templates query={templates} create={create} mayEdit={mayEdit} /> : null;
  return (
    <PageFrame
      title="Home"
      meta={<span className="truncate text-12 text-ink-3">{`${workspace.name} · ${environment.name}`}</span>}
      className="bg-canvas"
    >
      <div className="mx-auto grid max-w-300 gap-6 p-6">
        <div className="flex flex-wrap items-end justify-between gap-3">
          <div>
            <h2 className="text-20 font-semibold">
              {first ? 'Begin with a flow' : `Hello, ${user?.name ?? actor.name}`}
            </h2>
            {first ? (
              <p className="text-14 text-ink-2">
                A template works at once with its sample data; a blank flow is yours from the first step.
              </p>
            ) : null}
          </div>
          {mayEdit ? (
            <div className="flex gap-2">
              <Link to="/flows/templates" className={linkButtonClass({ look: first ? 'primary' : 'plain' })}>
                <LayoutTemplate size={14} aria-hidden />
                Start from a template
              </Link>
              <Button
                icon={Plus}
                busy={create.isPending && create.variables.template === undefined}
                onClick={() => create.mutate({ name: 'Untitled flow' })}
              >
                Blank flow
              </Button>
            </div>
          ) : null}
        </div>
        {templatesFirst}
        <Card
          title={
            <>
              Needs you{' '}
              <CountPill
                count={needing.data?.items.length ?? 0}
                tone={(needing.data?.items.length ?? 0) > 0 ? 'wait' : 'neutral'}
              />
            </>
          }
          more={<MoreLink to="/runs" search={{ status: 'needs-you' }} words="All that need you" />}
        >
          <RunLines
            query={needing}
            empty={
              <>
                <CircleCheck size={16} aria-hidden className="text-ok" /> Nothing waits for you.
              </>
            }
          />
        </Card>
        <div className="grid items-start gap-6 lg:grid-cols-2">
          <Card title="Flows" more={<MoreLink to="/flows" words="All flows" />}>
            <RecentFlows query={flows} />
          </Card>
          <Card title="Runs" more={<MoreLink to="/runs" words="All runs" />}>
            <RunLines query={runs} empty="No run yet: publish a flow, or test one in the editor." />
          </Card>
        </div>
        {first || !mayEdit ? null : <Templates query={templates} create={create} mayEdit={mayEdit} />}
      </div>
    </PageFrame>
  );
}

function Card({
  title,
  more,
  children,
}: {
  readonly title: ReactNode;
  readonly more: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className="overflow-hidden rounded-3 border border-line bg-panel">
      <header className="flex h-9 items-center justify-between border-b border-line px-4">
        <h2 className="flex items-center gap-2 font-semibold">{title}</h2>
        {more}
      </header>
      {children}
    </section>
  );
}

interface MoreLinkProps {
  readonly to: '/runs' | '/flows' | '/flows/templates';
  readonly search?: { readonly status: string };
  readonly words: string;
}

function MoreLink({ to, search, words }: MoreLinkProps) {
  return (
    <Link to={to} search={search ?? {}} className="flex min-h-6 items-center text-12 text-accent-text hover:underline">
      {words}
    </Link>
  );
}

function Templates({ query, create, mayEdit }: Omit<Parameters<typeof TemplateCards>[0], 'most'>) {
  return (
    <section>
      <header className="mb-3 flex items-center justify-between">
        <h2 className="text-14 font-semibold">Start from a template</h2>
        <MoreLink to="/flows/templates" words="All templates" />
      </header>
      <TemplateCards query={query} most={3} create={create} mayEdit={mayEdit} />
    </section>
  );
}
