import type { FlowNode } from '@patchbay/model/flow';
import { useMemo } from 'react';
import { Field, Section } from '../../ui/index.ts';
import { ExpressionField } from '../expression/expression-field.tsx';
import { itemScope } from './item-scope.ts';
import { RecordsSection, useWantsList } from './records-section.tsx';
import { problemsAt } from './node-edit.ts';
import type { NodeForm } from './node-edit.ts';

type FilterNode = Extract<FlowNode, { kind: 'filter' }>;

export function FilterSettings({ form }: { readonly form: NodeForm<FilterNode> }) {
  const { node, update, seal, preview, problems, disabled } = form;
  const wantsList = useWantsList(node);
  const scope = useMemo(() => itemScope(preview.scope, node.items), [preview.scope, node.items]);
  const shared = { onBlur: seal, sources: preview.sources, types: preview.types, disabled };
  return (
    <>
      <RecordsSection form={form} />
      <Section className="grid gap-3">
        {wantsList ? (
          <Field
            label="List"
            hint="With a list, its items are let through one by one. Without, the message as a whole."
          >
            {({ id, describedBy }) => (
              <div data-field="items">
                <ExpressionField
                  {...shared}
                  id={id}
                  describedBy={describedBy}
                  label="List"
                  placeholder="trigger.body.line_items"
                  value={node.items ?? ''}
                  scope={preview.scope}
                  problems={problemsAt(problems, 'items')}
                  onChange={(text) => {
                    const { items: _, ...rest } = node;
                    update(text.trim() === '' ? rest : { ...rest, items: text }, 'items');
                  }}
                />
              </div>
            )}
          </Field>
        ) : null}
        <Field
          label="Let through when"
          required
          hint={
            node.items === undefined && node.records === undefined
              ? undefined
              : '“item” is the item; the result shown is that of the first.'
          }
        >
          {({ id, describedBy }) => (
            <div data-field="condition">
              <ExpressionField
                {...shared}
                id={id}
                describedBy={describedBy}
                label="Let through when"
                placeholder={
                  node.items === undefined && node.records === undefined
                    ? 'trigger.body.test = false'
                    : 'item.quantity > 0'
                }
                value={node.condition}
                scope={scope}
                problems={problemsAt(problems, 'condition')}
                onChange={(condition) => update({ ...node, condition }, 'condition')}
              />
            </div>
          )}
        </Field>
      </Section>
    </>
  );
}
