import type { Json, JsonObject } from '@patchbay/model/schema';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MessageGuide } from '../messages/guide.ts';
import { loop, seg } from '../messages/define-segments.ts';
import { fixture, fixtureText } from '../testing/fixtures.ts';
import { bytesOf, chunked, cutInTwo, failure, failureOf, rowsOf, textIn } from '../testing/streams.ts';
import { x12Codec } from './x12-codec.ts';
import { x12Segments } from './x12-segments.ts';

const names = ['850', '810', '856'] as const;
const only = (bytes: Uint8Array): JsonObject => (x12Codec.readAll(bytes) as JsonObject[])[0] ?? {};
const isa =
  'ISA*00*          *00*          *ZZ*A              *ZZ*B              *260329*1405*U*00401*000000001*0*P*:~';
const message = (body: string, count: number): string =>
  `${isa}GS*PO*A*B*20260329*1405*1*X*004010~ST*850*0001~${body}SE*${count}*0001~GE*1*1~IEA*1*000000001~`;

describe('x12Codec.read', () => {
  it('reads a purchase order: loops by their first segment, types, decimals, dates', () => {
    const order = only(fixture('x12/850.edi'));
    expect(order['isa']).toMatchObject({ isa06: 'BUYER1', isa09: '2026-03-29', isa10: '14:05', isa13: '000000042' });
    expect(order['beg']).toEqual({ beg01: '00', beg02: 'SA', beg03: 'PO-1042', beg05: '2026-03-29' });
    expect(order['n1']).toMatchObject([
      { n101: 'BT' },
      { n101: 'ST', n2: [{ n201: 'Gate 4' }], n4: { n401: 'Kobenhavn NV', n404: 'DK' } },
    ]);
    expect(order['po1']).toMatchObject([
      { po102: 4, po104: 12.9, pid: [{ pid05: 'Mug, red, 350 ml' }], sac: [{ sac05: 1 }], n1: [{ n102: 'Store 12' }] },
      { po102: 1, po104: 119 },
    ]);
    expect(order['sac']).toEqual([{ sac01: 'C', sac02: 'D240', sac05: 12.5 }]);
    expect(order['ctt']).toEqual({ ctt01: 2, ctt02: 5 });
  });

  it('reads an invoice with other signs, and a ship notice with levels in levels', () => {
    expect(only(fixture('x12/810.edi'))).toMatchObject({
      tds: { tds01: 184.6, tds02: 155.13 },
      txi: [{ txi02: 29.47 }],
      sac: [{ sac15: 'Freight' }],
    });
    const notice = only(fixture('x12/856.edi'));
    expect(notice['shipments']).toMatchObject([
      {
        orders: [
          {
            prf: { prf01: 'PO-1042' },
            packs: [
              { items: [{ sn1: { sn102: 4 } }, { sn1: { sn102: 2 } }] },
              { items: [{ lin: { lin03: 'LMP-DSK-02' } }] },
            ],
          },
        ],
      },
    ]);
  });

  it.each(names)('reads %s the same however it is cut', async (name) => {
    const bytes = fixture(`x12/${name}.edi`);
    const rows = x12Codec.readAll(bytes);
    for (const chunks of cutInTwo(bytes, 150)) expect(await rowsOf(x12Codec.read(chunks))).toEqual(rows);
    expect(await rowsOf(x12Codec.read(chunked(bytes, 1)))).toEqual(rows);
  });

  it('reads the same cut at every byte', async () => {
    const bytes = bytesOf(message('BEG*00*SA*1**20260329~N1*ST*x~PO1**2*EA~', 5));
    const rows = x12Codec.readAll(bytes);
    expect(rows).toHaveLength(1);
    for (let at = 0; at <= bytes.length; at += 1) {
      expect(await rowsOf(x12Codec.read([bytes.subarray(0, at), bytes.subarray(at)]))).toEqual(rows);
    }
  });

  it('reads the segments in order without a guide', () => {
    const [order] = x12Codec.readAll(fixture('x12/850.edi'), { guide: 'none' }) as JsonObject[];
    const segments = order?.['segments'] as JsonObject[];
    expect(segments).toHaveLength(29);
    expect(segments[0]).toEqual({ segment: 'BEG', beg01: '00', beg02: 'SA', beg03: 'PO-1042', beg05: '2026-03-29' });
    expect(segments.filter((one) => one['segment'] === 'N1' && one['n101'] === 'ST')).toHaveLength(2);
    const unknown = message('ZZZ*a*b:c^d~', 3).replace('ST*850', 'ST*999');
    expect(x12Codec.readAll(unknown)).toMatchObject([
      { segments: [{ segment: 'ZZZ', zzz01: 'a', zzz0201: 'b', zzz0202: 'c^d' }] },
    ]);
  });

  it('reads components and repetitions', () => {
    const repeating = message('REF*ZZ*x**PO:1:ZZ:2~NM9*a^b*c:d^e~', 4)
      .replace('U*00401', '^*00501')
      .replace('ST*850', 'ST*999');
    expect(x12Codec.readAll(repeating)).toMatchObject([
      {
        segments: [
          { ref0401: 'PO', ref0402: '1', ref0403: 'ZZ', ref0404: '2' },
          { nm901: ['a', 'b'], nm902: [{ nm90201: 'c', nm90202: 'd' }, 'e'] },
        ],
      },
    ]);
  });

  it('reads several interchanges with signs of their own, line breaks, and acknowledgements', () => {
    const text = `${fixtureText('x12/850.edi')}\r\n${fixtureText('x12/810.edi')}${isa}TA1*000000001*260329*1405*A*000~IEA*0*1~\n`;
    const rows = x12Codec.readAll(text) as JsonObject[];
    expect(rows.map((row) => (row['st'] as JsonObject | undefined)?.['st01'])).toEqual([
      '850',
      '850',
      '810',
      undefined,
    ]);
    expect(rows[3]).toMatchObject({ isa: { isa06: 'A' }, ta1: { ta101: '000000001', ta104: 'A' } });
  });

  it('takes a guide of one’s own', () => {
    const own: MessageGuide = {
      id: '850',
      standard: 'x12',
      version: '004010',
      title: 'Order',
      segments: x12Segments,
      nodes: [
        seg('BEG!'),
        loop('N1*', [seg('N3')], { as: 'buyers', when: { element: 1, values: ['BY', 'BT'] } }),
        loop('N1*', [seg('N3')], { as: 'others' }),
      ],
    };
    const text = message('BEG*00*SA*1**20260329~N1*ST*x~N3*y~N1*BT*z~', 6);
    expect(x12Codec.readAll(text, { guide: own })).toMatchObject([
      { buyers: [{ n102: 'z' }], others: [{ n102: 'x', n3: { n301: 'y' } }] },
    ]);
    expect(x12Codec.readAll(text, { guide: [own] })).toMatchObject([{ buyers: [{ n102: 'z' }] }]);
    const twice = { ...own, nodes: [seg('REF'), seg('REF')] };
    expect(failure(() => x12Codec.readAll(text, { guide: twice })).message).toContain('“ref” stands twice');
    expect(failure(() => x12Codec.readAll(text, { guide: '999' })).message).toContain('there are: 850, 810, 856');
  });

  it.each<[string, string]>([
    ['', 'empty'],
    ['hello', 'does not begin with the segment ISA'],
    ['ISA*00', 'has 1 elements, and must have 16'],
    [isa, 'the interchange is not closed; IEA is missing'],
    [isa.replace('*:~', '*~~'), 'no three different signs'],
    [message('BEG*00*SA*1**20260329~', 9), 'SE says 9 segments, and there are 3'],
    [
      message('BEG*00*SA*1**20260329~', 3).replace('SE*3*0001', 'SE*3*0002'),
      'SE has the control number 0002, and ST has 0001',
    ],
    [message('BEG*00*SA*1**20260329~', 3).replace('GE*1', 'GE*2'), 'GE says 2 messages'],
    [message('BEG*00*SA*1**20260329~', 3).replace('IEA*1', 'IEA*3'), 'IEA says 3'],
    [`${message('', 2).split('SE*')[0]}GE*1*1~`, 'GE closes no group'],
    [isa + isa, 'before the last one was closed'],
    [`${isa}ST*850*0001~`, 'ST stands before GS'],
    [`${isa}BEG*00~`, 'BEG stands outside of any message'],
    [message('BEG*00*SA*1**20261329~', 3), '“20261329” in BEG05 Date of the order is not of the type DT'],
    [message('BEG*00*SA*1**20260329~PO1*1*x~', 4), '“x” in PO102 Quantity ordered'],
    [message('BEG*00*SA*1**20260329~BEG*01*SA*2**20260329~', 4), 'the guide 850 has no segment BEG in this place'],
    [message('BEG*00*SA*1**20260329~XYZ*1~', 4), 'no segment XYZ'],
    [message('beg*00~', 3), 'is no segment of X12'],
    [message('BEG*00*SA*1**20260329~', 3).slice(0, -1), 'the last segment is not closed'],
  ])('says what is wrong with %.60s', async (text, words) => {
    const error = failure(() => x12Codec.readAll(text));
    expect(error.message).toContain(words);
    expect((await failureOf(rowsOf(x12Codec.read(chunked(bytesOf(text), 1))))).message).toBe(error.message);
  });

  it('says where', () => {
    const error = failure(() => x12Codec.readAll(fixtureText('x12/850.edi').replace('PO1*1*4', 'PO1*1*four')));
    expect([error.line, error.column]).toEqual([24, 1]);
  });

  it('keeps what does not fit, or leaves the message out, when asked', () => {
    const text = message('BEG*00*SA*1**20260329~XYZ*1~PO1*1*x~', 5);
    expect(x12Codec.readAll(text, { unknownSegments: 'keep', badValues: 'keep' })).toMatchObject([
      { segments: [{ segment: 'XYZ', xyz01: '1' }], po1: [{ po102: 'x' }] },
    ]);
    const rejected: string[] = [];
    expect(x12Codec.readAll(text, { badValues: 'reject', onReject: ({ reason }) => rejected.push(reason) })).toEqual(
      [],
    );
    expect(rejected[0]).toContain('no segment XYZ');
    expect(x12Codec.readAll(message('BEG*00*SA*1**20260329~', 77), { checkCounts: false })).toHaveLength(1);
  });

  it('caps a message and a segment', () => {
    const long = message(`BEG*00*SA*1**20260329~${'N1*ST*x~'.repeat(1000)}`, 1003);
    expect(failure(() => x12Codec.readAll(long, { limits: { maxRowSize: 2000 } })).message).toContain(
      'A message is longer',
    );
    expect(failure(() => x12Codec.readAll(message(`BEG${'*x'.repeat(30_000)}~`, 3))).message).toContain(
      'more than 20000 elements',
    );
    const endless = failure(() => x12Codec.readAll(`${isa}${'x'.repeat(5000)}`, { limits: { maxRowSize: 1000 } }));
    expect(endless.kind).toBe('limit');
  });
});

