import type { StepError } from '@patchbay/model/run';

/** A pure step that cannot be done with these values: the input or the settings are wrong, and trying again is useless. */
export class StepFailure extends Error {
  override readonly name = 'StepFailure';
  readonly error: StepError;

  constructor(error: StepError) {
    super(error.message);
    this.error = error;
  }
}
