import { DataSchema } from '@patchbay/model/schema';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { trpcClient } from '../../../app/api-client.ts';
import { ErrorBox } from '../../../app/error-box.tsx';
import { LibraryPicker } from '../../../mappings/library-picker.tsx';
import { Fold } from '../../../ui/index.ts';
import { FieldProblems } from '../../expression/expression-field.tsx';
import { JsonControl } from '../fields/json-control.tsx';
import { problemsAt } from '../node-edit.ts';
import type { NodeForm } from '../node-edit.ts';

interface ShapeFoldProps {
  readonly title: string;
  readonly summary: string;
  readonly label: string;
  readonly hint: string;
  /** The field of the node that holds it. */
  readonly name: string;
  readonly value: DataSchema | undefined;
  readonly form: Pick<NodeForm, 'seal' | 'disabled' | 'problems'>;
  readonly onChange: (schema: DataSchema | undefined) => void;
  readonly children?: ReactNode;
}

/** A shape: typed as a JSON Schema, or taken from the library of the workspace. */
export function ShapeFold({ title, summary, label, hint, name, value, form, onChange, children }: ShapeFoldProps) {
  const { seal, disabled, problems } = form;
  const own = problemsAt(problems, name);
  return (
    <Fold title={title} summary={summary} defaultOpen={own.length > 0}>
      <div data-field={name} className="grid gap-2">
        <p className="text-12 text-ink-3">{hint}</p>
        <JsonControl
          label={label}
          value={value as never}
          disabled={disabled}
          onBlur={seal}
          onChange={(next) => {
            if (next === undefined || DataSchema.safeParse(next).success) onChange(next as DataSchema | undefined);
          }}
        />
        <FieldProblems problems={own} />
        {disabled ? null : <FromLibrary label={title} onChoose={onChange} />}
        {children}
      </div>
    </Fold>
  );
}

function FromLibrary({ label, onChoose }: { readonly label: string; readonly onChoose: (schema: DataSchema) => void }) {
  const take = useMutation({
    mutationFn: async (ref: string) => {
      const { schemas: found } = await trpcClient.mapping.resolve.query({ schemas: [ref] });
      const schema = found?.[ref];
      if (schema === undefined) throw new Error(`${ref} is not in the library any more.`);
      return schema;
    },
    onSuccess: onChoose,
  });
  return (
    <>
      <LibraryPicker
        kind="schema"
        aria-label={`${label}: from the library`}
        value={undefined}
        placeholder={take.isPending ? 'Taking it…' : 'Take a schema of the library…'}
        disabled={take.isPending}
        onChange={(ref) => take.mutate(ref)}
      />
      {take.error === null ? null : <ErrorBox error={take.error} doing="The schema could not be taken" />}
    </>
  );
}
