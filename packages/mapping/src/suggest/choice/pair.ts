import type { Contrasted } from '../evidence/contrast-table.ts';
import type { ValueLikeness } from '../evidence/value-profile.ts';

/** What speaks for one field of the source standing for one of the target. All likenesses are 0–1. */
export interface Pair {
  readonly source: number;
  readonly target: number;
  readonly name: number;
  /** Whether the name's likeness comes from a title or description. */
  readonly byLabel: boolean;
  /** By a description, though both fields have names that tell. */
  readonly isRetold: boolean;
  readonly path: number;
  readonly type: number;
  readonly contrast: Contrasted;
  /** One side says who, the other does not: `no` · `some` · `vague` where the name alone says nothing either. */
  readonly oneSided: 'no' | 'some' | 'vague';
  readonly values: ValueLikeness | undefined;
  structure: number;
  /** Before loops, rivals and memory. */
  base: number;
}
