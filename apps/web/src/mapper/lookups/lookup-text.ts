// A lookup table as text: `DK<tab>DNK`, one key a line, as it comes from a sheet.
import type { LookupTable } from '@patchbay/model/mapping';
import type { Json } from '@patchbay/model/schema';
import { constantOf, constantText } from '@patchbay/mapping/edit';

export const tableText = (values: LookupTable['values']): string =>
  Object.entries(values)
    .map(([key, value]) => `${key}\t${constantText(value)}`)
    .join('\n');

/** The first tab, semicolon or comma divides key and value; of repeated keys the last counts; blank lines do not. */
export function tableRows(text: string): LookupTable['values'] {
  const entries = text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line): [string, Json] => {
      const at = line.includes('\t') ? line.indexOf('\t') : line.search(/[;,]/);
      if (at === -1) return [line.trim(), ''];
      return [line.slice(0, at).trim(), constantOf(line.slice(at + 1).trim())];
    });
  return Object.fromEntries(entries);
}
