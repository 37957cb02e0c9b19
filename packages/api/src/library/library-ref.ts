const namedParts = /^(.*)@(\d+)$/s;

/** `Order@3` → its name and number. Null for what is no reference. */
export function partsOfRef(ref: string): { name: string; number: number } | null {
  const [, name, number] = namedParts.exec(ref) ?? [];
  return name === undefined || number === undefined ? null : { name, number: Number(number) };
}

export const refOf = (name: string, number: number): string => `${name}@${number}`;
