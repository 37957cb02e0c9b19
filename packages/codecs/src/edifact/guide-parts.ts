// Groups that several messages of the directory D.96A have in common.
import { loop, seg } from '../messages/define-segments.ts';

/** CNT+2 says how many line items there are. */
export const controlTotals = seg('CNT*', {
  title: 'Control totals',
  count: { element: 1, part: 2, segment: 'LIN', only: { part: 1, value: '2' } },
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
