import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { trpc } from '../../app/api-client.ts';
import { errorWords } from '../../app/error-words.ts';
import { useMay } from '../../app/session.ts';
import { Checkbox, KeyValue, Section, toast } from '../../ui/index.ts';
import { UsedBy, VersionsFold } from '../item-folds.tsx';
import { formatWords } from '../../mapper/schema/index.ts';
import type { SchemaView } from './schema-screen.tsx';

interface SchemaAboutProps {
  readonly view: SchemaView;
  readonly onVersion: (number: number) => void;
}

/** What it is for, where it came from, its versions, and who uses it. */
export function SchemaAbout({ view, onVersion }: SchemaAboutProps) {
  const { origin } = view.version;
  const versions = useQuery(trpc.schema.versions.queryOptions({ schemaId: view.id }));
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
      <VersionsFold query={versions} latest={view.latest} current={view.version.number} onChoose={onVersion} />
      <UsedBy kind="schema" id={view.id} />
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
