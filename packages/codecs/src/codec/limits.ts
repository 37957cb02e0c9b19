// Caps on what a stranger's file may cost. Each can be moved by the caller; none can be switched off.
import { CodecError } from '../codec-error.ts';

export interface Limits {
  /** Bytes of the whole input where it is read at once, and of what an archive or a compressed block grows to. */
  readonly maxBytes: number;
  /** Levels of nesting. */
  readonly maxDepth: number;
  /** Characters (bytes in binary formats) of one record. */
  readonly maxRowSize: number;
  /** Columns of a table, attributes of an element, elements of a segment. */
  readonly maxFields: number;
}

export const defaultLimits: Limits = {
  maxBytes: 268_435_456,
  maxDepth: 200,
  maxRowSize: 16_777_216,
  maxFields: 20_000,
};

export function limitsOf(limits: Partial<Limits> | undefined): Limits {
  if (limits === undefined) return defaultLimits;
  const all = { ...defaultLimits };
  for (const name of ['maxBytes', 'maxDepth', 'maxRowSize', 'maxFields'] as const) {
    const value = limits[name];
    if (value === undefined) continue;
    if (!(value >= 1)) throw CodecError.option(`limits.${name}`, 'it must be a number of at least 1');
    all[name] = value;
  }
  return all;
}

export const inMegabytes = (bytes: number): string =>
  bytes < 1_048_576 ? `${Math.round(bytes / 1024)} KB` : `${Math.round(bytes / 1_048_576)} MB`;
