// Why a group of steps over records stopped before its end.
import type { StepError } from '@patchbay/model/run';

/** This worker stops, or its lease is too old to write anything: another goes on. */
export class HandedOver extends Error {
  override readonly name: string = 'HandedOver';
}

/** It would only wait, while others need its place: it is done again at this time. */
export class Parked extends HandedOver {
  override readonly name = 'Parked';
  readonly atMs: number;

  constructor(message: string, atMs: number) {
    super(message);
    this.atMs = atMs;
  }
}

/** There was no place at all: nothing of the group has begun. */
export class NoPlace extends Parked {}

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
