import { emptyFlow, NodeId, NodeName } from '@patchbay/model/flow';
import type { FieldValues, TriggerNode } from '@patchbay/model/flow';
import { AppError } from '@patchbay/model/errors';
import type { DataSchema, Json } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import { bodyReadings, readingOfStored } from './body-reading.ts';
import type { BodyReading } from './body-reading.ts';
import { EventBody } from './event-body.ts';
import { planFlow } from './plan-flow.ts';

const text: DataSchema = { type: 'string' };
const order: DataSchema = {
  type: 'object',
  required: ['id', 'line'],
  properties: {
    id: { type: 'integer' },
    ref: { type: 'integer' },
    currency: { ...text, enum: ['EUR', 'USD'] },
    line: { type: 'array', items: { $ref: '#/$defs/line' } },
  },
  $defs: { line: { type: 'object', properties: { sku: text, qty: { type: 'number' } } } },
  'x-xml': { name: 'order' },
};
const stock: DataSchema = { type: 'object', required: ['sku'], properties: { sku: text, qty: { type: 'integer' } } };
const placed: DataSchema = {
  type: 'object',
  properties: {
    sku: { ...text, 'x-pos': { start: 1, length: 5 } },
    qty: { type: 'integer', 'x-pos': { start: 6, length: 3 } },
  },
};

const trigger = (input: FieldValues, operation = 'webhook.receive'): TriggerNode => ({
  id: NodeId.parse('hook'),
  name: NodeName.parse('hook'),
  label: 'Hook',
  position: { x: 0, y: 0 },
  kind: 'trigger',
  operation,
  input,
});
const fixed = (value: Json) => ({ mode: 'fixed' as const, value });
const pinned = (content: DataSchema) => ({ mode: 'schema' as const, schema: 'Order@3', content });
const flowOf = (node: TriggerNode) => ({ ...emptyFlow('f'), nodes: [node] });

async function readingOf(input: FieldValues): Promise<BodyReading> {
  const reading = (await bodyReadings(flowOf(trigger(input)))).get('hook');
  if (reading === undefined) throw new RangeError('the trigger reads its bodies by their content type');
  return reading;
}
const xml = (schema?: DataSchema) =>
  readingOf({ format: fixed('xml'), ...(schema === undefined ? {} : { schema: pinned(schema) }) });

/** What the sender is told. */
function refusal(reading: BodyReading, body: string | Uint8Array, contentType = 'text/xml'): string {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  try {
    const event = new EventBody({ meta: '{}', contentType, body: bytes }, reading);
    return `it was taken: ${JSON.stringify(event.trigger)}`;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return `${error.code}: ${error.userMessage}`;
  }
}
const read = (reading: BodyReading, body: string | Uint8Array, contentType = 'text/xml'): Json =>
  reading.read(typeof body === 'string' ? Buffer.from(body) : body, contentType);

describe('XML by a schema', () => {
  const one = '<order><id>7</id><line><sku>A</sku><qty>2</qty></line></order>';

  it('is a document: numbers are numbers, and what is a list is one even where it comes once', async () => {
    expect(read(await xml(order), one)).toEqual({ id: 7, line: [{ sku: 'A', qty: 2 }] });
    const long = one.replace('<line>', '<ref>9007199254740993</ref><line>');
    expect(read(await xml(order), long)).toMatchObject({ ref: '9007199254740993' });
  });

  it('is what steps see as trigger.body, at once where it is small and when it is asked for where it is large', async () => {
    const reading = await xml(order);
    const large = one.replace('</order>', `${'<line><sku>B</sku></line>'.repeat(5_000)}</order>`);
    for (const [body, lines] of [
      [one, 1],
      [large, 5_001],
    ] as const) {
      const event = new EventBody({ meta: '{"method":"POST"}', contentType: '', body: Buffer.from(body) }, reading);
      expect(event.unread).toBeNull();
      expect((event.trigger as { body: { line: Json[] } }).body.line).toHaveLength(lines);
    }
  });

  it('is refused where it is none, with the place', async () => {
    const reading = await xml(order);
    expect(refusal(reading, '<order>\n  <id>7</ix></order>')).toMatch(
      /^invalidInput: This webhook takes XML\. The text is no valid XML: .*\(line 2, column \d+\)/,
    );
    expect(refusal(reading, '{"id":7}')).toMatch(/^invalidInput: .*line 1, column 1/);
    expect(refusal(reading, '<order><id>seven</id></order>')).toMatch(/“seven” in the element id is not of the type/);
  });

  it('is refused with another root element, and without what the schema requires', async () => {
    const reading = await xml(order);
    expect(refusal(reading, '<invoice/>')).toMatch(
      /^invalidInput: .*root element is invoice, where the schema describes order/,
    );
    expect(refusal(reading, '<order><currency>GBP</currency></order>')).toBe(
      'invalidInput: The body is not as the schema “Order@3” says: the value lacks id; the value lacks line; currency is none of ["EUR","USD"]. The sender must send it as the schema says.',
    );
  });

  it('is refused with a document type definition: nothing is expanded or fetched', async () => {
    const bomb = `<!DOCTYPE order [<!ENTITY a "${'x'.repeat(1_000)}"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><order><id>&b;</id></order>`;
    expect(refusal(await xml(order), bomb)).toMatch(/^invalidInput: .*document type/i);
    const fetches = '<!DOCTYPE order SYSTEM "file:///etc/passwd"><order/>';
    expect(refusal(await xml(), fetches)).toMatch(/^invalidInput: .*document type/i);
    expect(refusal(await xml(), '<a>'.repeat(100_000))).toMatch(/^invalidInput: .*200/);
  });

  it('is refused where nothing comes', async () => {
    expect(refusal(await xml(order), '')).toBe(
      'invalidInput: The body is empty, and this webhook takes XML. The sender must send it.',
    );
    expect(refusal(await xml(order), ' \n')).toMatch(/^invalidInput: .*XML/);
  });

  it('is read in the encoding of its mark, of its content type or of its declaration', async () => {
    const reading = await xml();
    const utf16 = Buffer.from('\ufeff<order><name>Ł</name></order>', 'utf16le');
    expect(read(reading, utf16)).toEqual({ name: 'Ł' });
    expect(read(reading, utf16, 'text/xml; charset=utf-8')).toEqual({ name: 'Ł' });
    const latin = Buffer.from('<order><name>é</name></order>', 'latin1');
    expect(read(reading, latin, 'application/xml; charset="ISO-8859-1"')).toEqual({ name: 'é' });
    const declared = Buffer.from('<?xml version="1.0" encoding="iso-8859-1"?><order><name>é</name></order>', 'latin1');
    expect(read(reading, declared)).toEqual({ name: 'é' });
    expect(refusal(reading, latin, 'text/xml; charset=klingon')).toMatch(/^invalidInput: .*“klingon”/);
    expect(refusal(reading, latin, 'text/xml; charset=utf-8')).toMatch(/^invalidInput: .*UTF-8/);
  });
});

