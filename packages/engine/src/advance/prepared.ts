import type { StepRecord } from '@patchbay/model/run';

/** A step up to what takes time: that is to be started, or the step is settled without it. */
export type Prepared<Started> =
  | { readonly type: 'start'; readonly effect: Started }
  | { readonly type: 'settled'; readonly record: StepRecord };
