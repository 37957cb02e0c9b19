import type { FieldManifest } from '@patchbay/model/connector';
import type { Diagnostic } from '@patchbay/model/errors';
import type { FieldValue } from '@patchbay/model/flow';
import { useRef } from 'react';
import { Checkbox, Field, Segmented } from '../../../ui/index.ts';
import { ExpressionField, FieldProblems } from '../../expression/expression-field.tsx';
import type { PreviewScope } from '../../preview/preview-scope.ts';
import { useEditor } from '../../editor-context.ts';
import { problemsAt } from '../node-edit.ts';
import { EntriesControl } from './entries-control.tsx';
import { modesOf, modeWords, switched } from './field-modes.ts';
import type { FieldMode } from './field-modes.ts';
import { FixedControl } from './fixed-control.tsx';
import type { FixedOptions } from './fixed-control.tsx';
import { MappedControl } from './mapped-control.tsx';
import { SchemaControl } from './schema-control.tsx';
import { MappingControl } from '../../mapping/mapping-control.tsx';

export interface ValueFieldProps {
  readonly field: Pick<FieldManifest, 'name' | 'label' | 'control' | 'required' | 'dynamic'> & Partial<FieldManifest>;
  /** Where it stands in the node: `input.url`. */
  readonly at: string;
  readonly value: FieldValue | undefined;
  readonly onChange: (value: FieldValue | undefined) => void;
  readonly onBlur: () => void;
  readonly preview: PreviewScope;
  readonly problems: readonly Diagnostic[];
  readonly disabled: boolean;
  readonly options?: FixedOptions | undefined;
  /** Names for entries that are known beforehand: the columns of a table. */
  readonly knownNames?: readonly string[];
}

/** One field of a form: fixed, mapped or an expression. Switching keeps what was typed in the other modes. */
export function ValueField(props: ValueFieldProps) {
  const { field, value, onChange, at, disabled } = props;
  const memory = useRef(new Map<FieldMode, FieldValue>());
  const modes = modesOf(field.control, field.dynamic);
  const mode = value?.mode ?? modes[0] ?? 'fixed';
  const problems = problemsAt(props.problems, at);
  const shown = modes.includes(mode) ? modes : [...modes, mode];
  const { schemas } = useEditor().catalogue;
  const content = value?.mode === 'schema' ? schemas?.[value.schema] : undefined;
  // With what it names at hand, the same can be written out in the step.
  const known = value?.mode === 'schema' ? { ...value, content: content ?? undefined } : value;
  const change = (next: FieldMode): void => {
    if (value !== undefined) memory.current.set(value.mode, value);
    onChange(memory.current.get(next) ?? switched(known ?? blankOf(field.control), next));
  };
  const isTick = field.control === 'boolean' && mode === 'fixed' && shown.length < 2;
  if (isTick) {
    return (
      <div data-field={at}>
        <Checkbox
          label={field.label}
          {...(field.description === undefined ? {} : { hint: field.description })}
          checked={value?.mode === 'fixed' ? value.value === true : field.default === true}
          disabled={disabled}
          onChange={(checked) => onChange({ mode: 'fixed', value: checked })}
        />
        <FieldProblems problems={problems} />
      </div>
    );
  }
  return (
    <Field
      label={field.label}
      required={field.required}
      hint={field.description}
      aside={
        shown.length < 2 ? null : (
          <Segmented
            size="small"
            label={`How “${field.label}” is given`}
            value={mode}
            disabled={disabled}
            options={shown.map((option) => ({ value: option, label: modeWords[option] }))}
            onChange={change}
          />
        )
      }
    >
      {({ id, describedBy }) => (
        <div data-field={at}>
          <ModeControl {...props} value={value} mode={mode} id={id} describedBy={describedBy} problems={problems} />
          {mode === 'expression' || mode === 'entries' || mode === 'mapped' ? null : (
            <FieldProblems problems={problems} />
          )}
        </div>
      )}
    </Field>
  );
}

/** A blank schema is none of the library, not a blank text. */
const blankOf = (control: FieldManifest['control']): FieldValue | undefined =>
  control === 'schema' ? { mode: 'schema', schema: '' } : undefined;

interface ModeControlProps extends ValueFieldProps {
  readonly mode: FieldMode;
  readonly id: string;
  readonly describedBy: string | undefined;
}

function ModeControl(props: ModeControlProps) {
  const { field, value, mode, onChange, onBlur, preview, problems, disabled, id, describedBy } = props;
  switch (mode) {
    case 'fixed':
      return (
        <FixedControl
          id={id}
          describedBy={describedBy}
          field={field}
          value={value?.mode === 'fixed' ? value.value : undefined}
          invalid={problems.some((problem) => problem.severity === 'error')}
          onChange={(next) => onChange(next === undefined ? undefined : { mode: 'fixed', value: next })}
          onBlur={onBlur}
          disabled={disabled}
          options={props.options}
        />
      );
    case 'mapped':
      return (
        <MappedControl
          id={id}
          label={field.label}
          path={value?.mode === 'mapped' ? value.path : ''}
          onChange={(path) => onChange({ mode: 'mapped', path })}
          preview={preview}
          problems={problems}
          disabled={disabled}
        />
      );
    case 'expression':
      return (
        <ExpressionField
          id={id}
          describedBy={describedBy}
          label={field.label}
          value={value?.mode === 'expression' ? value.expr : ''}
          onChange={(expr) => onChange({ mode: 'expression', expr })}
          onBlur={onBlur}
          scope={preview.scope}
          types={preview.types}
          sources={preview.sources}
          problems={problems}
          disabled={disabled}
        />
      );
    case 'schema':
      return (
        <SchemaControl
          id={id}
          label={field.label}
          chosen={value?.mode === 'schema' ? value.schema : ''}
          isOptional={!field.required}
          onChange={(schema) => onChange(schema === '' ? undefined : { mode: 'schema', schema })}
          onBlur={onBlur}
          disabled={disabled}
        />
      );
    case 'mapping':
      return value?.mode === 'mapping' ? (
        <MappingControl label={field.label} name={field.name} mapping={value.mapping} />
      ) : null;
    case 'entries':
      return (
        <EntriesControl
          label={field.label}
          field={field.name}
          at={props.at}
          entries={value?.mode === 'entries' ? value.entries : []}
          onChange={(entries) => onChange({ mode: 'entries', entries })}
          onBlur={onBlur}
          preview={preview}
          problems={problems}
          disabled={disabled}
          knownNames={props.knownNames ?? []}
        />
      );
  }
}
