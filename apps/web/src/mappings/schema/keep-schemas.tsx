import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { FoundSchema } from '../../mapper/schema/index.ts';
import { Button, Checkbox, TextField, toast } from '../../ui/index.ts';
import type { Keeping } from './use-keeping.ts';

interface KeepSchemasProps {
  readonly keeping: Keeping;
  readonly schemas: readonly FoundSchema[];
  readonly shown: number;
}

/** Below the preview: the name of the shown one, and the button that saves all that are kept. */
export function KeepSchemas({ keeping, schemas, shown }: KeepSchemasProps) {
  const navigate = useNavigate();
  const [checked, setChecked] = useState(false);
  const { kept } = keeping;
  const isKept = schemas.length === 1 || kept.has(shown);
  const wrong = [...kept].filter((index) => keeping.mistakeOf(index) !== undefined);
  const save = async (): Promise<void> => {
    setChecked(true);
    if (wrong.some((index) => !keeping.refusals.has(index))) return;
    const { saved, refused } = await keeping.save();
    const [only] = saved;
    if (only === undefined) return;
    toast(saved.length === 1 ? 'The schema was saved' : `${saved.length} schemas were saved`, {
      detail: saved
        .map(({ name }) => name)
        .join(', ')
        .slice(0, 200),
    });
    if (refused > 0) return;
    if (saved.length === 1) void navigate({ to: '/mappings/schemas/$schemaId', params: { schemaId: only.id } });
    else void navigate({ to: '/mappings', search: { tab: 'schemas' } });
  };
  return (
    <form
      noValidate
      className="flex flex-none flex-wrap items-start gap-x-4 gap-y-2 border-t border-line bg-panel px-4 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextField
        label={schemas.length === 1 ? 'Name in the library' : `Name of ${schemas[shown]?.name ?? ''} in the library`}
        fieldClassName="w-80 max-w-full"
        maxLength={120}
        value={keeping.nameOf(shown)}
        disabled={!isKept}
        error={isKept && (checked || keeping.nameOf(shown) !== '') ? keeping.mistakeOf(shown) : undefined}
        hint={isKept ? 'Mappings refer to it by this name and a version.' : 'Tick it to keep it.'}
        onChange={(event) => keeping.rename(shown, event.target.value)}
      />
      <Checkbox
        className="mt-7 flex-1"
        label="Canonical"
        hint="A model of your own, to which partners are mapped"
        checked={keeping.canonical}
        onChange={keeping.setCanonical}
      />
      <Button type="submit" look="primary" className="mt-7" busy={keeping.isSaving} disabled={kept.size === 0}>
        {kept.size === 1 ? 'Save the schema' : `Save ${kept.size} schemas`}
      </Button>
      {wrong.length > 0 && checked && schemas.length > 1 ? (
        <p role="alert" className="basis-full text-12 text-bad">
          {wrong.length === 1 ? 'One of them' : `${wrong.length} of them`} cannot be saved under this name: choose it in
          the list to see why.
        </p>
      ) : null}
    </form>
  );
}
