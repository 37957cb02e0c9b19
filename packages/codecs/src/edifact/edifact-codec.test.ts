import type { Json, JsonObject } from '@patchbay/model/schema';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixture, fixtureText } from '../testing/fixtures.ts';
import { bytesOf, chunked, cutInTwo, failure, failureOf, rowsOf, textIn } from '../testing/streams.ts';
import { edifactCodec } from './edifact-codec.ts';

const names = ['orders', 'invoic', 'desadv'] as const;
const only = (name: string): JsonObject =>
  (edifactCodec.readAll(fixture(`edifact/${name}.edi`)) as JsonObject[])[0] ?? {};
const message = (body: string, count: number, una = ''): string =>
  `${una}UNB+UNOC:3+A:14+B:14+260329:1405+1'UNH+1+ORDERS:D:96A:UN'${body}UNT+${count}+1'UNZ+1+1'`;

describe('edifactCodec.read', () => {
  it('reads an order: groups by their first segment, composites flat, released signs', () => {
    const order = only('orders');
    expect(order['unb']).toMatchObject({ unb0201: '5412345000013', unb0401: '2026-03-29', unb0402: '14:05' });
    expect(order['nad']).toMatchObject([
      { nad01: 'BY', rff: [{ rff0102: 'NO987654321' }], cta: [{ com: [{}, { com0101: '+47 55 55 55 55' }] }] },
      { nad01: 'DP', nad0401: "Solheim & S'n AS", nad0501: 'Larkevej 3', nad0502: '2. tv' },
      { nad01: 'SU' },
    ]);
    expect(order['lin']).toMatchObject([
      { lin0301: '4006381333931', qty: [{ qty0102: 4 }], pri: [{ pri0102: 12.9 }], tax: [{ tax0504: '25' }] },
      { alc: [{ pcd: [{ pcd0102: 10 }] }] },
    ]);
  });

  it('reads an invoice and a despatch advice with signs of its own', () => {
    expect(only('invoic')).toMatchObject({
      moa: [{ moa0101: '79' }, {}, {}, { moa0102: 217.89 }],
      summary_tax: [{ moa: [{}, { moa0102: 34.79 }] }],
    });
    const advice = only('desadv');
    expect(advice['nad']).toMatchObject([{}, { nad0401: 'Shop | Co* AS' }]);
    expect(advice['cps']).toMatchObject([
      {},
      { pac: [{ pci: [{ gin: [{ gin0201: '00012345678901234567' }] }] }], lin: [{}, { qty: [{ qty0102: 2.5 }] }] },
      {},
    ]);
  });

  it.each(names)('reads %s the same however it is cut', async (name) => {
    const bytes = fixture(`edifact/${name}.edi`);
    const rows = edifactCodec.readAll(bytes);
    for (const chunks of cutInTwo(bytes, 150)) expect(await rowsOf(edifactCodec.read(chunks))).toEqual(rows);
    expect(await rowsOf(edifactCodec.read(chunked(bytes, 1)))).toEqual(rows);
  });

  it('reads the same cut at every byte', async () => {
    const bytes = bytesOf(message("BGM+220'DTM+137:1'FTX+AAI+++a?'??:b'", 5, "UNA:+.? '"));
    const rows = edifactCodec.readAll(bytes);
    expect(rows).toHaveLength(1);
    for (let at = 0; at <= bytes.length; at += 1) {
      expect(await rowsOf(edifactCodec.read([bytes.subarray(0, at), bytes.subarray(at)]))).toEqual(rows);
    }
  });

  it('reads the segments in order without a guide', () => {
    const [order] = edifactCodec.readAll(fixture('edifact/orders.edi'), { guide: 'none' }) as JsonObject[];
    const segments = order?.['segments'] as JsonObject[];
    expect(segments.find((one) => one['segment'] === 'NAD' && one['nad01'] === 'DP')).toMatchObject({
      nad06: 'Kobenhavn NV',
    });
    expect(segments).toHaveLength(34);
  });

  it('reads signs that are released, one after another, and at the end', () => {
    expect(edifactCodec.readAll(message("FTX+AAI+++a??:b?:c?+d?'e:??'", 3))).toMatchObject([
      { ftx: [{ ftx0401: 'a?', ftx0402: "b:c+d'e", ftx0403: '?' }] },
    ]);
    const dotted = message('FTX+AAI+++1,5', 3, "UNA:+,? '").replace('1,5', "a b'");
    expect(edifactCodec.readAll(dotted)).toMatchObject([{ ftx: [{ ftx0401: 'a b' }] }]);
  });

  it('reads groups, repetitions of syntax 4, and several interchanges', () => {
    const grouped = `UNB+UNOC:3+A+B+260329:1405+7'UNG+ORDERS+A+B+260329:1405+9+UN+D:96A'UNH+1+ORDERS:D:96A:UN'BGM+220'DTM+137:1'UNT+4+1'UNE+1+9'UNZ+1+7'`;
    expect(edifactCodec.readAll(`${grouped}\r\n${grouped}`)).toMatchObject([
      { ung: { ung05: '9' }, unb: { unb05: '7' } },
      { ung: {} },
    ]);
    const four = `UNB+UNOC:4+A+B+20260329:1405+7'UNH+1+ZZZZZZ:D:96A:UN'XYZ+a*b:c+d'UNT+3+1'UNZ+1+7'`;
    expect(edifactCodec.readAll(four)).toMatchObject([
      { unb: { unb0401: '2026-03-29' }, segments: [{ xyz01: ['a', { xyz0101: 'b', xyz0102: 'c' }], xyz02: 'd' }] },
    ]);
  });

  it('reads windows-1252, as UNOC mostly is', () => {
    const latin = Uint8Array.from(message("FTX+AAI+++\xe6\xf8\xe5'", 3), (letter) => letter.charCodeAt(0));
    expect(edifactCodec.readAll(latin)).toMatchObject([{ ftx: [{ ftx0401: 'æøå' }] }]);
  });

  it.each<[string, string]>([
    ['', 'empty'],
    ['hello', 'the last segment is not closed'],
    ["hello'", 'is no segment of EDIFACT'],
    ["UNA++++++UNB'", 'UNA does not name different signs'],
    [message("BGM+220'", 9), 'UNT says 9 segments, and there are 3'],
    [message("BGM+220'", 3).replace("UNT+3+1'", "UNT+3+2'"), 'UNT has the control number 2, and UNH has 1'],
    [message("BGM+220'", 3).replace("UNZ+1+1'", "UNZ+5+1'"), 'UNZ says 5'],
    [message("BGM+220'", 3).replace("UNZ+1+1'", ''), 'UNZ is missing'],
    [message("BGM+220'QTY+21:x'", 4), 'no segment QTY in this place'],
    [message("BGM+220'LIN+1'QTY+21:x'", 5), '“x” in QTY01-2 Quantity'],
    [message("BGM+220?'", 3), 'the interchange is not closed'],
    ["BGM+220'", 'BGM stands outside of any message'],
  ])('says what is wrong with %.60s', async (text, words) => {
    const error = failure(() => edifactCodec.readAll(text));
    if (words !== 'the interchange is not closed') expect(error.message).toContain(words);
    expect((await failureOf(rowsOf(edifactCodec.read(chunked(bytesOf(text), 1))))).message).toBe(error.message);
  });
});

