import type { Json, JsonObject } from '@patchbay/model/schema';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixture, fixtureText } from '../testing/fixtures.ts';
import { bytesOf, chunked, cutInTwo, failure, failureOf, rowsOf, textIn } from '../testing/streams.ts';
import { hl7Codec } from './hl7-codec.ts';
import { readHl7Date, readHl7Time, writeHl7Date, writeHl7Time } from './hl7-dates.ts';

const names = ['adt-a01', 'oru-r01'] as const;
const only = (name: string): JsonObject => (hl7Codec.readAll(fixture(`hl7/${name}.hl7`)) as JsonObject[])[0] ?? {};
/** What MLLP puts around a message. */
const frame = `[${String.fromCharCode(0x0b, 0x1c)}]`;
const msh = 'MSH|^~\\&|A|B|C|D|20260329||ADT^A01|1|P|2.5\r';

describe('hl7Codec.read', () => {
  it('reads an admission: repetitions, components, subcomponents, escapes, dates', () => {
    const adt = only('adt-a01');
    expect(adt['msh']).toMatchObject({
      msh_1: '|',
      msh_2: '^~\\&',
      msh_7: '2026-03-29T14:05:33+02:00',
      msh_9_3: 'ADT_A01',
    });
    expect(adt['pid']).toMatchObject({
      pid_3: [
        { pid_3_1: '4711', pid_3_4_2: '1.2.3.4', pid_3_5: 'MR' },
        { pid_3_1: '01019012345', pid_3_5: 'NI' },
      ],
      pid_5: [{ pid_5_1: 'Solheim', pid_5_3: 'Marie' }, { pid_5_7: 'M' }],
      pid_7: '1990-01-01',
      pid_11: [{ pid_11_1: 'Lærkevej 3' }, { pid_11_7: 'M' }],
      pid_16_1: 'M',
    });
    expect(adt['pv1']).toMatchObject({ pv1_3_1: 'W1', pv1_3_4_1: 'CITY', pv1_44: '2026-03-29T14:05' });
    expect(adt['al1']).toMatchObject([{ al1_5: ['Rash', 'Swelling'] }]);
    expect(adt['dg1']).toMatchObject([{ dg1_4: 'Pneumonia & fever' }]);
    expect(adt['in1']).toMatchObject([{ in1_4: [{ in1_4_1: 'Helse | Vest' }] }]);
  });

  it('reads results: groups in groups, notes with their observation', () => {
    expect(only('oru-r01')['patient_result']).toMatchObject([
      {
        patient: { pid: { pid_1: 1 }, visit: { pv1: { pv1_2: 'O' } } },
        order_observation: [
          {
            orc: { orc_1: 'RE' },
            obr: { obr_4_1: 'CBC' },
            obx: [
              { obx_3_1: 'HGB', obx_5: [{ obx_5_1: '13.5' }], nte: [{ nte_3: ['First line\nsecond line'] }] },
              { obx_8: ['H'] },
            ],
          },
          {
            obr: { obr_4_1: 'GLU' },
            obx: [{ obx_5: [{ obx_5_2: 'High' }, { obx_5_2: 'Repeat' }] }],
            spm: [{ spm_4_1: 'BLD' }],
          },
        ],
      },
    ]);
  });

  it.each(names)('reads %s the same however it is cut, and with any line ends', async (name) => {
    const bytes = fixture(`hl7/${name}.hl7`);
    const rows = hl7Codec.readAll(bytes);
    for (const chunks of cutInTwo(bytes, 150)) expect(await rowsOf(hl7Codec.read(chunks))).toEqual(rows);
    expect(await rowsOf(hl7Codec.read(chunked(bytes, 1)))).toEqual(rows);
    const text = fixtureText(`hl7/${name}.hl7`);
    for (const end of ['\n', '\r\n']) expect(hl7Codec.readAll(text.replaceAll('\r', end))).toEqual(rows);
  });

  it('reads the same cut at every byte', async () => {
    const bytes = bytesOf(`${msh}EVN|A01\r\nPID|1||1^^^A&B~2||X\\F\\Y\rPV1||I\r`);
    const rows = hl7Codec.readAll(bytes);
    expect(rows).toHaveLength(1);
    for (let at = 0; at <= bytes.length; at += 1) {
      expect(await rowsOf(hl7Codec.read([bytes.subarray(0, at), bytes.subarray(at)]))).toEqual(rows);
    }
  });

  it('reads the segments in order without a guide', () => {
    const [adt] = hl7Codec.readAll(fixture('hl7/adt-a01.hl7'), { guide: 'none' }) as JsonObject[];
    const segments = adt?.['segments'] as JsonObject[];
    expect(segments.map((one) => one['segment'])).toEqual(['MSH', 'EVN', 'PID', 'NK1', 'PV1', 'AL1', 'DG1', 'IN1']);
    const zed = `${msh.replace('ADT^A01', 'ZZZ^Z01')}ZPI|a|b^c&d~e|""`;
    expect(hl7Codec.readAll(zed)).toMatchObject([
      {
        segments: [
          {},
          { segment: 'ZPI', zpi_1: 'a', zpi_2: [{ zpi_2_1: 'b', zpi_2_2_1: 'c', zpi_2_2_2: 'd' }, 'e'], zpi_3: '""' },
        ],
      },
    ]);
  });

  it.each(['e&f', 'e&f^g', '&f', 'a~b&c', 'a^b&c~d'])('reads and writes %s as it is, in any field', (field) => {
    const text = `${msh}EVN|A01\rPID|||${field}||${field}||||||||||||||${field.split('~')[0]}\rZPD|${field}\rPV1||I\r`;
    const rows = hl7Codec.readAll(text, { badValues: 'keep' });
    expect(new TextDecoder().decode(hl7Codec.writeAll(rows))).toBe(text);
  });

  it('reads a text with subcomponents as the text that its schema says, and keeps what stands behind', () => {
    const text = `${msh}EVN|A01\rPID|||1||X\rPV1||I&J\r`;
    expect(hl7Codec.readAll(text, { badValues: 'keep' })).toMatchObject([{ pv1: { pv1_2: 'I', pv1_2_1_2: 'J' } }]);
  });

  it('counts lines however they end and are cut', async () => {
    for (const end of ['\r', '\n', '\r\n']) {
      const bytes = bytesOf(`${msh}EVN|A01\rPID|x\r`.replaceAll('\r', end));
      for (const chunks of cutInTwo(bytes)) {
        const error = await failureOf(rowsOf(hl7Codec.read(chunks)));
        expect([error.line, error.column]).toEqual([3, 1]);
      }
      expect(failure(() => hl7Codec.readAll(bytes)).line).toBe(3);
    }
  });

  describe('segments that the guide does not have', () => {
    const head = `${msh}EVN|A01\r`;
    const text = `${head}PID|||1||X\rZPD|a^b|c~d\rZPE|1\rZPD||e&f\rPV1||I\rNTE|1||hello\rIN1|1|P|C\rZIN|x\rIN1|2|Q|C\r`;
    const expected = {
      pid: { pid_3: [{ pid_3_1: '1' }] },
      zpd: [
        { zpd_1_1: 'a', zpd_1_2: 'b', zpd_2: ['c', 'd'], after: 'pid' },
        { zpd_2: 'e', zpd_2_1_2: 'f', after: 'zpe[0]' },
      ],
      zpe: [{ zpe_1: '1', after: 'zpd[0]' }],
      nte: [{ nte_1: 1, nte_3: ['hello'], after: 'pv1' }],
      in1: [{ in1_1: 1 }, { in1_1: 2 }],
      zin: [{ zin_1: 'x', after: 'in1[0]' }],
    };

    it('stand in the message under their names, and are written where they stood', () => {
      const rows = hl7Codec.readAll(text) as JsonObject[];
      expect(rows).toMatchObject([expected]);
      expect(new TextDecoder().decode(hl7Codec.writeAll(rows))).toBe(text);
      const oru = fixtureText('hl7/oru-r01.hl7').replaceAll(new RegExp(frame, 'g'), '').replace(/\r+$/, '\r');
      const withZed = oru.replaceAll(/\r(?=OB[RX])/g, '\rZAA|1\rZBB|^2\r');
      const read = hl7Codec.readAll(withZed) as JsonObject[];
      expect(read[0]?.['zaa']).toHaveLength((withZed.match(/ZAA/g) ?? []).length);
      expect(new TextDecoder().decode(hl7Codec.writeAll(read))).toBe(withZed);
    });

    it('are written at the end where nothing says which they follow', () => {
      const [row] = hl7Codec.readAll(text) as JsonObject[];
      const given = { ...row, zpd: { zpd_1: 'new' }, zpe: null, nte: [], zin: [{ zin_1: 'y', after: 'gone' }] };
      const written = new TextDecoder().decode(hl7Codec.writeAll([given]));
      expect(written).toBe(`${head}PID|||1||X\rPV1||I\rIN1|1|P|C\rIN1|2|Q|C\rZPD|new\rZIN|y\r`);
      const circle = { ...row, zpd: [{ zpd_1: '1', after: 'zpe' }], zpe: { zpe_1: '2', after: 'zpd[0]' }, zin: [] };
      expect(new TextDecoder().decode(hl7Codec.writeAll([circle]))).toMatch(/ZPD\|1\rZPE\|2\r$/);
    });

    it('fail by option, and are kept in a list where they stand by another', () => {
      const error = failure(() => hl7Codec.readAll(text, { unknownSegments: 'error' }));
      expect(error.message).toContain('the guide ADT_A01 has no segment ZPD in this place');
      expect(error.line).toBe(4);
      expect(hl7Codec.readAll(text, { unknownSegments: 'keep' })).toMatchObject([
        { segments: [{ segment: 'ZPD' }, { segment: 'ZPE' }, { segment: 'ZPD' }, { segment: 'NTE' }] },
      ]);
    });

    it('are refused in writing where their fields are not theirs', () => {
      const [row] = hl7Codec.readAll(text) as JsonObject[];
      const words = (zpd: Json): string => failure(() => hl7Codec.writeAll([{ ...row, zpd }])).message;
      expect(words([{ zpe_1: 'x' }])).toContain('“zpe_1” is no element of the segment ZPD');
      expect(words(['x'])).toContain('record 1.zpd[0]');
      const two = failure(() => hl7Codec.writeAll([{ ...row, zz: { zz_1: 'x' } }]));
      expect(two.message).toContain('the field “zz” cannot be placed');
    });
  });

  it('knows messages that have the structure of another', () => {
    const update = `${msh.replace('A01', 'A08')}EVN|A08\rPID|||1||X\rPV1||I\r`;
    expect(hl7Codec.readAll(update)).toMatchObject([{ evn: { evn_1: 'A08' }, pid: { pid_3: [{ pid_3_1: '1' }] } }]);
  });

  it('reads batches and checks their counts', () => {
    const pid = 'EVN|A01\rPID|||1||X\rPV1||I\r';
    const batch = `FHS|^~\\&|A\rBHS|^~\\&|A|B\r${msh}${pid}${msh}${pid}BTS|2\rFTS|1\r`;
    expect(hl7Codec.readAll(batch)).toMatchObject([
      { bhs: { bhs_3_1: 'A', bhs_4_1: 'B' }, fhs: { fhs_3_1: 'A' } },
      { bhs: {} },
    ]);
    expect(failure(() => hl7Codec.readAll(batch.replace('BTS|2', 'BTS|3'))).message).toContain(
      'BTS says 3 messages, and there are 2',
    );
    expect(failure(() => hl7Codec.readAll(batch.replace('FTS|1', 'FTS|4'))).message).toContain('FTS says 4 batches');
    expect(hl7Codec.readAll(batch.replace('BTS|2', 'BTS|3'), { checkCounts: false })).toHaveLength(2);
  });

  it('reads an escape of millions of characters by their codes', () => {
    const text = `${msh}ZZZ|\\X${'41'.repeat(5_000_000)}\\`;
    const [message] = hl7Codec.readAll(text, { unknownSegments: 'keep' }) as JsonObject[];
    expect(JSON.stringify(message)).toContain(`"${'A'.repeat(5_000_000)}"`);
    expect(JSON.stringify(hl7Codec.readAll(`${msh}ZZZ|\\X414\\`, { unknownSegments: 'keep' }))).toContain('X414');
  });

  it('reads other signs and every escape', () => {
    const other = 'MSH#*+!@#A\rZXX#a!F!b!S!c!T!d!R!e!E!f!.br!g!X41C6!h!H!i!Zx!j!';
    expect(hl7Codec.readAll(other, { guide: 'none' })).toMatchObject([
      { segments: [{}, { zxx_1: 'a#b*c@d+e!f\ngAÆh!H!i!Zx!j!' }] },
    ]);
  });

  it.each<[string, string]>([
    ['', 'empty'],
    ['PID|1\r', 'does not begin with the segment MSH'],
    ['hello\r', 'begins no segment of HL7'],
    ['MSH|||\r', 'no different signs'],
    [`${msh}PID^1\r`, 'behind PID no “|” stands'],
    [`${msh}EVN|A01\rPID|x\r`, '“x” in PID-1 Set id is not of the type SI'],
    [`${msh}EVN|A01\rPID|1||||||19901301\r`, 'PID-7 Date of birth'],
    [`${msh}EVN|A01\rEVN|A02\r`, 'the guide ADT_A01 has no segment EVN in this place'],
    [`${msh}EVN|A01~A02\r`, 'EVN-1 is repeated'],
  ])('says what is wrong with %.60j', async (text, words) => {
    const error = failure(() => hl7Codec.readAll(text));
    expect(error.message).toContain(words);
    expect((await failureOf(rowsOf(hl7Codec.read(chunked(bytesOf(text), 1))))).message).toBe(error.message);
  });
});

