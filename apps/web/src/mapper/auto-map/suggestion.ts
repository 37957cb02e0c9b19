// What auto-map proposes, as the screen shows it. Nothing of it stands in the document until a person accepts it.
import type { Candidate, Conversion, LoopCandidate, MatchResult } from '@patchbay/mapping/suggest';
import { sourceKey } from '@patchbay/mapping';

export type Band = 'high' | 'medium' | 'low';

interface Proposal {
  /** Source key. */
  readonly source: string;
  /** The rule's text as it would stand; for a list what it walks over. */
  readonly text: string;
  /** 0 to 1. */
  readonly score: number;
  readonly band: Band;
  /** In words, the strongest first. */
  readonly reasons: readonly string[];
}

export interface Suggestion extends Proposal {
  /** Rule path. */
  readonly target: string;
  readonly kind: 'field' | 'loop';
  /** The name of one item, for a loop. */
  readonly as?: string | undefined;
  readonly conversion: Conversion;
  readonly required: boolean;
  /** Loops around it that are proposed too, outermost first: they come with it. */
  readonly needs: readonly string[];
  /** Other sources, less likely. */
  readonly others: readonly Proposal[];
}

/** `89 %`: never rounded up, so that what is shown lies in its band; and never 100 %, for it is a guess. */
export const scoreWords = (score: number): string => `${Math.min(99, Math.floor(Math.round(score * 1000) / 10))} %`;

const rank = { high: 2, medium: 1, low: 0 } as const;

const lower = (one: Band, other: Band): Band => (rank[one] <= rank[other] ? one : other);

/** The best proposal of every field and list, loops first. A field inside a loop is only as sure as the loop. */
export function suggestionsOf(result: MatchResult): Suggestion[] {
  const loops = result.loops.flatMap((loop): Suggestion[] => {
    const [best, ...others] = loop.candidates;
    if (loop.settled || best === undefined) return [];
    return [
      {
        ...loopProposal(best),
        target: loop.target,
        kind: 'loop',
        as: best.as,
        conversion: 'none',
        required: false,
        needs: [],
        others: others.map(loopProposal),
      },
    ];
  });
  const around = (target: string): Suggestion[] => loops.filter((loop) => isInside(target, loop.target));
  const fields = result.fields.flatMap(({ target, required, candidates }): Suggestion[] => {
    const [best, ...others] = candidates;
    if (best === undefined) return [];
    const needs = around(target);
    return [
      {
        ...proposal(best),
        band: needs.reduce((band, loop) => lower(band, loop.band), best.band),
        target,
        kind: 'field',
        conversion: best.conversion,
        required,
        needs: needs.map((loop) => loop.target),
        others: others.map(proposal),
      },
    ];
  });
  return [...loops.map((loop) => ({ ...loop, needs: around(loop.target).map(({ target }) => target) })), ...fields];
}

const isInside = (path: string, outer: string): boolean => path !== outer && path.startsWith(`${outer}/`);

const proposal = ({ source, path, expression, score, band, reasons }: Candidate): Proposal => ({
  source: sourceKey({ root: source, steps: path }),
  text: expression,
  score,
  band,
  reasons: reasons.map(({ detail }) => detail),
});

const loopProposal = ({ source, path, for: list, score, band, reasons }: LoopCandidate): Proposal => ({
  source: sourceKey({ root: source, steps: path }),
  text: list,
  score,
  band,
  reasons: reasons.map(({ detail }) => detail),
});

/** One pair that a person spoke about. */
export const pairKey = ({ source, target }: { readonly source: string; readonly target: string }): string =>
  `${source}\n${target}`;

/** Without the pairs that were rejected here: the next best takes their place. */
export function withoutRejected(suggestions: readonly Suggestion[], rejected: ReadonlySet<string>): Suggestion[] {
  if (rejected.size === 0) return [...suggestions];
  return suggestions.flatMap((suggestion): Suggestion[] => {
    const { target } = suggestion;
    if (!rejected.has(pairKey(suggestion))) return [suggestion];
    const [best, ...others] = suggestion.others.filter(({ source }) => !rejected.has(pairKey({ source, target })));
    return best === undefined ? [] : [{ ...suggestion, ...best, others }];
  });
}
