import { orderedWays } from '@patchbay/model/flow';
import type { FlowNode, NodeId } from '@patchbay/model/flow';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { Heading, IconButton, RadioCards, Section } from '../../ui/index.ts';
import { useDoc } from '../editor-context.ts';
import { firstRecordScope } from './first-record-scope.ts';
import type { NodeForm } from './node-edit.ts';
import { NodeExpression } from './node-expression.tsx';

type MergeNode = Extract<FlowNode, { kind: 'merge' }>;

const cards = [
  {
    value: 'all',
    title: 'Wait for every way',
    detail: 'Goes on when all have arrived, and is left out when one was not taken. Hands on each by its step’s name.',
  },
  { value: 'any', title: 'Go on with the first', detail: 'Hands on what arrived first; the others change nothing.' },
  {
    value: 'combine',
    title: 'Join lists by a key',
    detail: 'Records with the same key become one; a field that several bring is that of the last.',
  },
] as const;

export function MergeSettings({ form }: { readonly form: NodeForm<MergeNode> }) {
  const { node, update, disabled } = form;
  return (
    <>
      <Section className="grid gap-3">
        <fieldset disabled={disabled} className="contents">
          <RadioCards
            label="How ways come together"
            titled
            value={node.mode}
            cards={cards}
            onChange={(mode) => update({ ...node, mode }, 'mode')}
          />
        </fieldset>
        {node.mode === 'combine' ? <KeyField form={form} /> : null}
      </Section>
      {node.mode === 'all' ? null : <WaysInOrder form={form} />}
    </>
  );
}

function KeyField({ form }: { readonly form: NodeForm<MergeNode> }) {
  const { node, update, preview } = form;
  return (
    <NodeExpression
      form={form}
      name="key"
      label="Key"
      required
      hint="“item” is a record of any of the lists. Records without a key stand alone."
      placeholder="item.sku"
      value={node.key ?? ''}
      scope={firstRecordScope(preview)}
      onChange={(key) => update({ ...node, key }, 'key')}
    />
  );
}

/** Which way counts first, where that matters. */
function WaysInOrder({ form }: { readonly form: NodeForm<MergeNode> }) {
  const { node, update, disabled } = form;
  const doc = useDoc();
  const edges = orderedWays(
    doc.edges.filter((edge) => edge.to.node === node.id),
    node.order ?? [],
  );
  const sources = [...new Set(edges.map((edge) => edge.from.node))];
  if (sources.length < 2) return null;
  const move = (index: number, by: 1 | -1): void => {
    const order: NodeId[] = [...sources];
    const [moved] = order.splice(index, 1);
    if (moved !== undefined) order.splice(index + by, 0, moved);
    update({ ...node, order }, 'order');
  };
  const labelOf = (id: string): string => doc.nodes.find((other) => other.id === id)?.label ?? id;
  return (
    <Section>
      <Heading className="mb-1">{node.mode === 'any' ? 'When several have arrived, first' : 'In this order'}</Heading>
      <ol>
        {sources.map((id, index) => (
          <li key={id} className="flex min-h-7 items-center gap-1">
            <span className="tabular w-5 flex-none text-ink-3">{index + 1}</span>
            <span className="min-w-0 flex-1 truncate">{labelOf(id)}</span>
            {disabled ? null : (
              <>
                <IconButton
                  size="small"
                  icon={ArrowUp}
                  label={`${labelOf(id)} earlier`}
                  disabled={index === 0}
                  onClick={() => move(index, -1)}
                />
                <IconButton
                  size="small"
                  icon={ArrowDown}
                  label={`${labelOf(id)} later`}
                  disabled={index === sources.length - 1}
                  onClick={() => move(index, 1)}
                />
              </>
            )}
          </li>
        ))}
      </ol>
    </Section>
  );
}
