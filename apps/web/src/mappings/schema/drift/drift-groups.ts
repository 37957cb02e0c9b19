// What a new version changes, sorted for people: renamed (as they accepted it), gone, new, different.
import type { ApiOutputs } from '@patchbay/api';

export type SchemaCompared = ApiOutputs['schema']['compare'];
export type Change = SchemaCompared['changes'][number];
export type RelinkProposal = SchemaCompared['relinks'][number];
export type Impact = SchemaCompared['impact'][number];

export type Verdict = 'accepted' | 'refused';
/** By the field that is gone. */
export type Verdicts = ReadonlyMap<string, Verdict>;

export interface DriftGroups {
  readonly renamed: readonly RelinkProposal[];
  readonly removed: readonly Change[];
  readonly added: readonly Change[];
  readonly changed: readonly Change[];
}

/** Fields that came or went inside others that did are counted with those. */
export function driftGroups({ changes, relinks }: SchemaCompared, verdicts: Verdicts): DriftGroups {
  const renamed = acceptedOf(relinks, verdicts);
  const from = new Set(renamed.map((link) => link.from));
  const to = new Set(renamed.map((link) => link.to));
  const isTop = ({ path, within }: Change): boolean => within === undefined || within === path;
  return {
    renamed,
    removed: changes.filter((change) => change.kind === 'removed' && isTop(change) && !from.has(change.path)),
    added: changes.filter((change) => change.kind === 'added' && isTop(change) && !to.has(change.path)),
    changed: changes.filter((change) => change.kind !== 'removed' && change.kind !== 'added'),
  };
}

export const acceptedOf = (relinks: readonly RelinkProposal[], verdicts: Verdicts): RelinkProposal[] =>
  relinks.filter(({ from }) => verdicts.get(from) === 'accepted');

/** How many fields came or went with this one. */
export const insideOf = (changes: readonly Change[], { kind, path }: Change): number =>
  changes.filter((other) => other.kind === kind && other.within === path && other.path !== path).length;

/** `/lines/sku` as people write it: `lines.sku`. */
export const shownField = (path: string): string =>
  path === '' ? 'the root' : path.slice(1).replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~');

/** Drafts that use the version can be moved to the new one here; what is published keeps it. */
export const isMovable = ({ where }: Pick<Impact, 'where'>): boolean => where === 'draft';
