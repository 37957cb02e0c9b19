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
  /** Several lines of a closed row. */
  | 'gathered'
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

/** The row at which an end is drawn, and whether it is the end's own or that of a closed row above it. */
export interface End {
  readonly row: number;
  readonly isOwn: boolean;
}

interface Ends {
  readonly sourceEnd: (key: string) => End;
  readonly targetEnd: (path: string) => End;
}

/**
 * The wires to draw, later ones above earlier ones; relations whose rows are nowhere to be seen fall away. A closed row
 * gathers those of the rows below it: one wire for each row at the other side.
 */
export function wiresOf(relations: readonly Relation[], { sourceEnd, targetEnd }: Ends): Wire[] {
  const wires = new Map<string, { -readonly [Name in keyof Wire]: Wire[Name] }>();
  for (const { source, target, kind: own, label } of relations) {
    const from = sourceEnd(source);
    const to = targetEnd(target);
    if (from.row < 0 || to.row < 0) continue;
    const isGathered = !from.isOwn || !to.isOwn;
    const suggested = own === 'suggested';
    const kind = isGathered && !suggested ? 'gathered' : own;
    const place = `${from.row} ${to.row} ${kind}`;
    const known = wires.get(place);
    if (known === undefined) {
      const wire = {
        source,
        target,
        kind,
        label: isGathered ? undefined : label,
        from: from.row,
        to: to.row,
        count: 1,
      };
      wires.set(place, wire);
    } else {
      known.count += 1;
      if (isGathered) known.label = suggested ? `${known.count} suggested` : `${known.count} lines`;
    }
  }
  return [...wires.values()].sort((one, other) => layers[one.kind] - layers[other.kind]);
}

const layers: Readonly<Record<WireKind, number>> = {
  condition: 0,
  lookup: 1,
  direct: 2,
  formula: 3,
  join: 4,
  gathered: 5,
  loop: 5,
  suggested: 6,
  mismatch: 7,
};
