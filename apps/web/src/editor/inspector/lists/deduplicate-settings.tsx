import type { DeduplicateNode } from '@patchbay/model/flow';
import type { NodeForm } from '../node-edit.ts';
import { ItemsField, ListExpression, Parts } from './list-fields.tsx';

export function DeduplicateSettings({ form }: { readonly form: NodeForm<DeduplicateNode> }) {
  const { node, update, disabled } = form;
  return (
    <>
      <ItemsField form={form} />
      <Parts
        title="What makes records the same"
        word="Key"
        parts={node.by}
        least={0}
        most={10}
        empty="Without a key, records are the same when all their fields are."
        disabled={disabled}
        fresh={() => ''}
        onChange={(by, field) => update({ ...node, by }, field)}
      >
        {(text, index, replace) => (
          <ListExpression
            form={form}
            at={`by.${index}`}
            label={index === 0 ? 'The same' : 'And the same'}
            hint={index === 0 ? 'The first record of each key stays. The number 1 is not the text 1.' : undefined}
            placeholder="item.email"
            value={text}
            over={node.items}
            onChange={replace}
          />
        )}
      </Parts>
    </>
  );
}
