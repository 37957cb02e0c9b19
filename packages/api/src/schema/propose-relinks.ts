// Fields that are gone, and which new one may stand for each. Proposals for people; nothing is changed by them. Pure.
import { suggestMapping } from '@patchbay/mapping/suggest';
import type { Candidate, LoopCandidate } from '@patchbay/mapping/suggest';
import type { DataSchema, SchemaChange } from '@patchbay/model/schema';
import type { Relink } from './schema.contract.ts';

const segment = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
/** Lists add no step. */
const pointerOf = (steps: readonly string[]): string =>
  steps.flatMap((step) => (step === '[]' ? [] : [`/${segment(step)}`])).join('');

/** In the order of the fields that are gone; each new field is proposed once, for the one that it fits best. */
export function proposeRelinks(before: DataSchema, after: DataSchema, changes: readonly SchemaChange[]): Relink[] {
  const gone = new Set(changes.filter((change) => change.kind === 'removed').map((change) => change.path));
  const fresh = new Set(changes.filter((change) => change.kind === 'added').map((change) => change.path));
  if (gone.size === 0 || fresh.size === 0) return [];
  // The old shape is what is to be filled, the new one is what there is.
  const { fields, loops } = suggestMapping({ sources: [{ name: 'new', schema: after }], target: { schema: before } });
  const found = [...loops, ...fields]
    .filter(({ target }) => gone.has(target))
    .flatMap(({ target, candidates }) => relinksOf(target, candidates, fresh))
    .sort((left, right) => right.score - left.score);
  const best = new Map<string, Relink>();
  const taken = new Set<string>();
  for (const relink of found) {
    if (best.has(relink.from) || taken.has(relink.to)) continue;
    best.set(relink.from, relink);
    taken.add(relink.to);
  }
  return [...gone].flatMap((path) => best.get(path) ?? []);
}

function relinksOf(
  from: string,
  candidates: readonly (Candidate | LoopCandidate)[],
  fresh: ReadonlySet<string>,
): Relink[] {
  return candidates.flatMap(({ path, score, reasons }) => {
    const to = pointerOf(path);
    if (!fresh.has(to)) return [];
    return [{ from, to, score: Math.round(score * 1_000) / 1_000, reasons: reasons.map((reason) => reason.detail) }];
  });
}
