import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf, chunked, failure, utf16 } from '../testing/streams.ts';
import { decodeText } from './decode-text.ts';
import { ChunkEncoder } from './encode-text.ts';
import { ChunkDecoder } from './text-decoder.ts';
import type { DecodeOptions } from './text-decoder.ts';

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

function inChunks(bytes: Uint8Array, size: number, options?: DecodeOptions): string {
  const decoder = new ChunkDecoder(options);
  let text = '';
  for (const chunk of chunked(bytes, size)) text += decoder.push(chunk);
  return text + decoder.end();
}

describe('decodeText', () => {
  it.each<[string, Uint8Array, string]>([
    ['nothing', Uint8Array.of(), ''],
    ['UTF-8', bytesOf('aø→😀'), 'aø→😀'],
    ['UTF-8 with a mark, of which only the first goes', bytesOf('\ufeff\ufeffa'), '\ufeffa'],
    ['UTF-16 LE with a mark', utf16('\ufeffaø→😀', 'le'), 'aø→😀'],
    ['UTF-16 BE with a mark', utf16('\ufeffaø→😀', 'be'), 'aø→😀'],
    ['UTF-16 LE without one', utf16('<a>ø</a>', 'le'), '<a>ø</a>'],
    ['UTF-16 BE without one', utf16('a;b\n1;2', 'be'), 'a;b\n1;2'],
    ['UTF-16 of one letter', utf16('7', 'le'), '7'],
    ['windows-1252', latin1('pris \x80 5, Åse'), 'pris € 5, Åse'],
    ['windows-1252 that ends with what could begin UTF-8', latin1('caf\xe9'), 'café'],
    [
      'a declared encoding',
      latin1('<?xml version="1.0" encoding="ISO-8859-15"?><a>\xa4</a>'),
      '<?xml version="1.0" encoding="ISO-8859-15"?><a>€</a>',
    ],
    [
      'a declaration that cannot be true',
      bytesOf('<?xml version="1.0" encoding="utf-16"?><a>ø</a>'),
      '<?xml version="1.0" encoding="utf-16"?><a>ø</a>',
    ],
  ])('reads %s, in chunks of any size', (_, bytes, text) => {
    expect(decodeText(bytes)).toBe(text);
    for (const size of [1, 2, 3, 5]) expect(inChunks(bytes, size)).toBe(text);
  });

  it('decides at the first byte beyond ASCII, however late it comes', () => {
    const late = latin1(`${'x\n'.repeat(5000)}\xe5 and \xc3\xa5`);
    expect(inChunks(late, 999).endsWith('å and Ã¥')).toBe(true);
    expect(decodeText(late)).toBe(inChunks(late, 64));
  });

  it.each<[string, Uint8Array, string, number]>([
    ['UTF-32', Uint8Array.of(0xff, 0xfe, 0, 0, 0x61, 0, 0, 0), 'UTF-32', 1],
    ['UTF-32 without a mark', Uint8Array.of(0, 0, 0, 0x61), 'UTF-32', 1],
    ['EBCDIC', Uint8Array.of(0x4c, 0x6f, 0xa7, 0x94), 'EBCDIC', 1],
    ['broken UTF-8', Uint8Array.of(...bytesOf('å\nab'), 0xff, 0x61), 'byte 6 fits no character', 2],
    ['UTF-8 that is cut off', bytesOf('åå').subarray(0, 3), 'ends inside a character', 1],
    ['marked UTF-8 that is none', Uint8Array.of(0xef, 0xbb, 0xbf, 0x61, 0xe5, 0x61), 'not valid UTF-8', 1],
    ['half a pair in UTF-16', utf16('\ufeffab\nc\ud800d', 'le'), 'not valid UTF-16LE', 2],
    ['a file that is no text', Uint8Array.of(0x50, 0x4b, 3, 4, 0xff, 0, 0, 0xff), 'no text', 1],
    ['an encoding that nobody knows', bytesOf('<?xml version="1.0" encoding="klingon"?><a/>'), '“klingon”', 1],
  ])('refuses %s with the place', (_, bytes, words, line) => {
    const error = failure(() => decodeText(bytes));
    expect(error.message).toContain(words);
    expect(error.line).toBe(line);
    expect(failure(() => inChunks(bytes, 2)).message).toBe(error.message);
  });

  it('takes the encoding that is named', () => {
    expect(decodeText(latin1('\x83\x41'), { encoding: 'shift_jis' })).toBe('ア');
    expect(decodeText(latin1('\xe5'), { encoding: 'latin1' })).toBe('å');
    expect(failure(() => decodeText(latin1('\xe5'), { encoding: 'utf-8' })).message).toContain('UTF-8');
    expect(failure(() => decodeText(latin1('\xe5'), { fallback: 'none' })).message).toContain('UTF-8');
    expect(failure(() => decodeText(latin1('a'), { encoding: 'nope' })).kind).toBe('option');
  });

  it('gives the same text for any chunks, or the same error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.integer({ min: 1, max: 9 }), (bytes, size) => {
        const outcome = (read: () => string): string => {
          try {
            return read();
          } catch (cause) {
            return (cause as Error).message;
          }
        };
        expect(outcome(() => inChunks(bytes, size))).toBe(outcome(() => decodeText(bytes)));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('ChunkEncoder', () => {
  it('writes what the decoder reads, marked once', () => {
    for (const encoding of ['utf-8', 'utf-16le', 'windows-1252', 'iso-8859-1'] as const) {
      const encoder = new ChunkEncoder('text', { encoding, byteOrderMark: true });
      const bytes = [...encoder.encode('aø'), ...encoder.encode('å\n')];
      expect(decodeText(Uint8Array.from(bytes), encoding.startsWith('utf') ? {} : { encoding })).toBe('aøå\n');
    }
  });

  it('refuses characters that the encoding lacks, and encodings that it does not know', () => {
    expect(failure(() => new ChunkEncoder('CSV', { encoding: 'iso-8859-1' }).encode('a€')).message).toBe(
      'The value cannot be written as CSV: the character “€” does not exist in iso-8859-1.',
    );
    expect(new ChunkEncoder('CSV', { encoding: 'windows-1252' }).encode('€')).toEqual(Uint8Array.of(0x80));
    expect(failure(() => new ChunkEncoder('CSV').encode('\udc00')).kind).toBe('value');
    expect(failure(() => new ChunkEncoder('CSV', { encoding: 'utf-7' as 'utf-8' })).kind).toBe('option');
  });
});
