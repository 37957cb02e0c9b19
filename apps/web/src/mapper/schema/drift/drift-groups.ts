// What a new version changes, sorted for people: renamed (as they accepted it), gone, new, different.
import type { SchemaChange } from '@patchbay/model/schema';

export interface Change extends Pick<SchemaChange, 'kind' | 'path' | 'severity' | 'message'> {
  /** The topmost field that came or went together with this one. */
  readonly within?: string | undefined;
}

/** A field that is gone, and the new one that may stand for it, as the matcher sees it. */
export interface RelinkProposal {
  readonly from: string;
  readonly to: string;
  readonly score: number;
  readonly reasons: readonly string[];
}

/** What one version of a schema, or what came in anew, changes against another. */
export interface SchemaDrift {
  readonly changes: readonly Change[];
  readonly relinks: readonly RelinkProposal[];
}

/** How likely a re-link is, in words: it stays a guess, and the reasons beside it say what speaks for it. */
export function likelihood(score: number): { readonly words: string; readonly tone: 'ok' | 'wait' | 'neutral' } {
  if (score >= 0.85) return { words: 'very likely', tone: 'ok' };
  return score >= 0.6 ? { words: 'likely', tone: 'wait' } : { words: 'perhaps', tone: 'neutral' };
}

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
export function driftGroups({ changes, relinks }: SchemaDrift, verdicts: Verdicts): DriftGroups {
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

/** The same verdict again takes it back. */
export function judged(verdicts: Verdicts, from: string, verdict: Verdict): Verdicts {
  const held = new Map(verdicts);
  if (held.get(from) === verdict) held.delete(from);
  else held.set(from, verdict);
  return held;
}

/** What becomes of proposals that nobody judged; nothing to say where there are none. */
export function undecidedWords(relinks: readonly RelinkProposal[], verdicts: Verdicts): string | undefined {
  const open = relinks.filter(({ from }) => !verdicts.has(from)).length;
  if (open === 0) return undefined;
  return `${open === 1 ? '1 proposal is' : `${open} proposals are`} undecided, and counted as refused.`;
}

/** How many fields came or went with this one. */
export const insideOf = (changes: readonly Change[], { kind, path }: Change): number =>
  changes.filter((other) => other.kind === kind && other.within === path && other.path !== path).length;

/** `/lines/sku` as people write it: `lines.sku`. */
export const shownField = (path: string): string =>
  path === '' ? 'the root' : path.slice(1).replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~');
