/**
 * What a value takes in memory, in bytes, as far as it can be told without asking the engine: rather too much than too little,
 * since texts that were put together keep their parts and what is no longer used is there until it is collected.
 */
export function sizeOfValue(value: unknown): number {
  if (typeof value === 'string') return 48 + value.length;
  if (typeof value !== 'object' || value === null) return 16;
  let size = 64;
  if (Array.isArray(value)) {
    for (const item of value) size += 8 + sizeOfValue(item);
    return size;
  }
  for (const name in value) size += 16 + sizeOfValue((value as Record<string, unknown>)[name]);
  return size;
}
