/** Names that each hold the one before twice: little in memory, and beyond all measure when it is written. */
export const doubled = (
  first: string,
  prefix: string,
  times: number,
  twice = (name: string): string => `[${name}, ${name}]`,
): Record<string, string> =>
  Object.fromEntries([
    [`${prefix}0`, first],
    ...Array.from({ length: times }, (_, at) => [`${prefix}${at + 1}`, twice(`${prefix}${at}`)]),
  ]);
