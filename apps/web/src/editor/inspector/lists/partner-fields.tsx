// Where the other side of a join comes from: a list, or for a join over records the records of another step.
import { outputPorts, partnersPort, recordSource, takesPartners } from '@patchbay/model/flow';
import type { FlowDocument, JoinNode } from '@patchbay/model/flow';
import { useState } from 'react';
import { Field, Segmented, SelectField } from '../../../ui/index.ts';
import type { SelectOption } from '../../../ui/index.ts';
import { connectionProblem } from '../../canvas/connection-rules.ts';
import { addEdgeCommand, removeEdgeCommand } from '../../canvas/splice.ts';
import { useDoc, useEditor } from '../../editor-context.ts';
import { batchOf } from '../../editor.store.ts';
import { problemsAt } from '../node-edit.ts';
import type { NodeForm } from '../node-edit.ts';
import { ListExpression } from './list-fields.tsx';

const ways = [
  { value: 'step', label: 'Records of a step' },
  { value: 'list', label: 'A list' },
] as const;

export function PartnerFields({ form }: { readonly form: NodeForm<JoinNode> }) {
  const { node, update, disabled } = form;
  // A list that is not named yet looks like records of a step that is not chosen yet.
  const [wantsList, setWantsList] = useState(false);
  const { store } = useEditor();
  const edges = usePartnerEdges(node);
  const fromStep = takesPartners(node) && !wantsList;
  const choose = (way: 'step' | 'list'): void => {
    setWantsList(way === 'list');
    if (way === 'step') return update({ ...node, partners: '' }, 'partners');
    const command = batchOf(edges.map(({ id }) => removeEdgeCommand(id)));
    if (command !== null) store.getState().edit(command);
  };
  return (
    <>
      {node.records === undefined ? null : (
        <Field label="Partners are">
          {() => (
            <Segmented
              label="Partners are"
              value={fromStep ? 'step' : 'list'}
              disabled={disabled}
              options={ways}
              onChange={choose}
            />
          )}
        </Field>
      )}
      {fromStep ? (
        <PartnerStep form={form} />
      ) : (
        <ListExpression
          form={form}
          at="partners"
          label="Other list"
          placeholder="steps.products"
          value={node.partners}
          onChange={(partners) => update({ ...node, partners }, 'partners')}
        />
      )}
    </>
  );
}

const usePartnerEdges = (node: JoinNode): FlowDocument['edges'] =>
  useDoc().edges.filter(({ to }) => to.node === node.id && to.port === partnersPort);

function PartnerStep({ form: { node, problems, disabled } }: { readonly form: NodeForm<JoinNode> }) {
  const { store } = useEditor();
  const doc = useDoc();
  const edges = usePartnerEdges(node);
  const chosen = edges[0];
  const options = partnerSteps(doc, node);
  const own = problemsAt(problems, 'partners').find(({ severity }) => severity === 'error');
  return (
    <SelectField
      label="Partner step"
      required
      hint={
        recordSource(node) === undefined
          ? 'Its records are read first, in batches; what does not fit into memory goes to disk. Then the records of this step find their partners.'
          : 'Its records are read first, in batches; what does not fit into memory goes to disk. Then the records of the list find their partners.'
      }
      error={options.length === 0 ? undefined : own?.message}
      value={chosen === undefined ? undefined : `${chosen.from.node} ${chosen.from.port}`}
      options={options}
      disabled={disabled || options.length === 0}
      placeholder={options.length === 0 ? 'Add a step that reads the partners' : 'Choose a step'}
      onChange={(value) => {
        const [from = '', port = 'out'] = value.split(' ');
        const ends = { from: { node: from, port }, to: { node: node.id, port: partnersPort } };
        const command = batchOf([...edges.map(({ id }) => removeEdgeCommand(id)), addEdgeCommand(ends)]);
        if (command !== null) store.getState().edit(command);
      }}
    />
  );
}

/** Exits from which records may come as partners, also the one that is chosen. */
function partnerSteps(doc: FlowDocument, node: JoinNode): SelectOption[] {
  const others = { ...doc, edges: doc.edges.filter(({ to }) => to.node !== node.id || to.port !== partnersPort) };
  return doc.nodes.flatMap((from) =>
    outputPorts(from).flatMap((port): SelectOption[] => {
      const ends = { from: { node: from.id, port: port.name }, to: { node: node.id, port: partnersPort } };
      if (port.kind !== 'records' || connectionProblem(others, ends) !== null) return [];
      const aside = port.name === 'out' ? {} : { aside: port.label ?? port.name };
      return [{ value: `${from.id} ${port.name}`, label: from.label, ...aside }];
    }),
  );
}
