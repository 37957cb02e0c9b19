// What the format of a file is, by its name, else by its first bytes.
import { codecs, formatOfFileName, sniffFormat as formatsOf } from '@patchbay/codecs';
import type { FormatId } from '@patchbay/codecs';

const headChars = 65_536;
/** What these look like is unmistakable: it counts more than a name. */
const isUnmistakable = (format: FormatId): boolean =>
  !codecs[format].isText || format === 'x12' || format === 'edifact' || format === 'hl7';

/** The likeliest format; CSV where nothing else is to be seen. Fixed width is never guessed: it cannot be read without its columns. */
export function sniffFormat(content: Uint8Array | string, fileName = ''): FormatId {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content.slice(0, headChars)) : content;
  const seen = formatsOf(bytes).find(({ format }) => format !== 'fixed-width')?.format ?? archive(bytes);
  if (seen !== undefined && isUnmistakable(seen)) return seen;
  return formatOfFileName(fileName) ?? seen ?? 'csv';
}

/** An archive whose directory lies beyond the beginning that is at hand: of the formats only Excel is one. */
const archive = (bytes: Uint8Array): FormatId | undefined =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4 ? 'excel' : undefined;
