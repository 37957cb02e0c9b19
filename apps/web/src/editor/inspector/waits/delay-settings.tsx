import type { DelayNode } from '@patchbay/model/flow';
import { RadioCards, Section, SelectField } from '../../../ui/index.ts';
import { ValueField } from '../fields/value-field.tsx';
import type { NodeForm } from '../node-edit.ts';

const units = [
  { value: 'seconds', label: 'seconds' },
  { value: 'minutes', label: 'minutes' },
  { value: 'hours', label: 'hours' },
  { value: 'days', label: 'days' },
] as const;

const whileField = {
  name: 'value',
  label: 'How long',
  control: 'text',
  required: true,
  dynamic: true,
  description: 'A number of the unit below, or a duration such as PT5M or P1DT2H.',
} as const;
const timeField = {
  name: 'value',
  label: 'Until when',
  control: 'text',
  required: true,
  dynamic: true,
  description: 'A time such as 2026-03-29T08:00:00+02:00; without a zone it is UTC.',
} as const;

/** Waits without holding anything up: the run is put aside and goes on by itself. */
export function DelaySettings({ form }: { readonly form: NodeForm<DelayNode> }) {
  const { node, update, seal, preview, problems, disabled } = form;
  return (
    <>
      <Section>
        <RadioCards<DelayNode['mode']>
          label="What it waits for"
          titled
          value={node.mode}
          onChange={(mode) => {
            if (!disabled) update({ ...node, mode }, 'mode');
          }}
          cards={[
            { value: 'for', title: 'A while', detail: 'Counted from when this step is reached.' },
            { value: 'until', title: 'A time', detail: 'One that has passed already is no delay.' },
          ]}
        />
      </Section>
      <Section className="grid gap-3">
        <ValueField
          field={node.mode === 'for' ? whileField : timeField}
          at="value"
          value={node.value}
          onChange={(value) => update({ ...node, value: value ?? { mode: 'fixed', value: '' } }, 'value')}
          {...{ onBlur: seal, preview, problems, disabled }}
        />
        {node.mode === 'for' ? (
          <SelectField
            label="Unit of a number"
            value={node.unit ?? 'minutes'}
            options={units}
            disabled={disabled}
            onChange={(unit) => update({ ...node, unit }, 'unit')}
          />
        ) : null}
        <p className="text-12 text-ink-3">
          A run that waits takes no room in a worker, however long it is; at most 366 days. It can be cancelled at any
          time.
        </p>
      </Section>
    </>
  );
}
