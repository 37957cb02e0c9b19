import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { trpc } from '../../../app/api-client.ts';
import { ErrorBox } from '../../../app/error-box.tsx';
import { Heading, Section, Skeleton } from '../../../ui/index.ts';
import { useEditor } from '../../editor-context.ts';

/** The flows that call this one: a new version of it reaches them when they choose it. */
export function UsedBy() {
  const { flowId } = useEditor();
  const callers = useQuery(trpc.flow.callers.queryOptions({ flowId: flowId as never }));
  return (
    <Section>
      <Heading className="mb-1">Used by</Heading>
      {callers.isPending ? <Skeleton className="w-40" /> : null}
      {callers.error === null ? null : (
        <ErrorBox
          error={callers.error}
          doing="The flows that call this one cannot be listed"
          onRetry={() => void callers.refetch()}
        />
      )}
      {callers.data?.length === 0 ? (
        <p className="text-12 text-ink-3">
          No flow calls this one yet. Once it is published, add the step “Call a flow” to another.
        </p>
      ) : (
        <ul>
          {callers.data?.map(({ flowId: id, flowName, where, versions }) => (
            <li key={`${id} ${where}`} className="flex min-h-7 items-center gap-2">
              <Link
                to="/flows/$flowId"
                params={{ flowId: id }}
                className="min-w-0 flex-1 truncate text-accent-text underline decoration-accent-line underline-offset-2"
              >
                {flowName}
              </Link>
              <span className="flex-none text-12 text-ink-3">
                {where}, version {versions.join(', ')}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
