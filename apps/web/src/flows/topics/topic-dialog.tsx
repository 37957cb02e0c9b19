import { TopicName } from '@patchbay/model/identity';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { trpc, trpcClient } from '../../app/api-client.ts';
import { ErrorBox } from '../../app/error-box.tsx';
import { LibraryPicker } from '../../mappings/library-picker.tsx';
import { Button, Dialog, Field, Select, TextAreaField, TextField } from '../../ui/index.ts';

const retentions: readonly (readonly [hours: number, words: string])[] = [
  [24, 'a day'],
  [168, 'a week'],
  [720, '30 days'],
  [2_160, '90 days'],
  [8_760, 'a year'],
];

/** No reference looks like it. */
const anyValue = '';
const anyValueWords = 'None: any value is published';

export function retentionWords(hours: number): string {
  const known = retentions.find(([value]) => value === hours);
  if (known !== undefined) return known[1];
  return hours % 24 === 0 ? `${hours / 24} days` : `${hours} hours`;
}

export interface EditedTopic {
  readonly name: string;
  readonly description: string;
  readonly retentionHours: number;
  readonly schemaRef: string | null;
}

/** Makes a topic, or changes the one that is given; its name stays. */
export function TopicDialog({ topic, onClose }: { readonly topic?: EditedTopic; readonly onClose: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState(topic?.name ?? '');
  const [description, setDescription] = useState(topic?.description ?? '');
  const [hours, setHours] = useState(topic?.retentionHours ?? 168);
  const [schemaRef, setSchemaRef] = useState(topic?.schemaRef ?? null);
  const isName = TopicName.safeParse(name).success;
  const save = useMutation({
    mutationFn: () => {
      const given = { name, description, retentionHours: hours };
      if (topic !== undefined) return trpcClient.topic.update.mutate({ ...given, schemaRef });
      return trpcClient.topic.create.mutate(schemaRef === null ? given : { ...given, schemaRef });
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: trpc.topic.pathKey() });
      onClose();
      void navigate({ to: '/flows/topics', search: { name } });
    },
  });
  const options = retentions.map(([value, words]) => ({ value: String(value), label: words }));
  const isUsual = retentions.some(([value]) => value === hours);
  return (
    <Dialog
      onClose={onClose}
      title={topic === undefined ? 'New topic' : `Settings of “${topic.name}”`}
      footer={
        <>
          <Button look="primary" type="submit" form="topic" busy={save.isPending} disabled={!isName}>
            {topic === undefined ? 'Create' : 'Save'}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <form
        id="topic"
        noValidate
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (isName) save.mutate();
        }}
      >
        {topic === undefined ? (
          <TextField
            label="Name"
            required
            autoFocus
            maxLength={100}
            placeholder="orders.created"
            value={name}
            error={
              name === '' || isName ? undefined : 'Lower-case letters, digits, dots, - and _, starting with a letter.'
            }
            hint="Flows and programs know the topic by it. It never changes."
            onChange={(event) => {
              setName(event.target.value);
              save.reset();
            }}
          />
        ) : null}
        <TextAreaField
          label="Description"
          rows={2}
          maxLength={2_000}
          placeholder="What it is for, in a sentence"
          value={description}
          onChange={(event) => setDescription(event.target.value)}
        />
        <Field
          label="Messages are kept for"
          hint="Longer, while a subscriber still has to get them. Nothing older can be replayed."
        >
          {({ id, describedBy }) => (
            <Select
              id={id}
              aria-describedby={describedBy}
              value={String(hours)}
              options={isUsual ? options : [...options, { value: String(hours), label: retentionWords(hours) }]}
              onChange={(value) => setHours(Number(value))}
            />
          )}
        </Field>
        <Field label="Schema" hint="What breaks it is not published.">
          {({ id }) => (
            <LibraryPicker
              kind="schema"
              id={id}
              aria-label="Schema"
              value={schemaRef ?? anyValue}
              shown={schemaRef === null ? anyValueWords : undefined}
              placeholder={anyValueWords}
              always={[{ value: anyValue, label: anyValueWords }]}
              onChange={(ref) => {
                setSchemaRef(ref === anyValue ? null : ref);
                save.reset();
              }}
            />
          )}
        </Field>
        {save.error === null ? null : <ErrorBox error={save.error} />}
      </form>
    </Dialog>
  );
}
