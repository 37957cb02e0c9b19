// Lengths of time as a person would set them: in the largest unit that tells them exactly.
const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** `7 days` · `90 minutes` · `1.5 seconds`. */
export function lengthWords(ms: number): string {
  const [name, unit] = units.find(([, size]) => ms >= size && ms % size === 0) ?? (['second', 1_000] as const);
  const count = ms / unit;
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}
