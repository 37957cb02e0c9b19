/** What a value takes in memory, in bytes, as far as it can be told without asking the engine: rather too much than too little. */
export function sizeOfValue(value: unknown): number {
  if (typeof value === 'string') return 24 + value.length;
  if (typeof value !== 'object' || value === null) return 8;
  let size = 40;
  if (Array.isArray(value)) {
    for (const item of value) size += 8 + sizeOfValue(item);
    return size;
  }
  for (const name in value) size += 8 + sizeOfValue((value as Record<string, unknown>)[name]);
  return size;
}