describe('hl7Codec.write', () => {
  const written = (value: Json, options = {}): string => new TextDecoder().decode(hl7Codec.writeAll(value, options));

  it.each(names)('writes %s as it read it', async (name) => {
    const text = fixtureText(`hl7/${name}.hl7`).replaceAll(new RegExp(frame, 'g'), '').replace(/\r+$/, '\r');
    const rows = hl7Codec.readAll(text) as Json[];
    expect(written(rows)).toBe(text);
    expect(await textIn(hl7Codec.write([rows, rows]))).toBe(text + text);
    expect(written(hl7Codec.readAll(text, { guide: 'none' }), { guide: 'none' })).toBe(text);
  });

  it('fills in the header', () => {
    const adt = {
      evn: { evn_1: 'A01' },
      pid: { pid_3: [{ pid_3_1: '1' }], pid_5: [{ pid_5_1: 'A|B^C' }] },
      pv1: { pv1_2: 'I' },
    };
    expect(
      written([adt, adt], {
        guide: 'ADT_A01',
        now: '2026-03-29T14:05:33Z',
        controlNumber: 5,
        envelope: { msh: { msh_3_1: 'SHOP' } },
      }),
    ).toBe(
      ['5', '6']
        .flatMap((number) => [
          `MSH|^~\\&|SHOP||||20260329140533+0000||ADT^A01^ADT_A01|${number}|P|2.5`,
          'EVN|A01',
          'PID|||1||A\\F\\B\\S\\C',
          'PV1||I',
          '',
        ])
        .join('\r')
        .replace('\r\rMSH', '\rMSH'),
    );
  });

  it('writes batches and files with their counts', () => {
    const pid = 'EVN|A01\rPID|||1||X\rPV1||I\r';
    const batch = `FHS|^~\\&|A\rBHS|^~\\&|A|B\r${msh}${pid}${msh}${pid}BTS|2\rBHS|^~\\&|C\r${msh}${pid}BTS|1\rFTS|2\r`;
    expect(written(hl7Codec.readAll(batch))).toBe(batch);
  });

  it.each<[Json, object, string]>([
    [{ pid: {} }, { guide: 'ADT_A01' }, 'at record 1.evn cannot be written as HL7: the guide ADT_A01 needs it'],
    [{ evn: {}, pid: {}, pv1: { pv1_2: 'I' } }, { guide: 'ADT_A01' }, 'PID-3 Patient identifier list is missing'],
    [
      { evn: { evn_2: 'soon' }, pid: {}, pv1: {} },
      { guide: 'ADT_A01' },
      '“soon” is not of the type TS (EVN-2 Recorded)',
    ],
    [{ segments: [] }, { guide: 'none' }, 'does not say what it is'],
    [
      { segments: [{ segment: 'ZZZ', nope: 1 }] },
      { guide: 'none', envelope: { msh: { msh_9_1: 'X' } } },
      '“nope” is no element',
    ],
    [{ segments: [], msh: { msh_1: 'a', msh_9_1: 'X' } }, { guide: 'none' }, 'MSH-1 and MSH-2'],
    [7, {}, 'named fields'],
  ])('refuses %.50j', (value, options, words) => {
    expect(failure(() => written(value, options)).message).toContain(words);
  });

  it('reads back what it wrote, whatever the texts', () => {
    const text = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((one) => one !== '""' && !new RegExp(frame).test(one));
    const name = fc.record({ pid_5_1: text, pid_5_2: text });
    const adt = fc.record({
      evn: fc.constant<Json>({ evn_1: 'A01' }),
      pid: fc.record({
        pid_3: fc.constant<Json>([{ pid_3_1: '1' }]),
        pid_5: fc.array(name, { minLength: 1, maxLength: 3 }),
        pid_11: fc.array(fc.record({ pid_11_3: text }), { minLength: 1 }),
      }),
      pv1: fc.constant<Json>({ pv1_2: 'I' }),
    });
    fc.assert(
      fc.property(adt, (given) => {
        fc.pre(JSON.stringify(given).length < 2000);
        const bytes = hl7Codec.writeAll(given, { guide: 'ADT_A01' });
        expect(hl7Codec.readAll(bytes)).toMatchObject([given]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('dates of HL7', () => {
  it.each([
    ['2026', '2026'],
    ['202603', '2026-03'],
    ['20260329', '2026-03-29'],
    ['202603291405', '2026-03-29T14:05'],
    ['20260329140533.25-0500', '2026-03-29T14:05:33.25-05:00'],
  ])('%s is %s, and back', (text, iso) => {
    expect(readHl7Date(text)).toBe(iso);
    expect(writeHl7Date(iso)).toBe(text);
  });

  it('reads times, and refuses what is none', () => {
    expect([readHl7Time('1405'), readHl7Time('140533.5+0100'), readHl7Time('14')]).toEqual([
      '14:05',
      '14:05:33.5+01:00',
      '14:00',
    ]);
    expect([writeHl7Time('14:05'), writeHl7Time('14:05:33Z'), writeHl7Time('x')]).toEqual([
      '1405',
      '140533+0000',
      undefined,
    ]);
    for (const text of ['20261301', '20260230', '2026032', '2026032925', '20260329+0100', ''])
      expect(readHl7Date(text)).toBeUndefined();
    expect(readHl7Date('2026032914')).toBe('2026-03-29T14:00');
  });
});