describe('x12Codec.write', () => {
  const now = '2026-03-29T14:05:33Z';
  const envelope = { isa: { isa06: 'SHOP', isa08: 'PARTNER' } };
  const written = (value: Json, options = {}): string =>
    new TextDecoder().decode(x12Codec.writeAll(value, { lineBreaks: true, ...options }));

  it.each(names)('writes %s as it read it', async (name) => {
    const rows = x12Codec.readAll(fixture(`x12/${name}.edi`)) as Json[];
    expect(x12Codec.readAll(written(rows))).toEqual(rows);
    expect(x12Codec.readAll(await textIn(x12Codec.write([rows])))).toEqual(rows);
    const bare = x12Codec.readAll(fixture(`x12/${name}.edi`), { guide: 'none' });
    expect(x12Codec.readAll(written(bare, { guide: 'none' }))).toEqual(rows);
  });

  it('gives back the text itself', () => {
    const text = fixtureText('x12/850.edi');
    expect(written(x12Codec.readAll(text))).toBe(text.replace('*.5*KG', '*0.5*KG'));
  });

  it('fills in envelopes, counts, control numbers and the numbers of levels', () => {
    const order = {
      beg: { beg01: '00', beg02: 'SA', beg03: 'PO-1', beg05: '2026-03-29' },
      n1: [{ n101: 'ST', n102: 'x', n4: { n401: 'y' } }],
      po1: [{ po102: 2 }, { po102: 0.5 }],
    };
    expect(written([order, order], { guide: '850', now, envelope, controlNumber: 7 })).toBe(
      [
        'ISA*00*          *00*          *ZZ*SHOP           *ZZ*PARTNER        *260329*1405*U*00401*000000007*0*P*:~',
        'GS*PO*SHOP*PARTNER*20260329*140533*7*X*004010~',
        ...['0001', '0002'].flatMap((number) => [
          `ST*850*${number}~`,
          'BEG*00*SA*PO-1**20260329~',
          'N1*ST*x~',
          'N4*y~',
          'PO1**2~',
          'PO1**0.5~',
          'CTT*2~',
          `SE*8*${number}~`,
        ]),
        'GE*2*7~',
        'IEA*1*000000007~',
        '',
      ].join('\n'),
    );
    const notice: Json = {
      bsn: { bsn01: '00', bsn02: '1', bsn03: '2026-03-29', bsn04: '14:05' },
      shipments: [{ orders: [{ items: [{}, {}] }, {}] }],
    };
    expect(written(notice, { guide: '856', now, envelope })).toContain(
      'HL*1**S*1~\nHL*2*1*O*1~\nHL*3*2*I*0~\nHL*4*2*I*0~\nHL*5*1*O*0~\nCTT*5~\nSE*9*0001~',
    );
  });

  it('opens envelopes anew where they differ', () => {
    const row = (receiver: string, kind: string): JsonObject => ({
      isa: { isa06: 'A', isa08: receiver },
      st: { st01: kind },
      ...(kind === '850'
        ? { beg: { beg01: '00', beg02: 'SA', beg03: '1', beg05: '2026-03-29' }, po1: [{}] }
        : { big: { big01: '2026-03-29', big02: '1' }, tds: { tds01: 1.5 } }),
    });
    const text = written([row('B', '850'), row('B', '850'), row('B', '810'), row('C', '850')], { now });
    expect(
      text
        .split('\n')
        .map((line) => line.slice(0, 2))
        .filter((id) => ['IS', 'GS', 'ST', 'GE', 'IE'].includes(id))
        .join(' '),
    ).toBe('IS GS ST ST GE GS ST GE IE IS GS ST GE IE');
    expect(x12Codec.readAll(text)).toHaveLength(4);
  });

  it('uses other signs when told', () => {
    const text = written(
      { beg: { beg01: '00', beg02: 'SA', beg03: 'a*b~c', beg05: '2026-03-29' }, po1: [{}] },
      { guide: '850', now, envelope, delimiters: { element: '|', segment: "'", component: '>', repetition: '^' } },
    );
    expect(text).toContain("BEG|00|SA|a*b~c||20260329'");
    expect(x12Codec.readAll(text)).toMatchObject([{ beg: { beg03: 'a*b~c' } }]);
  });

  const beg = { beg01: '00', beg02: 'SA', beg03: '1', beg05: '2026-03-29' };
  it.each<[Json, object, string]>([
    [{ po1: [{}] }, {}, 'at record 1.beg cannot be written as X12: the guide 850 needs it, and it is missing'],
    [{ beg: { ...beg, beg03: null }, po1: [{}] }, {}, 'BEG03 Purchase order number is missing'],
    [{ beg: { ...beg, beg03: 'a~b' }, po1: [{}] }, {}, '“a~b” holds “~”'],
    [{ beg: { ...beg, beg03: 'a\nb' }, po1: [{}] }, {}, 'line break'],
    [{ beg: { ...beg, beg03: 'x'.repeat(23) }, po1: [{}] }, {}, 'has 23 characters, and at most 22'],
    [{ beg: { ...beg, beg05: 'today' }, po1: [{}] }, {}, '“today” is not of the type DT (BEG05 Date of the order)'],
    [{ beg: { ...beg, beg99: 'x', nope: 1 }, po1: [{}] }, {}, '“nope” is no element of the segment BEG'],
    [{ beg, po1: [{ po102: 'many' }] }, {}, '“many” is not of the type R'],
    [{ beg, po1: [{ sac: [{ sac01: 'C', sac05: 1.005 }] }] }, {}, 'not of the type N2'],
    [{ beg, po1: [{}], extra: 1 }, {}, '“extra” cannot be placed'],
    [{ beg: [beg, beg], po1: [{}] }, {}, 'may stand once, and is there 2 times'],
    [{ beg, po1: [{ po102: [1, 2] }] }, {}, 'may stand once, and is a list'],
    [{ beg, po1: ['x'] }, {}, 'named fields'],
    [{ beg, po1: [{}] }, { envelope: {} }, 'the sender (ISA06) of the interchange is missing'],
    [{ beg, po1: [{}] }, { now: undefined }, 'the option “now”'],
    [{ beg, po1: [{}] }, { envelope: { isa: { isa06: 'x'.repeat(16), isa08: 'B' } } }, 'at most 15'],
    [{ beg }, { guide: undefined }, 'does not say what it is'],
    [
      { segments: [{ segment: 'n1' }] },
      { guide: 'none', envelope: { ...envelope, st: { st01: '850' }, gs: { gs01: 'PO' } } },
      'a segment needs its id',
    ],
    [
      { n1: [] },
      { guide: 'none', envelope: { ...envelope, st: { st01: '850' }, gs: { gs01: 'PO' } } },
      'a list “segments”',
    ],
    [7, {}, 'named fields'],
  ])('refuses %.50j', (value, options, words) => {
    expect(failure(() => written(value, { guide: '850', now, envelope, ...options })).message).toContain(words);
  });

  it('refuses signs that are none', () => {
    for (const delimiters of [{ element: 'a' }, { element: '~' }, { component: '::' }, { segment: ' ' }]) {
      expect(failure(() => written([], { delimiters })).kind).toBe('option');
    }
    expect(failure(() => written([], { controlNumber: -1 })).kind).toBe('option');
  });

  it('reads back what it wrote, whatever the texts', () => {
    const text = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
      .filter((one) => !/[~*:^\r\n]/.test(one) && one.trimEnd() === one && Array.from(one).length <= 20);
    const party = fc.record({
      n101: fc.constantFrom('ST', 'BY', 'BT'),
      n102: text,
      n3: fc.array(fc.record({ n301: text }), { minLength: 1, maxLength: 2 }),
    });
    const line = fc.record({
      po101: text,
      po102: fc.integer({ min: -9999, max: 9999 }).map((cents) => cents / 100),
      po107: text,
    });
    const order = fc.record({
      beg: fc.record({
        beg01: fc.constant('00'),
        beg02: fc.constant('SA'),
        beg03: text,
        beg05: fc.constant('2026-03-29'),
      }),
      n1: fc.array(party, { minLength: 1 }),
      po1: fc.array(line, { minLength: 1 }),
    });
    fc.assert(
      fc.property(fc.array(order, { minLength: 1, maxLength: 3 }), (orders) => {
        const rows = x12Codec.readAll(x12Codec.writeAll(orders, { guide: '850', now, envelope })) as JsonObject[];
        expect(rows.map(({ beg: one, n1, po1 }) => ({ beg: one, n1, po1 }))).toEqual(orders);
      }),
      { numRuns: 100 },
    );
  });
});
