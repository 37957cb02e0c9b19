import type { RecordFeed } from '../flow-plan.ts';

/**
 * Which joins must take their records while they still read their partners. A join takes no record before it has all partners, and
 * a reader goes on only when each of its records was taken: where both wait for each other, directly or around a circle, neither
 * would go on. Members stand behind what feeds them.
 */
export function joinsThatSetAside(
  feeds: readonly (readonly RecordFeed[])[],
  isSource: readonly boolean[],
): ReadonlySet<number> {
  const sources = feeds.map((_, at) => new Set<number>(isSource[at] === true ? [at] : []));
  /** By join: the sources of its records, and of its partners. */
  const recordsOf = sources.map((own) => new Set(own));
  const partnersOf = feeds.map(() => new Set<number>());
  for (const [at, own] of feeds.entries()) {
    for (const { to, as } of own) {
      for (const source of sources[at] ?? []) {
        sources[to]?.add(source);
        (as === 'partners' ? partnersOf : recordsOf)[to]?.add(source);
      }
    }
  }
  const settingAside = new Set<number>();
  for (const [join, partners] of partnersOf.entries()) {
    // From a join to the sources of its partners, from a source to the joins that do not take its records yet.
    const met = new Set(partners);
    for (const source of met) {
      for (const [other, records] of recordsOf.entries()) {
        if (settingAside.has(other) || !records.has(source)) continue;
        for (const next of partnersOf[other] ?? []) met.add(next);
      }
    }
    const waitsForItself = [...(recordsOf[join] ?? [])].some((source) => met.has(source));
    if (waitsForItself) settingAside.add(join);
  }
  return settingAside;
}
