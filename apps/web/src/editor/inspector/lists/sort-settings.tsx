import type { SortNode } from '@patchbay/model/flow';
import { SelectField } from '../../../ui/index.ts';
import type { NodeForm } from '../node-edit.ts';
import { ItemsField, ListExpression, Parts } from './list-fields.tsx';

const orders = [
  { value: 'asc', label: 'Smallest first' },
  { value: 'desc', label: 'Largest first' },
] as const;

export function SortSettings({ form }: { readonly form: NodeForm<SortNode> }) {
  const { node, update, disabled } = form;
  return (
    <>
      <ItemsField form={form} />
      <Parts
        title="Order"
        word="Key"
        parts={node.keys}
        least={1}
        most={10}
        disabled={disabled}
        fresh={(): SortNode['keys'][number] => ({ by: '', order: 'asc' })}
        onChange={(keys, field) => update({ ...node, keys }, field)}
      >
        {(key, index, replace) => (
          <>
            <ListExpression
              form={form}
              at={`keys.${index}`}
              label={index === 0 ? 'By' : 'Then by'}
              hint={index === 0 ? '“item” is a record of the list. Records without a value come last.' : undefined}
              placeholder="item.total"
              value={key.by}
              over={node.items}
              onChange={(by) => replace({ ...key, by })}
            />
            <SelectField
              label="Direction"
              value={key.order}
              disabled={disabled}
              options={orders}
              onChange={(order) => replace({ ...key, order })}
            />
          </>
        )}
      </Parts>
    </>
  );
}
