import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc, trpcClient } from '../../../app/api-client.ts';
import { ErrorBox } from '../../../app/error-box.tsx';
import { acceptedOf, DriftView, judged, undecidedWords } from '../../../mapper/schema/index.ts';
import type { FoundSchema, Verdicts } from '../../../mapper/schema/index.ts';
import { Button, ProblemBox, Section, Skeleton, TextField } from '../../../ui/index.ts';
import { ImpactList } from './impact-list.tsx';
import { isMovable } from './impact.ts';
import type { SchemaCompared } from './impact.ts';
import type { OldSchema } from './schema-drift.page.tsx';
import { useNewVersion } from './use-new-version.ts';
import { VersionSavedView } from './version-saved-view.tsx';

interface DriftScreenProps {
  readonly old: OldSchema;
  readonly found: FoundSchema;
}

/** Compared by the server, which knows who uses the schema. */
export function DriftScreen({ old, found }: DriftScreenProps) {
  const compare = useQuery({
    queryKey: [...trpc.schema.compare.mutationKey(), old.ref, found.origin.sourceHash, found.origin.type, found.fields],
    queryFn: () =>
      trpcClient.schema.compare.mutate({ schemaId: old.id, from: old.version.number, schema: found.schema }),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  if (compare.error !== null && compare.data === undefined)
    return (
      <ErrorBox
        className="m-4 max-w-150"
        error={compare.error}
        doing="The two cannot be compared"
        onRetry={() => void compare.refetch()}
      />
    );
  if (compare.data === undefined)
    return (
      <div className="grid gap-3 p-4" aria-busy aria-label="It is being compared">
        <Skeleton className="w-56" />
        <Skeleton className="w-72" />
        <Skeleton className="w-40" />
      </div>
    );
  return <Compared old={old} found={found} compared={compare.data} />;
}

function Compared({ old, found, compared }: DriftScreenProps & { readonly compared: SchemaCompared }) {
  const { changes, relinks, impact } = compared;
  const next = old.latest + 1;
  const [verdicts, setVerdicts] = useState<Verdicts>(new Map());
  const [staying, setStaying] = useState<ReadonlySet<string>>(new Set());
  const [note, setNote] = useState('');
  const save = useNewVersion(old);
  const accepted = acceptedOf(relinks, verdicts);
  const moving = impact.filter((use) => isMovable(use) && !staying.has(use.id));
  if (save.data !== undefined) return <VersionSavedView old={old} saved={save.data} />;
  if (changes.length === 0)
    return (
      <ProblemBox
        tone="info"
        className="m-4 max-w-150"
        title={`Nothing changes: it has the same fields as version ${old.latest}`}
        next="There is nothing to save. Give another file to compare."
      />
    );
  const undecided = undecidedWords(relinks, verdicts);
  return (
    <>
      <div className="min-h-0 flex-1 overflow-auto">
        <DriftView
          drift={compared}
          against={old.latest}
          consequence="What you accept is linked anew in the drafts below; what you refuse stays broken, and red."
          verdicts={verdicts}
          disabled={save.isPending}
          onJudge={(from, verdict) => setVerdicts(judged(verdicts, from, verdict))}
        />
        <Section className="grid gap-2">
          <h2 className="font-semibold">Who uses version {old.latest}</h2>
          {impact.length === 0 ? (
            <p className="text-ink-3">No mapping and no flow.</p>
          ) : (
            <ImpactList
              impact={impact}
              version={next}
              moving={new Set(moving.map(({ id }) => id))}
              mayMove
              onMove={(id, move) => {
                const rest = new Set(staying);
                if (move) rest.delete(id);
                else rest.add(id);
                setStaying(rest);
              }}
            />
          )}
        </Section>
      </div>
      <form
        noValidate
        className="flex flex-none flex-wrap items-end gap-3 border-t border-line bg-panel px-4 py-3"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ found, note, accepted, moving });
        }}
      >
        <TextField
          label="Note"
          maxLength={2_000}
          fieldClassName="min-w-50 flex-1"
          placeholder="What changed, in a sentence"
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        <Button type="submit" look="primary" busy={save.isPending}>
          Save as version {next}
        </Button>
        {undecided === undefined ? null : (
          <p className="basis-full text-12 text-ink-3" role="status">
            {undecided}
          </p>
        )}
        {save.error === null ? null : <ErrorBox className="basis-full" error={save.error} />}
      </form>
    </>
  );
}
