// What a text looks like: the formats that inference knows. A format is kept only when every text has it.

/** ISO 8601 as JSON Schema's `date-time` has it; the zone may be missing, as it often is in practice. */
const dateTime = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$/;

/** Of the signs that a name before the @ may have, those that are in use: a text with others is rather something else. */
const mailAddress = /^[\p{L}\p{N}_%&'+=-]+(\.[\p{L}\p{N}_%&'+=-]+)*@([\p{L}\p{N}][\p{L}\p{N}-]*\.)+\p{L}{2,60}$/u;

/** Most telling first. `integer` and `decimal` are numbers written as text; a leading zero makes it a code, not a number. */
const formats: readonly (readonly [format: string, pattern: RegExp])[] = [
  ['date-time', dateTime],
  ['date', /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/],
  ['time', /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?$/],
  ['uuid', /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i],
  ['email', mailAddress],
  ['uri', /^[a-z][a-z0-9+.-]{1,20}:\/\/\S{1,2000}$/i],
  ['integer', /^-?(0|[1-9]\d{0,99})$/],
  ['decimal', /^-?(0|[1-9]\d{0,99})(\.\d{1,99})?$/],
];

/** No text of these formats is longer; longer texts are not searched. */
const longest = 2048;

export const formatCount = formats.length;
export const allFormats = (1 << formats.length) - 1;

/** The formats of `candidates` (a bit each, in order) that the text has. */
export function narrowFormats(candidates: number, text: string): number {
  if (text.length > longest || text === '') return 0;
  let left = candidates;
  for (let at = 0; at < formats.length; at += 1) {
    const bit = 1 << at;
    if ((left & bit) !== 0 && formats[at]?.[1].test(text) !== true) left &= ~bit;
  }
  return left;
}

/** The most telling format of those left. */
export function formatName(candidates: number): string | undefined {
  for (let at = 0; at < formats.length; at += 1) if ((candidates & (1 << at)) !== 0) return formats[at]?.[0];
  return undefined;
}
