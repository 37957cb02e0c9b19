import { loop, seg } from '../messages/define-segments.ts';
import type { MessageGuide } from '../messages/guide.ts';
import { edifactSegments } from './edifact-segments.ts';
import { controlTotals, deliveryTerms, parties, references, transports } from './guide-parts.ts';

const lines = loop(
  'LIN*',
  [
    seg('PIA*'),
    seg('IMD*'),
    seg('MEA*'),
    seg('QTY*'),
    seg('ALI*'),
    seg('GIN*'),
    seg('DTM*'),
    seg('FTX*'),
    seg('MOA*'),
    references,
    loop('LOC*', [seg('DTM'), seg('QTY*')], { title: 'Places' }),
    loop('PCI*', [seg('DTM*'), seg('QTY'), seg('GIN*')], { title: 'Marks' }),
    loop('QVR*', [seg('DTM*')], { title: 'Differences' }),
  ],
  { title: 'Line items' },
);

export const guideDesadv: MessageGuide = {
  id: 'DESADV',
  standard: 'edifact',
  version: 'D:96A',
  title: 'Despatch advice',
  description: 'What is on its way: packing levels with packages, marks and line items.',
  segments: edifactSegments,
  nodes: [
    seg('BGM!', { title: 'Beginning' }),
    seg('DTM*'),
    seg('ALI*'),
    seg('MEA*'),
    seg('MOA*'),
    references,
    parties,
    deliveryTerms,
    transports,
    loop('EQD*', [seg('MEA*')], { title: 'Equipment' }),
    loop(
      'CPS*!',
      [
        seg('FTX*'),
        loop(
          'PAC*',
          [
            seg('MEA*'),
            seg('QTY*'),
            loop('PCI*', [seg('RFF'), seg('DTM*'), seg('GIN*', { title: 'Numbers of the packages' })], {
              title: 'Marks',
            }),
          ],
          { title: 'Packages' },
        ),
        lines,
      ],
      { title: 'Packing levels' },
    ),
    controlTotals,
  ],
};
