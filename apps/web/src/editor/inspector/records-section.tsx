// Whether a step works on records as they come, and what becomes of those that it cannot work on.
import { recordSource } from '@patchbay/model/flow';
import type { FlowNode, ListNode, RecordsMode } from '@patchbay/model/flow';
import { Section, Segmented, SelectField, TextField } from '../../ui/index.ts';
import type { NodeForm } from './node-edit.ts';

type OverRecords = Extract<FlowNode, { kind: 'map' | 'filter' }> | ListNode;

const badRecords = [
  { value: 'fail', label: 'Fail the step' },
  { value: 'leaveOut', label: 'Leave it out and keep it to be looked at' },
] as const;

/** For a map, a filter and the steps over lists: one message, or records as they come. */
export function RecordsSection<Node extends OverRecords>({ form }: { readonly form: NodeForm<Node> }) {
  const { node, update, disabled } = form;
  const { records } = node;
  const set = (next: RecordsMode | undefined, field: string): void => {
    const { records: _, ...rest } = node;
    update((next === undefined ? rest : { ...rest, records: next }) as Node, field);
  };
  return (
    <Section className="grid gap-3">
      <Segmented
        label="Works on"
        value={records === undefined ? 'value' : 'records'}
        disabled={disabled}
        options={[
          { value: 'value', label: node.kind === 'map' ? 'One message' : 'A list' },
          { value: 'records', label: 'Records as they come' },
        ]}
        onChange={(value) => set(value === 'records' ? {} : undefined, 'records')}
      />
      {records === undefined ? null : (
        <>
          <p className="text-12 text-ink-3">
            {recordSource(node) === undefined
              ? 'Records reach this step along its edge, however many there are; “item” is the one at hand.'
              : 'The records are those of the list; “item” is the one at hand.'}
          </p>
          <SelectField
            label="A record that cannot be worked on"
            value={records.onBad ?? 'fail'}
            disabled={disabled}
            options={badRecords}
            onChange={(onBad) => set({ ...records, onBad }, 'records.onBad')}
          />
          <CollectField records={records} disabled={disabled} onChange={(next) => set(next, 'records.collect')} />
        </>
      )}
    </Section>
  );
}

function CollectField({
  records,
  disabled,
  onChange,
}: {
  readonly records: RecordsMode;
  readonly disabled: boolean;
  readonly onChange: (records: RecordsMode) => void;
}) {
  const { collect, ...rest } = records;
  return (
    <TextField
      label="Becomes one list of at most"
      hint="Empty: records go on one after the other. With a number, later steps read the list; more than so many fail the step (10,000 at most)."
      inputMode="numeric"
      value={collect === undefined ? '' : String(collect)}
      disabled={disabled}
      onChange={({ target }) => {
        const most = Math.min(10_000, Number(target.value.replace(/\D/g, '')));
        onChange(most < 1 ? rest : { ...rest, collect: most });
      }}
    />
  );
}

type ActionNode = Extract<FlowNode, { kind: 'action' }>;

/** For an operation that writes records. */
export function WrittenRecords({ form }: { readonly form: NodeForm<ActionNode> }) {
  const { node, update, disabled } = form;
  const { records } = node;
  if (records?.does !== 'write') return null;
  return (
    <Section>
      <SelectField
        label="A record that the target refuses"
        value={records.onBad ?? 'fail'}
        disabled={disabled}
        options={badRecords}
        onChange={(onBad) => update({ ...node, records: { ...records, onBad } }, 'records.onBad')}
      />
    </Section>
  );
}
