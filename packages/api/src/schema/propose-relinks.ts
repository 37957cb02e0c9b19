// Fields that are gone, and which new one may stand for each. Proposals for people; nothing is changed by them. Pure.
import { proposeRelinks as candidatesFor } from '@patchbay/mapping/suggest';
import { flattenSchema } from '@patchbay/model/schema';
import type { DataSchema, SchemaChange, SchemaStep } from '@patchbay/model/schema';
import type { Relink } from './schema.contract.ts';

const segment = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
/** Lists add no step. */
const pointerOf = (steps: readonly string[]): string =>
  steps.flatMap((step) => (step === '[]' ? [] : [`/${segment(step)}`])).join('');
const stepOf = (step: SchemaStep): string => (step.kind === 'name' ? step.name : step.kind === 'each' ? '[]' : '*');

/** In the order of the fields that are gone; each new field is proposed once, for the one that it fits best. */
export function proposeRelinks(before: DataSchema, after: DataSchema, changes: readonly SchemaChange[]): Relink[] {
  const gone = new Set(changes.filter((change) => change.kind === 'removed').map((change) => change.path));
  const fresh = new Set(changes.filter((change) => change.kind === 'added').map((change) => change.path));
  if (gone.size === 0 || fresh.size === 0) return [];
  const steps = flattenSchema(before).flatMap((node) => (gone.has(node.path) ? [node.steps.map(stepOf)] : []));
  const found = candidatesFor(before, after, steps)
    .flatMap(({ from, candidates }) =>
      candidates.map(({ path, score, reasons }) => ({
        from: pointerOf(from),
        to: pointerOf(path),
        score,
        reasons: reasons.map((reason) => reason.detail),
      })),
    )
    .filter(({ to }) => fresh.has(to))
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
