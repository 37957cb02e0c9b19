// Which field goes with which: each target field gets at most one source field, and each source field is used once.
import type { MatchScorer } from './drop/drop-choice.ts';
import type { FieldShape } from './shapes.ts';

/** A name without what spellings differ in: `ship_to`, `shipTo` and `Ship-To` are the same. */
export const sameName = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '');

export const byName: MatchScorer = (source, target) => {
  const name = sameName(source.name);
  return name !== '' && name === sameName(target.name) ? 1 : 0;
};

const leastScore = 0.7;

interface Judge {
  readonly scorer?: MatchScorer | undefined;
  /** The names around the source's and the target's fields. */
  readonly source: readonly string[];
  readonly target: readonly string[];
}

/** Every target field in order, with its partner: the best pairs first, ties in the order of the target, then of the source. */
export function bestPairs(
  from: readonly FieldShape[],
  to: readonly FieldShape[],
  { scorer, source, target }: Judge,
): (readonly [FieldShape, FieldShape | undefined])[] {
  if (scorer === undefined) return pairsByName(from, to);
  const good: { at: number; order: number; score: number }[] = [];
  to.forEach((field, at) => {
    from.forEach((partner, order) => {
      const score = scorer(
        { name: partner.name, path: source, schema: partner.schema },
        { name: field.name, path: target, schema: field.schema },
      );
      if (score >= leastScore) good.push({ at, order, score });
    });
  });
  good.sort((a, b) => b.score - a.score || a.at - b.at || a.order - b.order);
  const chosen = new Map<number, FieldShape>();
  const used = new Set<number>();
  for (const { at, order } of good) {
    const partner = from[order];
    if (partner === undefined || chosen.has(at) || used.has(order)) continue;
    chosen.set(at, partner);
    used.add(order);
  }
  return to.map((field, at) => [field, chosen.get(at)]);
}

/** The very name first, then the same one spelt otherwise. */
function pairsByName(
  from: readonly FieldShape[],
  to: readonly FieldShape[],
): (readonly [FieldShape, FieldShape | undefined])[] {
  const exact = new Map(from.map((field) => [field.name, field]));
  const wanted = new Set(to.map(({ name }) => name));
  const alike = new Map<string, FieldShape[]>();
  for (const field of from) {
    const name = sameName(field.name);
    if (name !== '' && !wanted.has(field.name)) alike.set(name, [...(alike.get(name) ?? []), field]);
  }
  return to.map((field) => [field, exact.get(field.name) ?? alike.get(sameName(field.name))?.shift()]);
}
