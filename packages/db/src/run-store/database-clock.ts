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
  /** Of the sample that is believed. Runs ask for the time at every step: it is not searched for each time. */
  #offsetMs = 0;

  constructor(monotonicMs: () => number = () => performance.now()) {
    this.#monotonicMs = monotonicMs;
  }

  sample({ askedMs, answeredMs, databaseMs }: { askedMs: number; answeredMs: number; databaseMs: number }): void {
    const roundTripMs = answeredMs - askedMs;
    const offsetMs = databaseMs - (askedMs + roundTripMs / 2);
    this.#samples = [...this.#samples, { roundTripMs, offsetMs }].slice(-keptSamples);
    this.#offsetMs = this.#samples.reduce((left, right) =>
      right.roundTripMs < left.roundTripMs ? right : left,
    ).offsetMs;
  }

  now(): Date {
    return new Date(this.#monotonicMs() + this.#offsetMs);
  }
}
