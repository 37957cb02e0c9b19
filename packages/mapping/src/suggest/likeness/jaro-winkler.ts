// Likeness of short texts by Jaro, with Winkler's bonus of 0.1 a letter for up to four letters that begin both alike.

/** 0–1; 1 when equal. */
export function jaroWinkler(left: string, right: string): number {
  if (left === right) return 1;
  const jaro = jaroOf(left, right);
  let prefix = 0;
  while (prefix < 4 && prefix < left.length && left[prefix] === right[prefix]) prefix += 1;
  return jaro + prefix * 0.1 * (1 - jaro);
}

function jaroOf(left: string, right: string): number {
  const reach = Math.max(0, Math.floor(Math.max(left.length, right.length) / 2) - 1);
  const taken = new Uint8Array(right.length);
  const matched: string[] = [];
  for (let at = 0; at < left.length; at += 1) {
    const end = Math.min(right.length - 1, at + reach);
    for (let other = Math.max(0, at - reach); other <= end; other += 1) {
      if (taken[other] === 1 || left[at] !== right[other]) continue;
      taken[other] = 1;
      matched.push(left.charAt(at));
      break;
    }
  }
  if (matched.length === 0) return 0;
  let moved = 0;
  let place = 0;
  for (let other = 0; other < right.length; other += 1) {
    if (taken[other] !== 1) continue;
    if (right[other] !== matched[place]) moved += 1;
    place += 1;
  }
  const shared = matched.length;
  return (shared / left.length + shared / right.length + (shared - moved / 2) / shared) / 3;
}
