// Work over a list that is at hand, in pieces.
import type { RecordRun } from './record-step.ts';

/** Hands over after each record, so that whoever asked for the work may count it, let others have their turn, or end it. */
export type ListWork<Made> = Generator<undefined, Made>;

export type ListRun = Pick<RecordRun, 'scope' | 'context'>;

/** Counts work that no expression counts. */
export function charge({ context }: ListRun, steps: number): void {
  if (context.meter !== undefined) context.meter.steps += steps;
}

/** Counts what is made beyond what was given. */
export function chargeBytes({ context }: ListRun, bytes: number): void {
  if (context.meter !== undefined) context.meter.bytes += bytes;
}