describe('edifactCodec.write', () => {
  const now = '2026-03-29T14:05:33Z';
  const envelope = { unb: { unb0201: 'SHOP', unb0301: 'PARTNER' } };
  const written = (value: Json, options = {}): string =>
    new TextDecoder('latin1').decode(edifactCodec.writeAll(value, { lineBreaks: true, ...options }));

  it.each(names)('writes %s as it read it', async (name) => {
    const rows = edifactCodec.readAll(fixture(`edifact/${name}.edi`)) as Json[];
    expect(edifactCodec.readAll(edifactCodec.writeAll(rows))).toEqual(rows);
    expect(edifactCodec.readAll(await textIn(edifactCodec.write([rows])))).toEqual(rows);
    const bare = edifactCodec.readAll(fixture(`edifact/${name}.edi`), { guide: 'none' });
    expect(edifactCodec.readAll(edifactCodec.writeAll(bare, { guide: 'none' }))).toEqual(rows);
  });

  it('gives back the text itself, also with signs of its own', () => {
    const orders = fixtureText('edifact/orders.edi').replace('12,9', '12.9').replace('?&', '&');
    expect(written(edifactCodec.readAll(orders), { serviceString: true })).toBe(orders);
    const advice = fixtureText('edifact/desadv.edi').replace('UNA;*,! |UNB', 'UNA;*,! |\nUNB');
    const delimiters = { component: ';', element: '*', decimal: ',', release: '!', segment: '|' };
    expect(written(edifactCodec.readAll(advice), { delimiters })).toBe(advice);
  });

  it('counts line items into the control total that asks for them, and reads back what it wrote', () => {
    const order = only('orders');
    const wanted: JsonObject = {
      ...order,
      cnt: [
        { cnt0101: '1', cnt0102: 7 },
        { cnt0101: '2', cnt0102: null },
      ],
    };
    const bytes = edifactCodec.writeAll([wanted]);
    const back = edifactCodec.readAll(bytes) as JsonObject[];
    expect(back).toEqual([
      {
        ...order,
        cnt: [
          { cnt0101: '1', cnt0102: 7 },
          { cnt0101: '2', cnt0102: (order['lin'] as Json[]).length },
        ],
      },
    ]);
    expect(edifactCodec.writeAll(back)).toEqual(bytes);
    const { cnt: _, ...without } = order;
    expect(written([without])).not.toContain('CNT');
    expect(written([{ ...order, cnt: [{ cnt0101: '2', cnt0102: 9 }] }])).toContain("CNT+2:9'");
  });

  it('counts sub-items with the line items, and without them, as the code says', () => {
    const cnt = ['2', '3', '1', '11'].map((code) => ({ cnt0101: code }));
    const sub = { lin0401: '1', lin0402: 1 };
    const lin: Json[] = [{ lin01: 1 }, { lin01: 2, ...sub }, { lin01: 3, ...sub }, { lin01: 4, lin0302: null }];
    const text = written([{ ...only('orders'), lin, cnt }]);
    expect(text.match(/CNT\+[^']*'/g)).toEqual(["CNT+2:2'", "CNT+3:4'", "CNT+1'", "CNT+11'"]);
  });

  it('fills in envelopes and counts', () => {
    const order = {
      bgm: { bgm0101: '220', bgm02: 'PO-1' },
      dtm: [{ dtm0101: '137', dtm0102: '20260329', dtm0103: '102' }],
      lin: [{ lin01: '1', qty: [{ qty0101: '21', qty0102: 1.5 }] }],
    };
    expect(written([order, order], { guide: 'ORDERS', now, envelope, controlNumber: 7 })).toBe(
      [
        "UNB+UNOC:3+SHOP+PARTNER+260329:1405+7'",
        ...['1', '2'].flatMap((number) => [
          `UNH+${number}+ORDERS:D:96A:UN'`,
          "BGM+220+PO-1'",
          "DTM+137:20260329:102'",
          "LIN+1'",
          "QTY+21:1.5'",
          `UNT+6+${number}'`,
        ]),
        "UNZ+2+7'",
        '',
      ].join('\n'),
    );
    const grouped = written({ ...order, ung: {} }, { guide: 'ORDERS', now, envelope });
    expect(grouped).toContain("UNG+ORDERS+SHOP+PARTNER+260329:1405+1+UN+D:96A'");
    expect(edifactCodec.readAll(grouped)).toHaveLength(1);
    const four = written(order, { guide: 'ORDERS', now, envelope: { unb: { ...envelope.unb, unb0102: '4' } } });
    expect(four).toContain('+20260329:1405+');
    expect(edifactCodec.readAll(four)).toHaveLength(1);
    expect(written(order, { guide: 'ORDERS', now, envelope, encoding: 'utf-8' })).toContain('UNB+UNOW:3+');
  });

  const bgm = { bgm0101: '220' };
  const dtm = [{ dtm0101: '137' }];
  it.each<[Json, object, string]>([
    [{ bgm }, {}, 'at record 1.dtm cannot be written as EDIFACT: the guide ORDERS needs it'],
    [{ bgm, dtm, nad: [{ nad0201: 'x' }] }, {}, 'NAD01 Party function code qualifier is missing'],
    [
      { bgm, dtm, lin: [{ qty: [{ qty0101: '21', qty0102: 'x' }] }] },
      {},
      '“x” is not of the type n (QTY01-2 Quantity)',
    ],
    [{ bgm: { bgm02: 'x'.repeat(36) }, dtm }, {}, 'at most 35'],
    [{ bgm: { bgm02: 'a\nb' }, dtm }, {}, 'line break'],
    [{ bgm: { bgm02: '→' }, dtm }, {}, '“→” does not exist in iso-8859-1'],
    [{ bgm: { bgm02: ['a', 'b'] }, dtm }, {}, 'may stand once, and is a list'],
    [{ bgm, dtm, nope: 1 }, {}, '“nope” cannot be placed'],
    [{ bgm, dtm }, { envelope: {} }, 'the sender (UNB0201)'],
    [{ bgm, dtm }, { delimiters: { component: '+' } }, 'delimiters'],
    [{ bgm, dtm }, { delimiters: { decimal: ';' } }, 'delimiters.decimal'],
  ])('refuses %.50j', (value, options, words) => {
    expect(failure(() => written(value, { guide: 'ORDERS', now, envelope, ...options })).message).toContain(words);
  });

  it('reads back what it wrote, whatever the texts and the signs', () => {
    const text = fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 20 }).filter((one) => !/[\r\n]/.test(one));
    const order = fc.record({
      bgm: fc.record({ bgm0101: fc.constant('220'), bgm02: text }),
      dtm: fc.constant(dtm),
      nad: fc.array(fc.record({ nad01: fc.constantFrom('BY', 'SU'), nad0401: text, nad0402: text }), {
        minLength: 1,
        maxLength: 2,
      }),
    });
    const delimiters = fc.constantFrom(
      {},
      { component: '\\', element: '^', release: ']', segment: '-' },
      { component: '.', element: '*', decimal: ',' },
    );
    fc.assert(
      fc.property(fc.array(order, { minLength: 1, maxLength: 3 }), delimiters, (orders, signs) => {
        const bytes = edifactCodec.writeAll(orders, { guide: 'ORDERS', now, envelope, delimiters: signs });
        const rows = edifactCodec.readAll(bytes) as JsonObject[];
        expect(rows.map(({ bgm: one, dtm: dates, nad }) => ({ bgm: one, dtm: dates, nad }))).toEqual(orders);
      }),
      { numRuns: 200 },
    );
  });
});
