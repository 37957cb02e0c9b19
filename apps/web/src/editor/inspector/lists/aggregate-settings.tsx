import type { AggregateNode, MeasureKind } from '@patchbay/model/flow';
import { SelectField, TextField } from '../../../ui/index.ts';
import type { NodeForm } from '../node-edit.ts';
import { ItemsField, ListExpression, Parts } from './list-fields.tsx';

type Measure = AggregateNode['measures'][number];

const kinds: readonly { readonly value: MeasureKind; readonly label: string }[] = [
  { value: 'count', label: 'Count' },
  { value: 'sum', label: 'Sum' },
  { value: 'average', label: 'Average' },
  { value: 'min', label: 'Smallest' },
  { value: 'max', label: 'Largest' },
  { value: 'first', label: 'First value' },
  { value: 'collect', label: 'List of all values' },
];

const ofHints: Readonly<Partial<Record<MeasureKind, string>>> = {
  count: 'Records that have this value. Without it, all records are counted.',
  first: 'Without it, the first record as a whole.',
  collect: 'Without it, the records as a whole.',
};

function freeName(taken: readonly string[], wanted: string): string {
  if (!taken.includes(wanted)) return wanted;
  for (let number = 2; ; number += 1) if (!taken.includes(`${wanted}${number}`)) return `${wanted}${number}`;
}

export function AggregateSettings({ form }: { readonly form: NodeForm<AggregateNode> }) {
  const { node, update, disabled, seal } = form;
  const taken = [...node.groupBy, ...node.measures].map(({ name }) => name);
  return (
    <>
      <ItemsField form={form} />
      <Parts
        title="One record for each"
        word="Group"
        parts={node.groupBy}
        least={0}
        most={20}
        empty="Without a group, all records together give one."
        disabled={disabled}
        fresh={() => ({ name: freeName(taken, 'group'), expr: '' })}
        onChange={(groupBy, field) => update({ ...node, groupBy }, field)}
      >
        {(group, index, replace) => (
          <>
            <ListExpression
              form={form}
              at={`groupBy.${index}`}
              label="Value"
              hint={index === 0 ? '“item” is a record of the list.' : undefined}
              placeholder="item.customer"
              value={group.expr}
              over={node.items}
              onChange={(expr) => replace({ ...group, expr })}
            />
            <FieldName
              value={group.name}
              disabled={disabled}
              onSeal={seal}
              onChange={(name) => replace({ ...group, name })}
            />
          </>
        )}
      </Parts>
      <Parts
        title="Results"
        word="Result"
        parts={node.measures}
        least={0}
        most={50}
        disabled={disabled}
        fresh={(): Measure => ({ name: freeName(taken, 'sum'), kind: 'sum', of: '' })}
        onChange={(measures, field) => update({ ...node, measures }, field)}
      >
        {(measure, index, replace) => (
          <>
            <SelectField
              label="What"
              value={measure.kind}
              disabled={disabled}
              options={kinds}
              onChange={(kind) => replace({ ...measure, kind })}
            />
            <ListExpression
              form={form}
              at={`measures.${index}`}
              label="Of"
              optional={measure.kind in ofHints}
              hint={ofHints[measure.kind]}
              placeholder="item.total"
              value={measure.of ?? ''}
              over={node.items}
              onChange={(text) => {
                const { of: _, ...rest } = measure;
                replace(text.trim() === '' ? rest : { ...rest, of: text });
              }}
            />
            <FieldName
              value={measure.name}
              disabled={disabled}
              onSeal={seal}
              onChange={(name) => replace({ ...measure, name })}
            />
          </>
        )}
      </Parts>
    </>
  );
}

interface FieldNameProps {
  readonly value: string;
  readonly disabled: boolean;
  readonly onChange: (name: string) => void;
  readonly onSeal: () => void;
}

/** A field of the result; an empty name is not kept. */
function FieldName({ value, disabled, onChange, onSeal }: FieldNameProps) {
  return (
    <TextField
      label="Field of the result"
      mono
      maxLength={200}
      value={value}
      disabled={disabled}
      onChange={(event) => {
        if (event.target.value !== '') onChange(event.target.value);
      }}
      onBlur={onSeal}
    />
  );
}
