import type { ApiOutputs } from '@patchbay/api';
import { Button } from '../ui/index.ts';
import { FlowPicture } from './flow-picture.tsx';

export type Template = ApiOutputs['template']['list'][number];

export interface TemplateCardProps {
  readonly template: Template;
  readonly busy: boolean;
  /** Absent without the permission. */
  readonly onUse?: () => void;
}

/** A picture of the flow, what it does, what it needs, and one button. */
export function TemplateCard({ template, busy, onUse }: TemplateCardProps) {
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

export const templateGrid = 'grid grid-cols-[repeat(auto-fill,minmax(288px,1fr))] gap-4';
