import { CodecError } from '../codec-error.ts';
import type { CodecPlace } from '../codec-error.ts';

export interface HeaderRule {
  /** Of two columns with one name: number the later ones (`sku_2`), or fail. */
  readonly duplicateNames?: 'number' | 'error' | undefined;
}

/** Names of columns from a header row: white space around them taken off, those without a name called by their place. */
export function columnNames(header: readonly string[], rule: HeaderRule, { format, place }: Place): string[] {
  const taken = new Set<string>();
  const written = new Set(header.map((name) => name.trim()));
  return header.map((raw, position) => {
    const name = raw.trim();
    if (name !== '' && !taken.has(name)) {
      taken.add(name);
      return name;
    }
    if (name !== '' && rule.duplicateNames === 'error') {
      throw CodecError.input(format, `two columns are named “${name}”`, place);
    }
    const free =
      name === '' ? unnamed(position, written) : numbered(name, (other) => written.has(other) || taken.has(other));
    taken.add(free);
    return free;
  });
}

interface Place {
  readonly format: string;
  readonly place: CodecPlace;
}

export const placeName = (position: number): string => `column${position + 1}`;

function unnamed(position: number, written: ReadonlySet<string>): string {
  const name = placeName(position);
  return written.has(name) ? numbered(name, (other) => written.has(other)) : name;
}

function numbered(name: string, isTaken: (name: string) => boolean): string {
  let number = 2;
  while (isTaken(`${name}_${number}`)) number += 1;
  return `${name}_${number}`;
}
