import { Parked } from './failures.ts';

/** What waits for longer gives its place to others: what was read is read again, what was sent is not sent again. */
const longWaitMs = 5_000;

export interface Waiting {
  readonly now: () => Date;
  /** Throws when there is no going on. */
  readonly mayGoOn: () => void;
  /** Others need the place. */
  readonly isWanted: () => boolean;
}

/** Waits, with the place and what was read so far, as long as nobody is kept waiting for long by it. */
export async function waitHere(untilMs: number, { now, mayGoOn, isWanted }: Waiting): Promise<void> {
  for (let left = untilMs - now().getTime(); left > 0; left = untilMs - now().getTime()) {
    mayGoOn();
    if (left > longWaitMs && isWanted())
      throw new Parked('Other records have the place while this step waits.', untilMs);
    await new Promise((resolve) => setTimeout(resolve, Math.min(left, 250)));
  }
}
