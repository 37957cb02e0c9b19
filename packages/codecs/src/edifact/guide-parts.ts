// Groups that several messages of the directory D.96A have in common.
import { loop, seg } from '../messages/define-segments.ts';

/**
 * Of the code list 6069 what segments alone tell: CNT+2 counts the line items, CNT+3 sub-items too, which say in LIN04 (C829) to what
 * they belong. The others are sums of quantities, weights or amounts, of which the guide cannot know the ones that are meant.
 */
export const controlTotals = seg('CNT*', {
  title: 'Control totals',
  count: [
    { element: 1, part: 2, segment: 'LIN', without: 4, only: { part: 1, value: '2' } },
    { element: 1, part: 2, segment: 'LIN', only: { part: 1, value: '3' } },
  ],
});

export const references = loop('RFF*', [seg('DTM*')], { title: 'References' });

export const parties = loop('NAD*', [seg('LOC*'), references, loop('CTA*', [seg('COM*')], { title: 'Contacts' })], {
  title: 'Parties',
});

export const taxes = loop('TAX*', [seg('MOA*'), seg('LOC*')], { title: 'Taxes' });

export const currencies = loop('CUX*', [seg('PCD*'), seg('DTM*')], { title: 'Currencies' });

export const paymentTerms = loop('PAT*', [seg('DTM*'), seg('PCD'), seg('MOA')], { title: 'Terms of payment' });

export const transports = loop('TDT*', [loop('LOC*', [seg('DTM*')], { title: 'Places' })], { title: 'Transport' });

export const deliveryTerms = loop('TOD*', [seg('LOC*')], { title: 'Terms of delivery' });

export const charges = loop('ALC*', [seg('ALI*'), seg('DTM*'), seg('QTY'), seg('PCD*'), seg('MOA*'), taxes], {
  title: 'Allowances and charges',
});
