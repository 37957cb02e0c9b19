// Wires by the rows of their ends: of ten thousand a view shows some hundred, and finds them without a look at the rest.
import type { Side } from '../mapper.store.ts';
import type { Rows } from './viewport.ts';
import type { Wire } from './wire.ts';

export class WireRows {
  readonly #wires: readonly Wire[];
  readonly #at: Readonly<Record<Side, RowIndex>>;

  constructor(wires: readonly Wire[]) {
    this.#wires = wires;
    this.#at = { source: new RowIndex(wires.map(({ from }) => from)), target: new RowIndex(wires.map(({ to }) => to)) };
  }

  /** Those with an end in these rows, in drawing order. */
  touching(source: Rows, target: Rows): Wire[] {
    const places = Uint32Array.from([
      ...this.#at.source.between(source),
      ...[...this.#at.target.between(target)].filter((place) => !isWithin(this.#wires[place]?.from ?? -1, source)),
    ]);
    return this.#wiresAt(places.sort());
  }

  /** Those with their end at this side in these rows, row by row. */
  at(side: Side, rows: Rows): Wire[] {
    return this.#wiresAt(this.#at[side].between(rows));
  }

  hasAt(side: Side, row: number): boolean {
    return this.#at[side].between({ first: row, last: row }).length > 0;
  }

  #wiresAt(places: Uint32Array): Wire[] {
    const found: Wire[] = [];
    for (const place of places) {
      const wire = this.#wires[place];
      if (wire !== undefined) found.push(wire);
    }
    return found;
  }
}

export const isWithin = (row: number, { first, last }: Rows): boolean => row >= first && row <= last;

/** Places of a list by row. */
class RowIndex {
  /** Ordered by row, those of one row as they came. */
  readonly #places: Uint32Array;
  /** Where the places of a row begin; one more at the end. */
  readonly #begins: Uint32Array;

  constructor(rows: readonly number[]) {
    const begins = new Uint32Array(rows.reduce((most, row) => Math.max(most, row), -1) + 2);
    for (const row of rows) begins[row + 1] = (begins[row + 1] ?? 0) + 1;
    for (let row = 1; row < begins.length; row += 1) begins[row] = (begins[row] ?? 0) + (begins[row - 1] ?? 0);
    const next = begins.slice();
    this.#places = new Uint32Array(rows.length);
    for (const [place, row] of rows.entries()) {
      const at = next[row] ?? 0;
      this.#places[at] = place;
      next[row] = at + 1;
    }
    this.#begins = begins;
  }

  between({ first, last }: Rows): Uint32Array {
    const count = this.#begins.length - 1;
    const from = this.#begins[Math.min(Math.max(0, first), count)] ?? 0;
    const to = this.#begins[Math.min(Math.max(0, last + 1), count)] ?? 0;
    return this.#places.subarray(from, Math.max(from, to));
  }
}
