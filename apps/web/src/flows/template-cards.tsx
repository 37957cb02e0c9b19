import type { ApiOutputs } from '@patchbay/api';
import { ErrorBox } from '../app/error-box.tsx';
import { Button, Skeleton } from '../ui/index.ts';
import { FlowPicture } from './flow-picture.tsx';
import type { useCreateFlow } from './use-create-flow.ts';

type Template = ApiOutputs['template']['list'][number];

interface TemplateCardProps {
  readonly template: Template;
  readonly busy: boolean;
  /** Absent without the permission. */
  readonly onUse?: () => void;
}

/** A picture of the flow, what it does, what it needs, and one button. */
function TemplateCard({ template, busy, onUse }: TemplateCardProps) {
  return (
    <article className="flex flex-col overflow-hidden rounded-3 border border-line bg-panel">
      <div className="dotted-ground h-50 border-b border-line p-3">
        <FlowPicture document={template.document} className="size-full" />
      </div>
      <div className="flex flex-1 flex-col gap-2 p-4">
        <h2 className="text-14 font-semibold">{template.name}</h2>
        <p className="text-ink-2">{template.description}</p>
        <p className="text-12 text-ink-3">
          {template.needs.length === 0
            ? 'Needs nothing: try it with its sample at once.'
            : `Needs ${template.needs.join(', ')}.`}
        </p>
        {onUse === undefined ? null : (
          <div className="mt-auto pt-1">
            <Button look="primary" busy={busy} onClick={onUse} aria-label={`Use this template: ${template.name}`}>
              Use this template
            </Button>
          </div>
        )}
      </div>
    </article>
  );
}

interface TemplateCardsProps {
  readonly query: {
    readonly data: readonly Template[] | undefined;
    readonly error: unknown;
    readonly refetch: () => unknown;
  };
  /** So many of them; without it all. */
  readonly most?: number;
  readonly create: ReturnType<typeof useCreateFlow>;
  readonly mayEdit: boolean;
}

/** The templates, each to be made a flow of one’s own. */
export function TemplateCards({ query, most, create, mayEdit }: TemplateCardsProps) {
  const { data, error } = query;
  return (
    <>
      {error === null ? null : <ErrorBox error={error} onRetry={() => void query.refetch()} />}
      <div className="grid grid-cols-[repeat(auto-fill,minmax(288px,1fr))] gap-4">
        {data === undefined && error === null
          ? [1, 2, 3].map((card) => <Skeleton key={card} className="h-85 rounded-3" />)
          : data
              ?.slice(0, most)
              .map((template) => (
                <TemplateCard
                  key={template.id}
                  template={template}
                  busy={create.isPending && create.variables.template === template.id}
                  {...(mayEdit ? { onUse: () => create.mutate({ name: template.name, template: template.id }) } : {})}
                />
              ))}
      </div>
    </>
  );
}
