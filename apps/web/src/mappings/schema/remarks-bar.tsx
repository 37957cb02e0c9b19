import type { DataSchema } from '@patchbay/model/schema';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { trpc } from '../../app/api-client.ts';
import { ErrorBox } from '../../app/error-box.tsx';
import { Button, toast } from '../../ui/index.ts';
import { changedFields } from './changed-fields.ts';
import type { SchemaView } from './schema-screen.tsx';

interface RemarksBarProps {
  readonly view: SchemaView;
  readonly draft: DataSchema;
  readonly onDone: () => void;
}

/** What was remarked on fields becomes a version when its author says so. */
export function RemarksBar({ view, draft, onDone }: RemarksBarProps) {
  const client = useQueryClient();
  const changed = useMemo(() => [...changedFields(view.schema, draft).keys()], [view.schema, draft]);
  const save = useMutation(
    trpc.schema.saveVersion.mutationOptions({
      onSuccess: async ({ number }) => {
        await client.invalidateQueries({ queryKey: trpc.schema.pathKey() });
        toast(`Version ${number} was saved`, { detail: view.name });
        onDone();
      },
    }),
  );
  const words = changed.length === 1 ? '1 field has other remarks' : `${changed.length} fields have other remarks`;
  return (
    <div
      role="region"
      aria-label="Unsaved remarks"
      className="grid flex-none gap-2 border-t border-line bg-panel px-4 py-2"
    >
      {save.error === null ? null : <ErrorBox error={save.error} />}
      <div className="flex flex-wrap items-center gap-2">
        <span className="flex-1 text-ink-2">
          {words}. Who uses version {view.latest} keeps it.
        </span>
        <Button onClick={onDone}>Discard</Button>
        <Button
          look="primary"
          busy={save.isPending}
          onClick={() =>
            save.mutate({
              schemaId: view.id,
              baseVersion: view.latest,
              schema: draft,
              origin: view.version.origin,
              note: `Remarks on ${changed.slice(0, 5).map(nameOf).join(', ')}${changed.length > 5 ? ' and others' : ''}`,
            })
          }
        >
          Save as version {view.latest + 1}
        </Button>
      </div>
    </div>
  );
}

const nameOf = (path: string): string => path.slice(1).replaceAll('/', '.');
