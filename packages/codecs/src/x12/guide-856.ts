import { loop, seg } from '../messages/define-segments.ts';
import type { GuideNode, MessageGuide } from '../messages/guide.ts';
import { x12Segments } from './x12-segments.ts';

const party = loop('N1*', [seg('N2*'), seg('N3*'), seg('N4'), seg('REF*'), seg('PER*'), seg('FOB')], {
  title: 'Parties',
});

/** A level of the shipment. They are told by HL03, and nest as they follow each other. */
const level = (name: string, title: string, code: string, nodes: readonly GuideNode[]): GuideNode =>
  loop('HL*', nodes, {
    as: name,
    title,
    when: { element: 3, values: [code] },
    level: { number: 1, above: 2, below: 4 },
  });

const item = level('items', 'Items', 'I', [
  seg('LIN'),
  seg('SN1'),
  seg('PRF'),
  seg('PO4*'),
  seg('PID*'),
  seg('MEA*'),
  seg('TD1*'),
  seg('TD5*'),
  seg('REF*'),
  seg('MAN*'),
  seg('DTM*'),
  party,
]);

const pack = level('packs', 'Packs', 'P', [
  seg('PO4*'),
  seg('PID*'),
  seg('MEA*'),
  seg('TD1*'),
  seg('REF*'),
  seg('MAN*'),
  seg('DTM*'),
  party,
  item,
]);

const tare = level('tares', 'Pallets', 'T', [
  seg('PO4*'),
  seg('MEA*'),
  seg('TD1*'),
  seg('REF*'),
  seg('MAN*'),
  party,
  pack,
  item,
]);

const order = level('orders', 'Orders', 'O', [
  seg('PRF'),
  seg('PID*'),
  seg('MEA*'),
  seg('TD1*'),
  seg('TD5*'),
  seg('TD3*'),
  seg('REF*'),
  seg('PER*'),
  seg('MAN*'),
  seg('DTM*'),
  party,
  tare,
  pack,
  item,
]);

export const guide856: MessageGuide = {
  id: '856',
  standard: 'x12',
  version: '004010',
  title: 'Ship notice',
  description: 'What is on its way: shipment, orders, pallets, packs and items, each inside the other.',
  group: 'SH',
  segments: x12Segments,
  nodes: [
    seg('BSN!', { title: 'Beginning' }),
    seg('DTM*'),
    level('shipments', 'Shipments', 'S', [
      seg('PRF'),
      seg('PID*'),
      seg('MEA*'),
      seg('TD1*'),
      seg('TD5*'),
      seg('TD3*'),
      seg('REF*'),
      seg('PER*'),
      seg('MAN*'),
      seg('DTM*'),
      seg('FOB'),
      party,
      order,
      tare,
      pack,
      item,
    ]),
    seg('CTT', { title: 'Counts', count: { element: 1, segment: 'HL' } }),
  ],
};
