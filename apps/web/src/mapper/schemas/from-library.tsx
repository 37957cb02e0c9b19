import type { SchemaUse } from '@patchbay/model/mapping';
import type { DataSchema } from '@patchbay/model/schema';
import { useEffect, useState } from 'react';
import { Button, Skeleton } from '../../ui/index.ts';
import { EntrySelect } from '../library/entry-select.tsx';
import { refParts } from '../library/library-ref.ts';
import { useHost } from '../mapper-context.ts';
import type { FindEntries } from '../mapper-host.ts';
import { SchemaPreview } from '../schema/schema-preview.tsx';
import type { SchemaChoiceProps } from './schema-choice.tsx';
import type { SchemaDraft } from './schema-draft.ts';
import { VersionDrift } from './version-drift.tsx';
import type { VersionDriftProps } from './version-drift.tsx';

interface FromLibraryProps extends Omit<SchemaChoiceProps, 'onTaken'>, Pick<VersionDriftProps, 'onTaken'> {
  readonly find: FindEntries;
  readonly draft: SchemaDraft;
  readonly onDraft: (change: Partial<SchemaDraft>) => void;
}

/** A schema of the library: its fields are shown before it is taken. */
export function FromLibrary({ find, what, draft, onDraft, onChoose, current, onTaken }: FromLibraryProps) {
  const { compare } = useHost().library;
  const { entry } = draft;
  return (
    <div className="grid gap-2">
      <EntrySelect
        kind="schema"
        find={find}
        aria-label={`Schema ${what}`}
        value={entry?.ref}
        placeholder="Choose a schema"
        onChange={(_, chosen) => onDraft({ way: 'library', entry: chosen })}
      />
      {entry === undefined ? null : compare !== undefined && isOtherVersion(entry.ref, current) ? (
        <VersionDrift
          key={entry.ref}
          from={current}
          to={entry.ref}
          onTaken={onTaken}
          onUncompared={() => onChoose(entry.ref)}
        />
      ) : (
        <>
          {(entry.description ?? '') === '' ? null : <p className="text-12 wrap-anywhere">{entry.description}</p>}
          <Preview key={entry.ref} reference={entry.ref} name={entry.name} />
          <Button className="justify-self-start" onClick={() => onChoose(entry.ref)}>
            Take it
          </Button>
        </>
      )}
    </div>
  );
}

const isOtherVersion = (ref: string, current: SchemaUse | undefined): current is string =>
  typeof current === 'string' && current !== ref && refParts(current).name === refParts(ref).name;

type Read = { readonly schema: DataSchema } | { readonly failed: string };

/** Without it the schema can be taken all the same. */
function Preview({ reference, name }: { readonly reference: string; readonly name: string }) {
  const { schemaOf } = useHost().library;
  const [read, setRead] = useState<Read | null>(null);
  useEffect(() => {
    let isWanted = true;
    const keep = (result: Read): void => {
      if (isWanted) setRead(result);
    };
    schemaOf?.(reference).then(
      (schema) => keep({ schema }),
      (error: unknown) => keep({ failed: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      isWanted = false;
    };
  }, [schemaOf, reference]);
  if (schemaOf === undefined) return null;
  if (read !== null && 'failed' in read)
    return (
      <p role="alert" className="text-12 text-bad wrap-anywhere">
        Its fields cannot be shown: {read.failed}
      </p>
    );
  return (
    <div className="flex h-56 min-w-0 flex-col rounded-1 border border-line bg-panel">
      {read === null ? (
        <div className="grid gap-2 p-3" aria-busy aria-label="Its fields are being loaded">
          <Skeleton className="w-40" />
          <Skeleton className="w-28" />
        </div>
      ) : (
        <SchemaPreview name={name} schema={read.schema} />
      )}
    </div>
  );
}
