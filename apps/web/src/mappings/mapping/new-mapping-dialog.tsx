import type { MappingDocument } from '@patchbay/model/mapping';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { trpc } from '../../app/api-client.ts';
import { Button, Dialog, Field, TextAreaField, TextField } from '../../ui/index.ts';
import { nameMistake } from '../library-words.ts';
import { sourceNameOf } from '../../mapper/schemas/source-name.ts';
import { LibraryPicker } from '../library-picker.tsx';
import { UseRefusal } from '../use-refusal.tsx';

const later = 'later';
const sayLater = 'Say it in the mapper';

/** A name, and what is mapped to what as far as it is known; the rest is drawn in the mapper. */
export function NewMappingDialog({ onClose }: { readonly onClose: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const [source, setSource] = useState(later);
  const [target, setTarget] = useState(later);
  const [checked, setChecked] = useState(false);
  const mistake = nameMistake(name);
  const create = useMutation(
    trpc.mapping.create.mutationOptions({
      onSuccess: ({ id }) => {
        void client.invalidateQueries({ queryKey: trpc.mapping.list.pathKey() });
        void navigate({ to: '/mappings/$mappingId', params: { mappingId: id } });
      },
    }),
  );
  return (
    <Dialog
      onClose={onClose}
      title="New mapping"
      description="It is kept in the library: flows and other mappings use it by its name and version."
      footer={
        <>
          <Button look="primary" type="submit" form="new-mapping" busy={create.isPending}>
            Make it and open
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <form
        id="new-mapping"
        noValidate
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          setChecked(true);
          if (mistake === undefined)
            create.mutate({ name: name.trim(), description, document: firstDraft(source, target) });
        }}
      >
        <TextField
          label="Name"
          required
          autoFocus
          maxLength={120}
          placeholder="Shop order to invoice"
          value={name}
          error={checked || name !== '' ? mistake : undefined}
          onChange={(event) => {
            setName(event.target.value);
            create.reset();
          }}
        />
        <Shape label="From" value={source} onChange={setSource} />
        <Shape label="To" value={target} onChange={setTarget} />
        <TextAreaField
          label="Description"
          rows={2}
          maxLength={2_000}
          placeholder="What it is for, in a sentence"
          value={description}
          onChange={(event) => setDescription(event.target.value)}
        />
        {create.error === null ? null : <UseRefusal error={create.error} />}
      </form>
    </Dialog>
  );
}

interface ShapeProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

const Shape = ({ label, value, onChange }: ShapeProps) => (
  <Field label={label}>
    {({ id }) => (
      <LibraryPicker
        kind="schema"
        id={id}
        aria-label={label}
        value={value}
        shown={value === later ? sayLater : undefined}
        placeholder={sayLater}
        always={[{ value: later, label: sayLater }]}
        onChange={onChange}
      />
    )}
  </Field>
);

const firstDraft = (source: string, target: string): MappingDocument => ({
  map: 1,
  ...(source === later ? {} : { sources: { [sourceNameOf(source)]: { schema: source } } }),
  ...(target === later ? {} : { target: { schema: target } }),
  root: { fields: {} },
});
