// Lines between the shown rows: each end is a row index, so that scrolling is arithmetic and nothing else.
import type { LineId } from '../mapper.store.ts';

export type WireKind =
  | 'direct'
  | 'formula'
  | 'loop'
  | 'join'
  | 'lookup'
  | 'condition'
  | 'suggested'
  /** The types at its ends do not fit. */
  | 'mismatch';

/** A relation between a source key and a rule path, before it is known where its ends are drawn. */
export interface Relation extends LineId {
  readonly kind: WireKind;
  /** Words on the line: `each`, `86 %`, `text to number`. */
  readonly label?: string | undefined;
}

export interface Wire extends Relation {
  /** Rows at which it is drawn: its ends' own, or those of the closed rows above them. */
  readonly from: number;
  readonly to: number;
  /** How many relations it stands for: a closed row gathers those of the rows below it. */
  readonly count: number;
}

interface Ends {
  readonly sourceRow: (key: string) => number;
  readonly targetRow: (path: string) => number;
}

/** The wires to draw, later ones above earlier ones; relations whose rows are nowhere to be seen fall away. */
export function wiresOf(relations: readonly Relation[], { sourceRow, targetRow }: Ends): Wire[] {
  const wires = new Map<string, Wire & { count: number }>();
  for (const relation of relations) {
    const from = sourceRow(relation.source);
    const to = targetRow(relation.target);
    if (from < 0 || to < 0) continue;
    const place = `${from} ${to} ${relation.kind}`;
    const known = wires.get(place);
    if (known === undefined) wires.set(place, { ...relation, from, to, count: 1 });
    else known.count += 1;
  }
  return [...wires.values()].sort((one, other) => layers[one.kind] - layers[other.kind]);
}

const layers: Readonly<Record<WireKind, number>> = {
  condition: 0,
  lookup: 1,
  direct: 2,
  formula: 3,
  join: 4,
  loop: 5,
  suggested: 6,
  mismatch: 7,
};
