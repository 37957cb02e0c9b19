import type { FlowNode } from '@patchbay/model/flow';
import { useMemo } from 'react';
import { Section } from '../../ui/index.ts';
import { itemScope } from './item-scope.ts';
import { RecordsSection, useWantsList } from './records-section.tsx';
import type { NodeForm } from './node-edit.ts';
import { NodeExpression } from './node-expression.tsx';

type FilterNode = Extract<FlowNode, { kind: 'filter' }>;

export function FilterSettings({ form }: { readonly form: NodeForm<FilterNode> }) {
  const { node, update, preview } = form;
  const wantsList = useWantsList(node);
  const scope = useMemo(() => itemScope(preview.scope, node.items), [preview.scope, node.items]);
  return (
    <>
      <RecordsSection form={form} />
      <Section className="grid gap-3">
        {wantsList ? (
          <NodeExpression
            form={form}
            name="items"
            label="List"
            hint="With a list, its items are let through one by one. Without, the message as a whole."
            placeholder="trigger.body.line_items"
            value={node.items ?? ''}
            onChange={(text) => {
              const { items: _, ...rest } = node;
              update(text.trim() === '' ? rest : { ...rest, items: text }, 'items');
            }}
          />
        ) : null}
        <NodeExpression
          form={form}
          name="condition"
          label="Let through when"
          required
          hint={
            node.items === undefined && node.records === undefined
              ? undefined
              : '“item” is the item; the result shown is that of the first.'
          }
          placeholder={
            node.items === undefined && node.records === undefined ? 'trigger.body.test = false' : 'item.quantity > 0'
          }
          value={node.condition}
          scope={scope}
          onChange={(condition) => update({ ...node, condition }, 'condition')}
        />
      </Section>
    </>
  );
}
