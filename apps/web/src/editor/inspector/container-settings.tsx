import { itemName, mostRecordTurns } from '@patchbay/model/flow';
import type { ForEachNode, TryNode } from '@patchbay/model/flow';
import { useMemo, useState } from 'react';
import { Fold, NumberField, RadioCards, Section, Segmented, TextField } from '../../ui/index.ts';
import { useDoc, useEditor, useTestRun } from '../editor-context.ts';
import { previewScope } from '../preview/preview-scope.ts';
import { problemsAt } from './node-edit.ts';
import type { NodeForm } from './node-edit.ts';
import { NodeExpression } from './node-expression.tsx';
import { UndoSection } from './undo-section.tsx';

const plainName = /^[a-z][a-z0-9_]{0,59}$/;

/** A list, and what is done with each of its items. */
export function ForEachSettings({ form }: { readonly form: NodeForm<ForEachNode> }) {
  const { node, update, disabled } = form;
  return (
    <>
      <Section className="grid gap-3">
        <Items form={form} />
        <ItemName key={node.as} form={form} />
      </Section>
      <Section>
        <RadioCards<ForEachNode['onFailure']>
          label="When the steps of an item fail"
          titled
          value={node.onFailure}
          onChange={(onFailure) => {
            if (!disabled) update({ ...node, onFailure }, 'onFailure');
          }}
          cards={[
            { value: 'stop', title: 'Stop', detail: 'No further item is begun, and this step fails.' },
            { value: 'skip', title: 'Leave the item out', detail: 'The others are done; the result holds those.' },
            {
              value: 'collect',
              title: 'Collect both',
              detail: 'The result holds “done”, and “failed” with each item and its error.',
            },
          ]}
        />
      </Section>
      <Pace form={form} />
      <OutputField form={form} words={`What each item gives, over “${itemName(node)}” and the steps inside.`} />
      <UndoSection form={form} />
    </>
  );
}

function Items({ form }: { readonly form: NodeForm<ForEachNode> }) {
  const { node, update, disabled } = form;
  const { records, ...overList } = node;
  // Whoever looks at records and comes back finds the list again.
  const [left, setLeft] = useState({ nodeId: node.id, items: '' });
  const goThrough = (value: 'list' | 'records'): void => {
    if (value === 'records') setLeft({ nodeId: node.id, items: node.items });
    const items = value === 'list' && left.nodeId === node.id ? left.items : '';
    update({ ...overList, items, ...(value === 'records' ? { records: {} } : {}) }, 'records');
  };
  return (
    <>
      <Segmented
        label="Goes through"
        value={records === undefined ? 'list' : 'records'}
        disabled={disabled}
        options={[
          { value: 'list', label: 'A list' },
          { value: 'records', label: 'Records as they come' },
        ]}
        onChange={goThrough}
      />
      {records === undefined ? (
        <NodeExpression
          form={form}
          name="items"
          label="List"
          required
          hint="The steps behind “each item” are done once for each of its items."
          placeholder="trigger.body.line_items"
          value={node.items}
          onChange={(items) => update({ ...node, items }, 'items')}
        />
      ) : (
        <p className="text-12 text-ink-3">
          Records reach this step along its edge. All of them are kept first, then the steps behind “each item” are done
          once for each: {mostRecordTurns.toLocaleString('en')} times at most, with “items in one go” for more records.
        </p>
      )}
    </>
  );
}

export function TrySettings({ form }: { readonly form: NodeForm<TryNode> }) {
  return (
    <>
      <Section>
        <p className="text-12 text-ink-3">
          The steps behind “try” are done. When one of them fails, the flow goes on by “on error”, and errors.
          {form.node.name} says why.
        </p>
      </Section>
      <OutputField form={form} words="What it gives, over the steps inside." />
      <UndoSection form={form} />
    </>
  );
}

/** Kept when it is a plain word; else it says so, and the loop keeps the name that it had. */
function ItemName({ form }: { readonly form: NodeForm<ForEachNode> }) {
  const { node, update, seal, problems, disabled } = form;
  const [text, setText] = useState(node.as ?? '');
  const name = text.trim();
  const wrong = name !== '' && !plainName.test(name);
  const problem = problemsAt(problems, 'as')[0]?.message;
  return (
    <TextField
      label="Name of the item"
      hint="What the steps inside call it in their expressions."
      error={
        wrong
          ? 'Small letters, digits and _ only, starting with a letter. It is not kept as it is.'
          : name === (node.as ?? '')
            ? problem
            : undefined
      }
      data-field="as"
      mono
      placeholder="item"
      maxLength={60}
      value={text}
      disabled={disabled}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => {
        const { as: _, ...rest } = node;
        if (!wrong && name !== (node.as ?? '')) update(name === '' ? rest : { ...rest, as: name }, 'as');
        seal();
      }}
    />
  );
}

function Pace({ form }: { readonly form: NodeForm<ForEachNode> }) {
  const { node } = form;
  const { concurrency = 1, batchSize } = node;
  const order = concurrency === 1 ? 'one after the other' : `${concurrency} at the same time`;
  return (
    <Fold title="Pace" summary={batchSize === undefined ? order : `${order}, ${batchSize} items each`}>
      <div className="grid grid-cols-2 gap-3">
        <WholeNumber form={form} name="concurrency" label="At the same time" placeholder="1" max={100} />
        <WholeNumber form={form} name="batchSize" label="Items in one go" placeholder="1 by 1" max={10_000} />
      </div>
      <p className="mt-2 text-12 text-ink-3">
        With “items in one go”, “{itemName(node)}” is a list of so many{' '}
        {node.records === undefined ? 'items' : 'records'}. The result keeps{' '}
        {node.records === undefined ? 'the order of the list' : 'their order'}.
      </p>
    </Fold>
  );
}

interface WholeNumberProps {
  readonly form: NodeForm<ForEachNode>;
  readonly name: 'concurrency' | 'batchSize';
  readonly label: string;
  readonly placeholder: string;
  readonly max: number;
}

function WholeNumber({ form, name, label, placeholder, max }: WholeNumberProps) {
  const { node, update, seal, disabled } = form;
  return (
    <NumberField
      label={label}
      min={1}
      max={max}
      whole
      placeholder={placeholder}
      field={name}
      value={node[name]}
      disabled={disabled}
      onChange={(typed) => update({ ...node, [name]: typed }, name)}
      onClear={() => {
        const { [name]: _, ...rest } = node;
        update(rest as ForEachNode, name);
      }}
      onBlur={seal}
    />
  );
}

/** Blank: the output of the body's last step. */
function OutputField<Node extends ForEachNode | TryNode>({
  form,
  words,
}: {
  readonly form: NodeForm<Node>;
  readonly words: string;
}) {
  const { node, update } = form;
  const { catalogue } = useEditor();
  const doc = useDoc();
  const run = useTestRun((state) => state);
  const preview = useMemo(
    () => previewScope({ doc, catalogue, run, nodeId: node.id, atBodyEnd: true }),
    [doc, catalogue, run, node.id],
  );
  return (
    <Section>
      <NodeExpression
        form={{ ...form, preview }}
        name="output"
        label="Result"
        hint={`${words} Without it, the output of the last step inside.`}
        placeholder="steps.map.total"
        value={node.output ?? ''}
        onChange={(output) => {
          const { output: _, ...rest } = node;
          update((output.trim() === '' ? rest : { ...rest, output }) as Node, 'output');
        }}
      />
    </Section>
  );
}
