import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { trpc } from '../../app/api-client.ts';
import { ErrorBox } from '../../app/error-box.tsx';
import { errorWords } from '../../app/error-words.ts';
import { useMay } from '../../app/session.ts';
import { Checkbox, Fold, KeyValue, Section, Skeleton, toast } from '../../ui/index.ts';
import { useUses } from '../delete-dialog.tsx';
import { UseList } from '../use-list.tsx';
import { VersionList } from '../version-list.tsx';
import { formatWords } from '../../mapper/schema/index.ts';
import type { SchemaView } from './schema-screen.tsx';

interface SchemaAboutProps {
  readonly view: SchemaView;
  readonly onVersion: (number: number) => void;
}

/** What it is for, where it came from, its versions, and who uses it. */
export function SchemaAbout({ view, onVersion }: SchemaAboutProps) {
  const { origin } = view.version;
  return (
    <>
      <Section className="grid gap-3">
        <p className={view.description === '' ? 'text-ink-3' : 'text-ink-2 wrap-anywhere'}>
          {view.description === '' ? 'No description.' : view.description}
        </p>
        <Canonical view={view} />
        <KeyValue
          rows={[
            ['Read from', formatWords(origin.format)],
            ['File', origin.file],
            ['Type in it', origin.type === view.name ? undefined : origin.type],
          ]}
        />
      </Section>
      <Versions view={view} onVersion={onVersion} />
      <UsedBy id={view.id} />
    </>
  );
}

function Canonical({ view }: { readonly view: SchemaView }) {
  const client = useQueryClient();
  const mayEdit = useMay('library.edit');
  const update = useMutation(
    trpc.schema.update.mutationOptions({
      onSuccess: () => void client.invalidateQueries({ queryKey: trpc.schema.pathKey() }),
      onError: (error) => toast('It was not changed', { detail: errorWords(error).title }),
    }),
  );
  return (
    <Checkbox
      label="Canonical"
      hint="A model of your own, to which partners are mapped: their schema → this one → another partner’s."
      checked={update.isPending ? update.variables.canonical === true : view.canonical}
      disabled={!mayEdit}
      onChange={(canonical) => update.mutate({ schemaId: view.id, canonical })}
    />
  );
}

function Versions({ view, onVersion }: SchemaAboutProps) {
  const versions = useQuery(trpc.schema.versions.queryOptions({ schemaId: view.id }));
  return (
    <Fold title="Versions" defaultOpen summary={`${view.latest}`}>
      {versions.error !== null ? (
        <ErrorBox error={versions.error} onRetry={() => void versions.refetch()} />
      ) : versions.data === undefined ? (
        <Skeleton className="h-8 w-60" />
      ) : (
        <VersionList versions={versions.data.items} current={view.version.number} onChoose={onVersion} />
      )}
    </Fold>
  );
}

export function UsedBy({
  id,
  kind = 'schema',
}: {
  readonly id: string;
  readonly kind?: Parameters<typeof useUses>[0];
}) {
  const uses = useUses(kind, id);
  const found = uses.data?.uses;
  return (
    <Fold
      title="Used by"
      defaultOpen
      summary={found === undefined ? '' : `${new Set(found.map((use) => use.id)).size}`}
    >
      {uses.error !== null ? (
        <ErrorBox error={uses.error} onRetry={() => void uses.refetch()} />
      ) : found === undefined ? (
        <Skeleton className="h-5 w-60" />
      ) : found.length === 0 ? (
        <p className="text-12 text-ink-3">No mapping and no flow yet.</p>
      ) : (
        <UseList uses={found} />
      )}
    </Fold>
  );
}
