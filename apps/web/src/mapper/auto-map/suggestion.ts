/** A rule that auto-map proposes; nothing of it stands in the document until a person accepts it. */
export interface Suggestion {
  /** Rule path. */
  readonly target: string;
  /** Source key. */
  readonly source: string;
  /** The rule's text as it would stand. */
  readonly text: string;
  /** 0 to 1. */
  readonly score: number;
  readonly band: 'high' | 'medium' | 'low';
  /** In words, the strongest first. */
  readonly reasons: readonly string[];
}
