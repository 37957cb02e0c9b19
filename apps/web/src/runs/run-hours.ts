/** Hours without a run are not in the answer of the server: they are zero here, so that the line is true to time. */
export function fillHours<Hour extends { readonly at: string }>(
  hours: readonly Hour[],
  now: Date,
  read: (hour: Hour) => number,
): number[] {
  const hourMs = 3_600_000;
  const last = Math.floor(now.getTime() / hourMs);
  const known = new Map(hours.map((hour) => [Math.floor(Date.parse(hour.at) / hourMs), read(hour)]));
  return hours.length === 0 ? [] : Array.from({ length: 24 }, (_, index) => known.get(last - 23 + index) ?? 0);
}
