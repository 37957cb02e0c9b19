import { takesPartners } from '@patchbay/model/flow';
import type { JoinNode } from '@patchbay/model/flow';
import { RadioCards, Section, TextField } from '../../../ui/index.ts';
import type { NodeForm } from '../node-edit.ts';
import { ItemsField, ListExpression } from './list-fields.tsx';
import { PartnerFields } from './partner-fields.tsx';

const cards = [
  { value: 'left', title: 'Keep every record', detail: 'Those without a partner have nothing in its place.' },
  { value: 'inner', title: 'Only records with a partner', detail: 'The others are left out.' },
] as const;

export function JoinSettings({ form }: { readonly form: NodeForm<JoinNode> }) {
  const { node, update, disabled, seal } = form;
  const others = takesPartners(node) ? 'a record of the partner step' : 'a record of the other list';
  return (
    <>
      <ItemsField form={form} />
      <Section className="grid gap-3">
        <ListExpression
          form={form}
          at="key"
          label="Key of a record"
          hint={node.records === undefined ? '“item” is a record of the list above.' : '“item” is the record at hand.'}
          placeholder="item.sku"
          value={node.key}
          over={node.items}
          onChange={(key) => update({ ...node, key }, 'key')}
        />
        <PartnerFields form={form} />
        <ListExpression
          form={form}
          at="partnerKey"
          label="Key of a partner"
          hint={`Here “item” is ${others}. Records with equal keys are partners; the number 1 is not the text 1.`}
          placeholder="item.sku"
          value={node.partnerKey}
          over={takesPartners(node) ? undefined : node.partners}
          reads={form.preview.partner}
          ofOtherList
          onChange={(partnerKey) => update({ ...node, partnerKey }, 'partnerKey')}
        />
        <TextField
          label="Field that holds the partner"
          mono
          hint="With several partners, the record comes once for each, in the order of the partners."
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
            titled
            value={node.keep}
            cards={cards}
            onChange={(keep) => update({ ...node, keep }, 'keep')}
          />
        </fieldset>
      </Section>
    </>
  );
}
