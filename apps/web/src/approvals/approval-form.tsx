import type { ApiOutputs } from '@patchbay/api';
import type { FormField } from '@patchbay/model/flow';
import { formValues } from '@patchbay/model/run';
import type { Json } from '@patchbay/model/schema';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Check, X } from 'lucide-react';
import { useState } from 'react';
import { trpc } from '../app/api-client.ts';
import { ErrorBox } from '../app/error-box.tsx';
import { Button, classNames, Field, RadioCards, SelectField, TextAreaField, TextField, toast } from '../ui/index.ts';

export type Approval = ApiOutputs['approval']['list']['items'][number];

interface ApprovalFormProps {
  readonly approval: Approval;
  /** In a dialog the buttons stay in sight, and it closes by this once somebody decided. */
  readonly onDone?: () => void;
}

/** The question with its form: approve or reject. */
export function ApprovalForm({ approval, onDone }: ApprovalFormProps) {
  const inDialog = onDone !== undefined;
  const [given, setGiven] = useState<Readonly<Record<string, string>>>({});
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const client = useQueryClient();
  const decide = useMutation(
    trpc.approval.decide.mutationOptions({
      onSuccess: (_, { decision }) => {
        toast(decision === 'approved' ? 'Approved' : 'Rejected', { detail: approval.title });
        onDone?.();
      },
      onSettled: () => {
        void client.invalidateQueries({ queryKey: trpc.approval.pathKey() });
        void client.invalidateQueries({ queryKey: trpc.run.pathKey() });
      },
    }),
  );
  const send = (decision: 'approved' | 'rejected'): void => {
    const judged = formValues(approval.fields, given, decision);
    setProblems(judged.problems);
    if (Object.keys(judged.problems).length > 0) return;
    const { runId, path } = approval;
    decide.mutate({ runId, path, decision, fields: judged.values as Record<string, Json> });
  };
  const pressed = decide.isPending ? decide.variables.decision : undefined;
  return (
    <form
      noValidate
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        send('approved');
      }}
    >
      {approval.description === '' ? null : (
        <p className="whitespace-pre-wrap text-ink-2 [overflow-wrap:anywhere]">{approval.description}</p>
      )}
      {approval.fields.map((field) => (
        <FormControl
          key={field.name}
          field={field}
          value={given[field.name] ?? ''}
          problem={problems[field.name]}
          disabled={!approval.mayDecide || decide.isPending}
          onChange={(value) => setGiven({ ...given, [field.name]: value })}
        />
      ))}
      {decide.error === null ? null : <ErrorBox error={decide.error} />}
      <div className={classNames('flex items-center gap-2', inDialog && 'sticky -bottom-4 -mb-4 bg-raised pt-1 pb-4')}>
        <Button
          type="submit"
          look="primary"
          icon={Check}
          busy={pressed === 'approved'}
          disabled={!approval.mayDecide || decide.isPending}
        >
          Approve
        </Button>
        <Button
          icon={X}
          busy={pressed === 'rejected'}
          disabled={!approval.mayDecide || decide.isPending}
          onClick={() => send('rejected')}
        >
          Reject
        </Button>
        <span className="text-12 text-ink-3">
          {approval.mayDecide ? 'Audited with your name' : `Needs the role ${approval.decidedBy} or above`}
        </span>
      </div>
    </form>
  );
}

interface FormControlProps {
  readonly field: FormField;
  readonly value: string;
  readonly problem: string | undefined;
  readonly disabled: boolean;
  readonly onChange: (value: string) => void;
}

function FormControl({ field, value, problem, disabled, onChange }: FormControlProps) {
  const shared = { label: field.label, hint: field.hint, error: problem, required: field.required === true, disabled };
  switch (field.type) {
    case 'text':
      return (
        <TextAreaField
          {...shared}
          rows={2}
          maxLength={4_000}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case 'number':
      return (
        <TextField {...shared} inputMode="decimal" value={value} onChange={(event) => onChange(event.target.value)} />
      );
    case 'date':
      return <TextField {...shared} type="date" value={value} onChange={(event) => onChange(event.target.value)} />;
    case 'choice':
      return (
        <SelectField
          {...shared}
          value={value === '' ? undefined : value}
          options={(field.options ?? []).map((option) => ({ value: option, label: option }))}
          onChange={onChange}
        />
      );
    case 'yesNo':
      return (
        <Field label={field.label} hint={field.hint} error={problem} required={field.required === true}>
          {() => (
            <RadioCards<string>
              label={field.label}
              value={value}
              onChange={(next) => {
                if (!disabled) onChange(next);
              }}
              cards={[
                { value: 'yes', title: 'Yes' },
                { value: 'no', title: 'No' },
              ]}
            />
          )}
        </Field>
      );
  }
}
