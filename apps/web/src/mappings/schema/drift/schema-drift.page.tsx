import type { ApiOutputs } from '@patchbay/api';
import { useQuery } from '@tanstack/react-query';
import { GitCompareArrows } from 'lucide-react';
import { useMemo, useState } from 'react';
import { trpc } from '../../../app/api-client.ts';
import { ErrorBox } from '../../../app/error-box.tsx';
import { useMay } from '../../../app/session.ts';
import { PageFrame } from '../../../app/shell/page-frame.tsx';
import {
  blankInput,
  filesOf,
  FoundList,
  ReadingNotes,
  SchemaInput,
  shownResult,
  useReading,
  wantedOf,
} from '../../../mapper/schema/index.ts';
import { EmptyState, ProblemBox, Skeleton } from '../../../ui/index.ts';
import { useSchemaReader } from '../api-schema-reader.ts';
import { schemaCrumbs } from '../schema-crumbs.ts';
import { DriftScreen } from './drift-screen.tsx';

export type OldSchema = ApiOutputs['schema']['get'];

/** A schema that came in again: what it changes, for whom, and what is to be linked anew, before it is a version. */
export function SchemaDriftPage({ schemaId }: { readonly schemaId: string }) {
  const mayEdit = useMay('library.edit');
  const query = useQuery(trpc.schema.get.queryOptions({ schemaId }));
  if (query.data !== undefined && mayEdit) return <ImportAgain old={query.data} />;
  return (
    <PageFrame crumbs={schemaCrumbs} title="Import again" className="p-4">
      {!mayEdit ? (
        <ProblemBox
          tone="info"
          title="Your role does not allow to change the library"
          who="An analyst or an admin of the workspace"
          className="max-w-150"
        />
      ) : query.error === null ? (
        <Skeleton className="h-40 w-100" />
      ) : (
        <ErrorBox
          className="max-w-150"
          error={query.error}
          doing="The schema cannot be shown"
          onRetry={() => void query.refetch()}
        />
      )}
    </PageFrame>
  );
}

function ImportAgain({ old: newest }: { readonly old: OldSchema }) {
  // What it is compared with stays, also once a newer version has been saved here.
  const [old] = useState(newest);
  const reader = useSchemaReader();
  const [input, setInput] = useState(blankInput);
  const wanted = useMemo(() => wantedOf(input), [input]);
  const { reading } = useReading(reader, wanted);
  const [chosen, setChosen] = useState<number | null>(null);
  const result = shownResult(reading);
  const schemas = result?.ok === true ? result.schemas : [];
  const likely = schemas.findIndex(({ name }) => name === old.version.origin.type || name === old.name);
  const shown = chosen !== null && chosen < schemas.length ? chosen : Math.max(0, likely);
  const found = schemas[shown];
  return (
    <PageFrame
      crumbs={[...schemaCrumbs, { label: old.name, to: '/mappings/schemas/$schemaId', params: { schemaId: old.id } }]}
      title="Import again"
      className="flex overflow-hidden"
      search={false}
    >
      <section aria-label="What is read" className="w-85 flex-none overflow-auto border-r border-line p-4">
        <p className="mb-3 text-12 text-ink-2">
          Give the description or the sample as it is now. It is compared with version {old.latest}; nothing is saved
          before you say so.
        </p>
        <SchemaInput
          reader={reader}
          input={input}
          onChange={(next) => {
            setInput(next);
            setChosen(null);
          }}
          found={result?.ok === true ? result.format : undefined}
        />
      </section>
      {schemas.length < 2 ? null : (
        <section aria-label="Which of them" className="flex w-60 flex-none flex-col border-r border-line">
          <FoundList schemas={schemas} shown={shown} onShow={setChosen} />
        </section>
      )}
      <section
        aria-label="What changes"
        aria-busy={reading.status === 'reading'}
        className="flex min-w-0 flex-1 flex-col"
      >
        {result === null || (result.ok && result.diagnostics.length === 0) ? null : (
          <div className="max-h-40 flex-none overflow-auto border-b border-line p-4">
            <ReadingNotes result={result} files={filesOf(input)} />
          </div>
        )}
        {found !== undefined ? (
          <DriftScreen key={`${shown} ${found.origin.sourceHash ?? ''}`} old={old} found={found} />
        ) : result === null && reading.status === 'reading' ? (
          <div className="grid gap-3 p-4">
            <Skeleton className="w-56" />
            <Skeleton className="w-40" />
          </div>
        ) : result === null ? (
          <EmptyState
            icon={GitCompareArrows}
            title="What does it look like now?"
            why="You will see which fields came, went and changed, where fields that are gone may have gone to, and whose rules would break."
            example="For example: the new XSD of the partner, or an order as it comes in today."
          />
        ) : null}
      </section>
    </PageFrame>
  );
}
