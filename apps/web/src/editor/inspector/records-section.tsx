// Whether a step works on records as they come, what becomes of those that it cannot work on, and what it hands on.
import { carriesRecords, mostCollected, partnersPort, recordSource } from '@patchbay/model/flow';
import type { FlowDocument, FlowNode, ListNode, RecordsMode } from '@patchbay/model/flow';
import { useState } from 'react';
import { Fold, Section, Segmented, SelectField, TextField } from '../../ui/index.ts';
import { removeEdgeCommand } from '../canvas/splice.ts';
import { useDoc, useEditor } from '../editor-context.ts';
import { batchOf } from '../editor.store.ts';
import type { NodeForm } from './node-edit.ts';

export type OverRecords = Extract<FlowNode, { kind: 'map' | 'filter' | 'code' }> | ListNode;

const badRecords = [
  { value: 'fail', label: 'Fail the step' },
  { value: 'leaveOut', label: 'Leave it out and keep it to be looked at' },
] as const;

const bringsRecords = (doc: FlowDocument, nodeId: string): boolean =>
  doc.edges.some((edge) => {
    const from =
      edge.to.node === nodeId && edge.to.port === 'in' ? doc.nodes.find(({ id }) => id === edge.from.node) : undefined;
    return from !== undefined && carriesRecords(from, edge);
  });

/** Whether a list has to be named: not where records come along the edge. */
export function useWantsList(node: OverRecords): boolean {
  const doc = useDoc();
  return node.records === undefined || recordSource(node) !== undefined || !bringsRecords(doc, node.id);
}

function withRecords<Node extends OverRecords>(node: Node, records: RecordsMode | undefined): Node {
  const { records: _, ...rest } = node;
  return (records === undefined ? rest : { ...rest, records }) as Node;
}

/** For a map, a filter and the steps over lists: one message, or records as they come. */
export function RecordsSection<Node extends OverRecords>({ form }: { readonly form: NodeForm<Node> }) {
  const { node, update, disabled } = form;
  const { records } = node;
  const { store } = useEditor();
  const doc = useDoc();
  const choose = (value: 'value' | 'records'): void => {
    if (value === 'records') return update(withRecords(node, {}), 'records');
    // Over a list there is no way in for records of partners.
    const partners = doc.edges.filter(({ to }) => to.node === node.id && to.port === partnersPort);
    if (partners.length === 0) return update(withRecords(node, undefined), 'records');
    const command = batchOf([
      ...partners.map(({ id }) => removeEdgeCommand(id)),
      { type: 'updateNode', node: withRecords(node, undefined) },
    ]);
    if (command !== null) store.getState().edit(command);
  };
  return (
    <Section className="grid gap-2">
      <Segmented
        label="Works on"
        value={records === undefined ? 'value' : 'records'}
        disabled={disabled}
        options={[
          { value: 'value', label: node.kind === 'map' ? 'One message' : 'A list' },
          { value: 'records', label: 'Records as they come' },
        ]}
        onChange={choose}
      />
      {records === undefined ? null : (
        <p className="text-12 text-ink-3">
          {recordSource(node) === undefined
            ? 'Records reach this step along its edge, however many there are; “item” is the one at hand.'
            : 'The records are those of the list; “item” is the one at hand.'}
        </p>
      )}
    </Section>
  );
}

/** What becomes of records that the step cannot work on, and what it hands on. Nothing for a step over one message. */
export function RecordsOutcome<Node extends OverRecords>({ form }: { readonly form: NodeForm<Node> }) {
  const { node, update, disabled } = form;
  const { records } = node;
  if (records === undefined) return null;
  const bad = records.onBad === 'leaveOut' ? 'bad ones are left out' : 'a bad one fails the step';
  return (
    <Fold
      title="Records"
      summary={records.collect === undefined ? bad : `${bad}, become a list`}
      defaultOpen={records.onBad !== undefined || records.collect !== undefined}
    >
      <div className="grid gap-3">
        <SelectField
          label="A record that cannot be worked on"
          value={records.onBad ?? 'fail'}
          disabled={disabled}
          options={badRecords}
          onChange={(onBad) => update(withRecords(node, { ...records, onBad }), 'records.onBad')}
        />
        <CollectFields
          records={records}
          disabled={disabled}
          onChange={(next) => update(withRecords(node, next), 'records.collect')}
        />
      </div>
    </Fold>
  );
}

interface CollectFieldsProps {
  readonly records: RecordsMode;
  readonly disabled: boolean;
  readonly onChange: (records: RecordsMode) => void;
}

function CollectFields({ records, disabled, onChange }: CollectFieldsProps) {
  const { collect, ...rest } = records;
  const [typed, setTyped] = useState<string>();
  const text = typed ?? (collect === undefined ? '' : String(collect));
  const most = Number(text);
  const fits = Number.isInteger(most) && most >= 1 && most <= mostCollected;
  return (
    <>
      <SelectField
        label="Hands on"
        value={collect === undefined ? 'records' : 'list'}
        disabled={disabled}
        options={[
          { value: 'records', label: 'Records, one after the other' },
          { value: 'list', label: 'One list of all of them' },
        ]}
        onChange={(value) => {
          setTyped(undefined);
          onChange(value === 'list' ? { ...rest, collect: 1_000 } : rest);
        }}
      />
      {collect === undefined ? null : (
        <TextField
          label="At most so many records"
          hint="Later steps read the list. With more records the step fails."
          error={fits ? undefined : `From 1 to ${mostCollected.toLocaleString('en')}.`}
          inputMode="numeric"
          value={text}
          disabled={disabled}
          onChange={({ target }) => {
            setTyped(target.value);
            const next = Number(target.value);
            if (Number.isInteger(next) && next >= 1 && next <= mostCollected) onChange({ ...rest, collect: next });
          }}
          onBlur={() => setTyped(undefined)}
        />
      )}
    </>
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