describe('a request without a body', () => {
  const value = (reading: BodyReading, method: string, body = ''): string => {
    const event = { meta: JSON.stringify({ method }), contentType: '', body: Buffer.from(body) };
    try {
      return JSON.stringify(new EventBody(event, reading).trigger);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return error.code;
    }
  };

  it('is taken where its method needs none, in any format, and has no body then', async () => {
    const csv = await readingOf({ format: fixed('csv'), schema: pinned(stock) });
    for (const reading of [await xml(order), csv]) {
      for (const method of ['GET', 'DELETE', 'HEAD'])
        expect(value(reading, method)).toBe(`{"method":"${method}","body":null}`);
      for (const method of ['POST', 'PUT', 'PATCH']) expect(value(reading, method)).toBe('invalidInput');
      expect(value(reading, 'DELETE', '\n')).toBe('invalidInput');
    }
  });
});

it('CSV without a column that the schema requires is refused, with its name', async () => {
  const reading = await readingOf({ format: fixed('csv'), schema: pinned(stock) });
  expect(read(reading, 'sku,qty\nA,1\n', 'text/csv')).toEqual([{ sku: 'A', qty: 1 }]);
  expect(read(reading, 'sku\nA\n', 'text/csv')).toEqual([{ sku: 'A' }]);
  expect(read(reading, 'sku,qty\n', 'text/csv')).toEqual([]);
  for (const body of ['qty\n1\n', 'qty\n', 'Sku,qty\nA,1\n'])
    expect(refusal(reading, body, 'text/csv')).toMatch(
      /^invalidInput: This webhook takes CSV\. .*the column “sku” is missing, which the schema requires; there are: .*line 1/,
    );
});

it('XML without a schema has the lists that the trigger names', async () => {
  const reading = await readingOf({ format: fixed('xml'), lists: fixed('line, note') });
  expect(read(reading, '<order><line>1</line></order>')).toEqual({ line: ['1'] });
});

