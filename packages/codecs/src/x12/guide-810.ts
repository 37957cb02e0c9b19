import { loop, seg } from '../messages/define-segments.ts';
import type { MessageGuide } from '../messages/guide.ts';
import { x12Segments } from './x12-segments.ts';

const party = loop('N1*', [seg('N2*'), seg('N3*'), seg('N4'), seg('REF*'), seg('PER*')], { title: 'Parties' });

export const guide810: MessageGuide = {
  id: '810',
  standard: 'x12',
  version: '004010',
  title: 'Invoice',
  description: 'What a seller asks to be paid: parties, terms, line items, taxes, charges and the total.',
  group: 'IN',
  segments: x12Segments,
  nodes: [
    seg('BIG!', { title: 'Beginning' }),
    seg('NTE*'),
    seg('CUR'),
    seg('REF*'),
    seg('PER*'),
    party,
    seg('ITD*'),
    seg('DTM*'),
    seg('FOB'),
    seg('PID*'),
    seg('MEA*'),
    loop('N9*', [seg('MSG*')], { title: 'References with text' }),
    loop(
      'IT1*',
      [
        seg('CUR'),
        seg('QTY*'),
        seg('TXI*'),
        seg('CTP*'),
        seg('MEA*'),
        loop('PID*', [seg('MEA*')], { title: 'Descriptions' }),
        seg('PO4*'),
        seg('REF*'),
        seg('PER*'),
        seg('SDQ*'),
        seg('DTM*'),
        loop('SAC*', [seg('TXI*')], { title: 'Allowances and charges' }),
        seg('TD5*'),
        party,
      ],
      { title: 'Line items' },
    ),
    seg('TDS!', { title: 'Total' }),
    seg('TXI*'),
    seg('CAD'),
    seg('AMT*'),
    loop('SAC*', [seg('TXI*')], { title: 'Allowances and charges' }),
    loop('ISS*', [seg('PID')], { title: 'Totals of the shipment' }),
    seg('CTT', { title: 'Counts', count: { element: 1, list: 'it1' } }),
  ],
};
