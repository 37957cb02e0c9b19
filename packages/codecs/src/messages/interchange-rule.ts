// How interchanges are nested in X12 and EDIFACT: pairs of segments around groups and messages, with counts and control numbers.
import type { RawSegment } from './dialect.ts';

export interface PairRule {
  readonly open: string;
  readonly close: string;
  /** The property of a message under which the opening segment stands. */
  readonly key: string;
  /** The element of the opening segment with the control number. The closing one has the count first and the number second. */
  readonly control: number;
  /** What the pair is called, for messages. */
  readonly title: string;
}

export interface InterchangeRule {
  readonly interchange: PairRule;
  readonly group: PairRule;
  readonly message: PairRule;
  readonly mayLackGroups: boolean;
  /** Segments of an interchange that stand outside of messages and are a record of their own. */
  readonly notices: readonly string[];
  /** The id of the message's guide, and its version, from the segment that opens the message. */
  guideOf(opening: RawSegment): { readonly id: string; readonly version: string };
}