describe('lists of records', () => {
  it.each<[string, DataSchema | undefined, string, Json]>([
    ['csv', stock, 'sku;qty\nA;2\n', [{ sku: 'A', qty: 2 }]],
    ['csv', { type: 'array', items: stock }, 'sku;qty\nA;2\n', [{ sku: 'A', qty: 2 }]],
    ['csv', stock, 'sku;qty\nA;\n', [{ sku: 'A', qty: null }]],
    ['csv', undefined, 'sku,qty\nA,2\n', [{ sku: 'A', qty: '2' }]],
    ['jsonl', stock, '{"sku":"A"}\n{"sku":"B"}\n', [{ sku: 'A' }, { sku: 'B' }]],
    ['fixed-width', placed, 'A0001 12\n', [{ sku: 'A0001', qty: 12 }]],
  ])('%s', async (format, schema, body, expected) => {
    const input: FieldValues = { format: fixed(format) };
    if (schema !== undefined) input['schema'] = pinned(schema);
    expect(read(await readingOf(input), body)).toEqual(expected);
  });

  it('are messages in X12, EDIFACT and HL7', async () => {
    const hl7 = 'MSH|^~\\&|A|B|C|D|20260101120000||ADT^A08|1|P|2.5\rPID|1||4711\r';
    expect(read(await readingOf({ format: fixed('hl7') }), hl7)).toHaveLength(1);
    expect(refusal(await readingOf({ format: fixed('x12') }), 'ISA*00*broken')).toMatch(/^invalidInput: .*X12/);
    expect(refusal(await readingOf({ format: fixed('edifact') }), 'UNH+1')).toMatch(/^invalidInput: .*EDIFACT/);
  });

  it('say which record is not as the schema says', async () => {
    const reading = await readingOf({ format: fixed('jsonl'), schema: pinned(stock) });
    expect(refusal(reading, '{"sku":"A"}\n{"qty":1}\n')).toMatch(/\/1 lacks sku/);
  });

  it('of CSV may come without a header, parted by what the trigger says', async () => {
    const input = { format: fixed('csv'), schema: pinned(stock), header: fixed(false), delimiter: fixed('|') };
    expect(read(await readingOf(input), 'A,1|2\n')).toEqual([{ sku: 'A,1', qty: 2 }]);
  });
});

describe('JSON', () => {
  it('is held against the schema', async () => {
    const reading = await readingOf({ format: fixed('json'), schema: pinned(stock) });
    expect(read(reading, '{"sku":"A","id":9007199254740993}', 'text/plain')).toEqual({
      sku: 'A',
      id: '9007199254740993',
    });
    expect(refusal(reading, '{"qty":1}', 'application/json')).toMatch(/^invalidInput: .*the value lacks sku/);
    expect(refusal(reading, '{"sku"', 'application/json')).toMatch(
      /^invalidInput: This webhook takes JSON\. .*line 1, column/,
    );
  });

  it('is taken by the content type only where the format is JSON', async () => {
    const [asXml, asJson] = [await xml(), await readingOf({ format: fixed('json') })];
    expect(['application/json; charset=utf-8', 'application/vnd.shop+json'].map((type) => asXml.takes(type))).toEqual([
      false,
      false,
    ]);
    expect(['', 'text/xml', 'application/x-www-form-urlencoded'].every((type) => asXml.takes(type))).toBe(true);
    expect(asJson.takes('application/json')).toBe(true);
    expect(refusal(asXml, '<order/>', 'application/json')).toBe(
      'unsupportedMediaType: This webhook takes XML, and the sender says that the body is JSON. The sender sends XML, or names the content type that it sends.',
    );
  });
});

const small = (contentType: string) => ({ contentType, sizeBytes: 10 });

describe('the plan of a flow', () => {
  it('holds JSON that was too large to be held at the door against the schema, and that of a person for another format not', async () => {
    const large = { contentType: 'application/json', sizeBytes: 1_048_577 };
    const asJson = await readingOf({ format: fixed('json'), schema: pinned(order) });
    expect(readingOfStored(asJson, { ...large, sizeBytes: 1_048_576 })).toBeNull();
    expect(readingOfStored(asJson, large)).toBe(asJson);
    const body = JSON.stringify({ padding: 'x'.repeat(1_048_577) });
    expect(refusal(asJson, body, 'application/json')).toMatch(/^invalidInput: The body is not as the schema/);
    expect(readingOfStored(await readingOf({ format: fixed('xml') }), large)).toBeNull();
  });

  it('reads stored bodies by the trigger, and what a person gave as JSON as that', async () => {
    const doc = flowOf(trigger({ format: fixed('xml'), schema: pinned(order) }));
    const plan = planFlow(doc, () => undefined, await bodyReadings(doc));
    const reading = plan.triggers.get('hook')?.reading;
    expect(reading?.title).toBe('XML');
    expect(readingOfStored(reading, small('text/xml'))).toBe(reading);
    expect(readingOfStored(reading, small('application/json'))).toBeNull();
    expect(readingOfStored(undefined, small('text/xml'))).toBeNull();
  });

  it('reads stored JSON in the encoding in which it came', async () => {
    const reading = await readingOf({ format: fixed('json') });
    expect(readingOfStored(reading, small('application/json; charset=utf-8'))).toBeNull();
    const latin = 'application/json; charset=windows-1252';
    expect(readingOfStored(reading, small(latin))?.read(Buffer.from('{"name":"M\xFCller"}', 'latin1'), latin)).toEqual({
      name: 'Müller',
    });
  });

  it.each<[string, TriggerNode]>([
    ['a webhook that says nothing of it', trigger({})],
    ['a webhook that takes what comes', trigger({ format: fixed('auto'), schema: pinned(order) })],
    ['another trigger', trigger({ format: fixed('xml') }, 'http.pollList')],
  ])('reads bodies of %s by their content type', async (_, node) => {
    const doc = flowOf(node);
    expect((await bodyReadings(doc)).size).toBe(0);
    expect(planFlow(doc, () => undefined, await bodyReadings(doc)).triggers.get('hook')?.reading).toBeNull();
  });
});
