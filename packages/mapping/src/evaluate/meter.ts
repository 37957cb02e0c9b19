/**
 * Adds up what many evaluations take that belong together. One of them is little work, and is held to a budget of its own; for each of
 * a million records it is much.
 */
export interface Meter {
  /** Of the language, as in `Budget`. */
  steps: number;
  /** Of what was made beyond what was given, as far as they can be told. */
  bytes: number;
}

export const newMeter = (): Meter => ({ steps: 0, bytes: 0 });

/** What an evaluation takes beside its own steps: a frame, names that are looked up, a value that is handed out. */
export const evaluationSteps = 20;
