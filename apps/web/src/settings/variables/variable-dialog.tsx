import type { JsonObject } from '@patchbay/model/schema';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { trpc } from '../../app/api-client.ts';
import { ErrorBox } from '../../app/error-box.tsx';
import { Button, Dialog, Field, ProblemBox, Segmented, TextAreaField, TextField, toast } from '../../ui/index.ts';
import { asKind, draftOf, emptyDraft, readDraft, soundsSecret, variableKinds } from './variable-draft.ts';
import type { DraftProblems, VariableDraft } from './variable-draft.ts';
import { usersInWords } from './variable-users.tsx';
import type { VariableItem } from './variable-users.tsx';

export interface VariableDialogProps {
  /** Null: a new one. */
  readonly variable: VariableItem | null;
  /** The names that are there. */
  readonly names: readonly string[];
  readonly onClose: () => void;
}

export function VariableDialog({ variable, names, onClose }: VariableDialogProps) {
  const client = useQueryClient();
  const [draft, setDraft] = useState<VariableDraft>(variable === null ? emptyDraft : draftOf(variable));
  const [problems, setProblems] = useState<DraftProblems>({});
  const save = useMutation(
    trpc.variable.set.mutationOptions({
      onSuccess: (_, { name }) => {
        toast(variable === null ? `${name} is there` : `${name} was changed`);
        onClose();
      },
      onSettled: () => void client.invalidateQueries({ queryKey: trpc.variable.pathKey() }),
    }),
  );
  const change = (next: VariableDraft): void => {
    setDraft(next);
    setProblems({});
    // One that is under way is not let go: it would close the dialog over what is typed now.
    if (save.isError) save.reset();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const read = readDraft(draft, variable === null ? names : []);
    setProblems(read.problems);
    if (read.value === undefined) return;
    save.mutate({ name: draft.name, value: read.value as JsonObject, revision: variable?.revision ?? 0 });
  };
  const live = variable?.usedBy.filter((user) => user.live && user.reads === 'named') ?? [];
  return (
    <Dialog
      onClose={onClose}
      title={variable === null ? 'New variable' : `Edit ${variable.name}`}
      footer={
        <>
          <Button look="primary" type="submit" form="variable" busy={save.isPending}>
            {variable === null ? 'Add' : 'Save'}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <form id="variable" noValidate className="grid gap-3" onSubmit={submit}>
        {variable === null ? (
          <TextField
            label="Name"
            required
            mono
            autoFocus
            value={draft.name}
            error={problems.name}
            onChange={(event) => change({ ...draft, name: event.target.value.trim() })}
            hint="Letters, digits and _. It stays: expressions read it as vars.name, and two names may not differ by upper and lower case alone."
          />
        ) : null}
        <Field label="Kind">
          {() => (
            <Segmented
              label="Kind"
              value={draft.kind}
              options={variableKinds}
              onChange={(kind) => change(asKind(draft, kind))}
            />
          )}
        </Field>
        <ValueField draft={draft} problem={problems.text} onChange={(text) => change({ ...draft, text })} />
        {soundsSecret(draft) ? (
          <ProblemBox
            tone="wait"
            title="This sounds like a credential"
            cause="Everybody who may see flows can read variables, and they stand in the audit."
            next="Put credentials into a connection: there they are encrypted and never shown again."
          />
        ) : null}
        {live.length > 0 ? (
          <p className="text-ink-2">
            {usersInWords(live)} {live.length === 1 ? 'reads' : 'read'} it live: runs that begin or go on from now read
            the new value.
          </p>
        ) : null}
        {save.error === null ? null : <ErrorBox error={save.error} />}
      </form>
    </Dialog>
  );
}

interface ValueFieldProps {
  readonly draft: VariableDraft;
  readonly problem: string | undefined;
  readonly onChange: (text: string) => void;
}

const truths = [
  { value: 'true', label: 'Yes' },
  { value: 'false', label: 'No' },
] as const;

function ValueField({ draft: { kind, text }, problem, onChange }: ValueFieldProps) {
  switch (kind) {
    case 'yesNo':
      return (
        <Field label="Value">
          {() => (
            <Segmented label="Value" value={text === 'true' ? 'true' : 'false'} options={truths} onChange={onChange} />
          )}
        </Field>
      );
    case 'number':
      return (
        <TextField
          label="Value"
          mono
          inputMode="decimal"
          value={text}
          error={problem}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case 'text':
      return (
        <TextAreaField
          label="Value"
          className="field-sizing-content max-h-80 min-h-17"
          value={text}
          error={problem}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case 'structure':
      return (
        <TextAreaField
          label="Value"
          mono
          rows={10}
          value={text}
          error={problem}
          hint='As JSON: ["eu", "ch"] or {"eu": 0.2}. Tables belong in lookup tables of the library.'
          onChange={(event) => onChange(event.target.value)}
        />
      );
  }
}
