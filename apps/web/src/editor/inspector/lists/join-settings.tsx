import type { JoinNode } from '@patchbay/model/flow';
import { RadioCards, Section, TextField } from '../../../ui/index.ts';
import type { NodeForm } from '../node-edit.ts';
import { ItemsField, ListExpression } from './list-fields.tsx';

const cards = [
  { value: 'left', title: 'Keep every record', detail: 'Those without a partner have nothing in its place.' },
  { value: 'inner', title: 'Only records with a partner', detail: 'The others are left out.' },
] as const;

export function JoinSettings({ form }: { readonly form: NodeForm<JoinNode> }) {
  const { node, update, disabled, seal } = form;
  return (
    <>
      <ItemsField form={form} />
      <Section className="grid gap-3">
        <ListExpression
          form={form}
          at="key"
          label="Key of a record"
          hint="“item” is a record of the list above."
          placeholder="item.sku"
          value={node.key}
          over={node.items}
          onChange={(key) => update({ ...node, key }, 'key')}
        />
        <ListExpression
          form={form}
          at="partners"
          label="Other list"
          placeholder="steps.products"
          value={node.partners}
          onChange={(partners) => update({ ...node, partners }, 'partners')}
        />
        <ListExpression
          form={form}
          at="partnerKey"
          label="Key of a partner"
          hint="Here “item” is a record of the other list. Records with equal keys are partners; the number 1 is not the text 1."
          placeholder="item.sku"
          value={node.partnerKey}
          over={node.partners}
          ofOtherList
          onChange={(partnerKey) => update({ ...node, partnerKey }, 'partnerKey')}
        />
        <TextField
          label="Field that holds the partner"
          mono
          hint="With several partners, the record comes once for each."
          maxLength={200}
          value={node.as}
          disabled={disabled}
          onChange={(event) => {
            if (event.target.value !== '') update({ ...node, as: event.target.value }, 'as');
          }}
          onBlur={seal}
        />
        <fieldset disabled={disabled} className="contents">
          <RadioCards
            label="Records without a partner"
            value={node.keep}
            cards={cards}
            onChange={(keep) => update({ ...node, keep }, 'keep')}
          />
        </fieldset>
      </Section>
    </>
  );
}
