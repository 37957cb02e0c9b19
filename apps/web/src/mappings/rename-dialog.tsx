import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc, trpcClient } from '../app/api-client.ts';
import { errorWords } from '../app/error-words.ts';
import { Button, Dialog, TextAreaField, TextField } from '../ui/index.ts';
import { kindWords, nameMistake } from './library-words.ts';
import type { LibraryKind } from './library-words.ts';
import type { LibraryThing } from './item-menu.tsx';
import { UseRefusal } from './use-refusal.tsx';

interface RenameDialogProps {
  readonly kind: LibraryKind;
  readonly item: LibraryThing;
  readonly onClose: () => void;
}

interface Change {
  readonly name?: string;
  readonly description?: string;
}

const updates: Readonly<Record<LibraryKind, (id: string, change: Change) => Promise<void>>> = {
  mapping: (mappingId, change) => trpcClient.mapping.update.mutate({ mappingId, ...change }),
  schema: (schemaId, change) => trpcClient.schema.update.mutate({ schemaId, ...change }),
  lookup: (lookupId, change) => trpcClient.lookup.update.mutate({ lookupId, ...change }),
};

/** Name and description. The name of what others refer to stays: the server says who they are. */
export function RenameDialog({ kind, item, onClose }: RenameDialogProps) {
  const client = useQueryClient();
  const [name, setName] = useState(item.name);
  const [description, setDescription] = useState(item.description);
  const mistake = nameMistake(name);
  const update = useMutation({
    mutationFn: () =>
      updates[kind](item.id, {
        ...(name.trim() === item.name ? {} : { name: name.trim() }),
        ...(description === item.description ? {} : { description }),
      }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: trpc[kind].pathKey() });
      onClose();
    },
  });
  const taken = update.error === null ? undefined : errorWords(update.error);
  return (
    <Dialog
      onClose={onClose}
      title={`Name of the ${kindWords[kind]}`}
      footer={
        <>
          <Button look="primary" type="submit" form="rename" busy={update.isPending} disabled={mistake !== undefined}>
            Save
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <form
        id="rename"
        noValidate
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (mistake === undefined) update.mutate();
        }}
      >
        <TextField
          label="Name"
          required
          autoFocus
          maxLength={120}
          value={name}
          error={mistake}
          hint="Others refer to it by its name and a version. While they do, it keeps its name."
          onChange={(event) => {
            setName(event.target.value);
            update.reset();
          }}
        />
        <TextAreaField
          label="Description"
          rows={3}
          maxLength={2_000}
          placeholder="What it is for, in a sentence"
          value={description}
          onChange={(event) => setDescription(event.target.value)}
        />
        {taken === undefined ? null : <UseRefusal error={update.error} />}
      </form>
    </Dialog>
  );
}
