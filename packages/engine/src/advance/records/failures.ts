// Why a group of steps over records stopped before its end.
import type { StepError } from '@patchbay/model/run';

/** This worker stops, or its lease is too old to write anything: another goes on. */
export class HandedOver extends Error {
  override readonly name = 'HandedOver';
}

/** Another worker has taken the run over. */
export class Replaced extends Error {
  override readonly name = 'Replaced';
}

/** Nobody knows whether the target took this batch, and the step's policy is to ask a person. */
export class BatchInDoubt extends Error {
  override readonly name = 'BatchInDoubt';
  readonly batch: number;
  readonly error: StepError;

  constructor(batch: number, error: StepError) {
    super(error.message);
    this.batch = batch;
    this.error = error;
  }
}
