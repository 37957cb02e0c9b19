import type { Json } from '@patchbay/model/schema';

const valueBytes = 24;

/** About what a value takes in memory, in bytes; one that takes more than the limit is not looked at any further. */
export function roughSize(value: Json | undefined, limitBytes: number): number {
  let sizeBytes = 0;
  const open: (Json | undefined)[] = [value];
  while (open.length > 0 && sizeBytes <= limitBytes) {
    const next = open.pop();
    sizeBytes += typeof next === 'string' ? valueBytes + next.length : valueBytes;
    if (typeof next === 'object' && next !== null) for (const part of Object.values(next)) open.push(part);
  }
  return sizeBytes;
}
