import { group, loop, seg } from '../messages/define-segments.ts';
import type { MessageGuide } from '../messages/guide.ts';
import { hl7Segments } from './hl7-segments.ts';

export const guideAdtA01: MessageGuide = {
  id: 'ADT_A01',
  standard: 'hl7',
  version: '2.5',
  title: 'Admission of a patient',
  description: 'Admit, register or update a patient: person, visit, next of kin, allergies, diagnoses, insurance.',
  segments: hl7Segments,
  nodes: [
    seg('MSH!'),
    seg('SFT*'),
    seg('EVN!'),
    seg('PID!'),
    seg('PD1'),
    seg('ROL*'),
    seg('NK1*'),
    seg('PV1!'),
    seg('PV2'),
    seg('ROL*', { as: 'visit_rol', title: 'Roles of the visit' }),
    seg('DB1*'),
    seg('OBX*'),
    seg('AL1*'),
    seg('DG1*'),
    seg('DRG'),
    loop('PR1*', [seg('ROL*')], { title: 'Procedures' }),
    seg('GT1*'),
    loop('IN1*', [seg('IN2'), seg('IN3*'), seg('ROL*')], { title: 'Insurances' }),
    seg('ACC'),
    seg('UB1'),
    seg('UB2'),
    seg('PDA'),
  ],
};

export const guideOruR01: MessageGuide = {
  id: 'ORU_R01',
  standard: 'hl7',
  version: '2.5',
  title: 'Observation results',
  description: 'Results of a laboratory or another service: patients, orders and their observations.',
  segments: hl7Segments,
  nodes: [
    seg('MSH!'),
    seg('SFT*'),
    group(
      'patient_result*!',
      [
        group(
          'patient',
          [
            seg('PID!'),
            seg('PD1'),
            seg('NTE*'),
            seg('NK1*'),
            group('visit', [seg('PV1!'), seg('PV2')], { title: 'Visit' }),
          ],
          { title: 'Patient' },
        ),
        group(
          'order_observation*!',
          [
            seg('ORC'),
            seg('OBR!'),
            seg('NTE*'),
            loop('TQ1*', [seg('TQ2*')], { title: 'Timing' }),
            seg('CTD'),
            loop('OBX*', [seg('NTE*')], { title: 'Observations' }),
            seg('FT1*'),
            seg('CTI*'),
            loop('SPM*', [seg('OBX*')], { title: 'Specimens' }),
          ],
          { title: 'Orders' },
        ),
      ],
      { title: 'Results of a patient' },
    ),
    seg('DSC'),
  ],
};

export const hl7Guides: readonly MessageGuide[] = [guideAdtA01, guideOruR01];

/** Messages and events that have the structure of another, where the message does not say its structure. */
const structures: ReadonlyMap<string, string> = new Map(
  ['A01', 'A04', 'A05', 'A08', 'A13', 'A14', 'A28', 'A31'].map((event) => [`ADT_${event}`, 'ADT_A01']),
);

export function structureOf(message: {
  readonly type: string;
  readonly event: string;
  readonly structure: string;
}): string {
  if (message.structure !== '') return message.structure;
  const own = `${message.type}_${message.event}`;
  return structures.get(own) ?? own;
}
