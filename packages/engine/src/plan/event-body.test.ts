import { describe, expect, it } from 'vitest';
import { EventBody } from './event-body.ts';

const event = (body: string, contentType = 'application/json') => ({
  meta: '{"method":"POST"}',
  contentType,
  body: Buffer.from(body),
});
const large = JSON.stringify({ id: 1, list: Array.from({ length: 20_000 }, (_, at) => at) });

describe('the body of an event', () => {
  it('is a value at once when it is small', () => {
    const { trigger, unread } = new EventBody(event('{"a":1}'));
    expect(unread).toBeNull();
    expect(trigger).toEqual({ method: 'POST', body: { a: 1 } });
  });

  it('that is large stays bytes until a step looks into it, and is the same value then', () => {
    const body = new EventBody(event(large));
    expect(Object.keys(body.trigger as object)).toEqual(['method', 'body']);
    expect(body.unread).toEqual(Buffer.from(large));
    const trigger = body.trigger as { readonly body: { readonly list: number[] } };
    const first = trigger.body;
    expect(first.list).toHaveLength(20_000);
    expect(body.unread).toBeNull();
    expect(trigger.body).toBe(first);
    expect(JSON.parse(JSON.stringify(trigger))).toEqual({ method: 'POST', body: JSON.parse(JSON.stringify(first)) });
  });

  it('is read at once when it is no JSON, and says why when it cannot be read', () => {
    expect(new EventBody(event('x'.repeat(70_000), 'text/plain')).trigger).toEqual({
      method: 'POST',
      body: 'x'.repeat(70_000),
    });
    const broken = new EventBody(event(`${large}}`)).trigger as { body: unknown };
    expect(() => broken.body).toThrow(expect.objectContaining({ code: 'invalidInput' }));
  });
});

it.each(['application/x-ndjson', 'application/csv; charset=utf-8', 'text/csv'])(
  'reads a file of records of type %s as text',
  (contentType) => {
    const body = Buffer.from('{"id":1}\n');
    expect(new EventBody({ meta: '{}', contentType, body }).trigger).toEqual({ body: '{"id":1}\n' });
  },
);

describe('a body that nothing looks into', () => {
  const read = (contentType: string, body: Uint8Array) =>
    (new EventBody({ meta: '{}', contentType, body, asFile: true }).trigger as { body: unknown }).body;

  it.each([
    'text/csv',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'application/avro',
    'application/edifact',
    'application/octet-stream',
  ])('stays bytes as %s, in whatever encoding', (contentType) => {
    expect(read(contentType, Uint8Array.of(0xc5, 0x00))).toBeNull();
    expect(read(contentType, new Uint8Array(70_000).fill(0xc5))).toBeNull();
  });

  it('must still be JSON when it says so, and of a type that somebody can read', () => {
    expect(read('application/json', Buffer.from('{"a":1}'))).toEqual({ a: 1 });
    expect(() => read('application/json', Buffer.from('{'))).toThrow(/no JSON/);
    expect(() => read('image/png', Buffer.from('x'))).toThrow(/cannot be read/);
  });
});

it('is text in UTF-8 where something looks into it, and no workbook', () => {
  const of = (contentType: string) => (): unknown =>
    new EventBody({ meta: '{}', contentType, body: Uint8Array.of(0xc5) }).trigger;
  expect(of('text/csv')).toThrow(/UTF-8/);
  expect(of('application/avro')).toThrow(/Read records of the event/);
});
