// Fifty megabytes go through, and what is held stays far below: measured after collecting garbage, at the fullest moment.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { FormatId } from '../codec/codec.ts';
import { codecs } from './codecs.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function heldBytes(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const total = 50_000_000;
const encoder = new TextEncoder();

interface Source {
  readonly opening: string;
  readonly record: string;
  readonly closing: string;
  readonly options: { readonly path?: string };
}

const text = 'a text of some length, ø → 😀, and "quotes"';
const sources: Readonly<Partial<Record<FormatId, Source>>> = {
  json: {
    opening: '{"meta":{"orders":1},"orders":[\n',
    record: `{"id":5871340126401,"text":${JSON.stringify(text)},"lines":[{"sku":"MUG","qty":1.5},{"sku":"LMP","qty":2}]},\n`,
    closing: '{}]}',
    options: { path: 'orders' },
  },
  csv: {
    opening: 'id,text,qty\n',
    record: `5871340126401,"${text.replaceAll('"', '""')}",1.5\r\n`,
    closing: '',
    options: {},
  },
  xml: {
    opening: '<feed><orders>',
    record: `<order id="5871340126401"><text>${text}</text>\n<line><sku>MUG</sku><qty>1.5</qty></line><line/></order>`,
    closing: '</orders></feed>',
    options: { path: 'orders.order' },
  },
};

/** Chunks of a megabyte, made when they are asked for. */
function* chunksOf({ opening, record, closing }: Source): Iterable<Uint8Array> {
  const chunk = encoder.encode(record.repeat(Math.ceil(1_000_000 / record.length)));
  yield encoder.encode(opening);
  for (let sent = 0; sent < total; sent += chunk.length) yield chunk;
  yield encoder.encode(closing);
}

describe('read', () => {
  it.each(['json', 'csv', 'xml'] as const)(
    'holds little while 50 MB of %s stream',
    async (format) => {
      const source = sources[format];
      if (source === undefined) throw new Error(`no source for ${format}`);
      const codec = await codecs[format].load();
      const before = heldBytes();
      let records = 0;
      let most = 0;
      let batches = 0;
      let measured = 0;
      for await (const batch of codec.read(chunksOf(source), source.options)) {
        records += batch.length;
        batches += 1;
        if (batches % 40 !== 0) continue;
        measured += 1;
        most = Math.max(most, heldBytes() - before);
      }
      expect(records).toBeGreaterThan(total / source.record.length / 1.2);
      expect(measured).toBeGreaterThan(2);
      expect(most).toBeLessThan(25_000_000);
    },
    120_000,
  );
});
