// The database's time, kept between questions by the monotonic clock: of the last answers the quickest is believed,
// and it was given half-way between asking and answering.

const keptSamples = 12;

interface Sample {
  readonly roundTripMs: number;
  readonly offsetMs: number;
}

export class DatabaseClock {
  readonly #monotonicMs: () => number;
  #samples: Sample[] = [];

  constructor(monotonicMs: () => number = () => performance.now()) {
    this.#monotonicMs = monotonicMs;
  }

  sample({ askedMs, answeredMs, databaseMs }: { askedMs: number; answeredMs: number; databaseMs: number }): void {
    const roundTripMs = answeredMs - askedMs;
    const offsetMs = databaseMs - (askedMs + roundTripMs / 2);
    this.#samples = [...this.#samples, { roundTripMs, offsetMs }].slice(-keptSamples);
  }

  now(): Date {
    const best = this.#samples.reduce((left, right) => (right.roundTripMs < left.roundTripMs ? right : left));
    return new Date(this.#monotonicMs() + best.offsetMs);
  }
}
