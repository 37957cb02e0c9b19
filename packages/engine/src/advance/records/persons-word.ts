// What a person said of a batch of which nobody knows whether the target took it. It counts until it is heeded, also where the run is
// handed over before; after a crash it is asked for again, as the batch may have been sent meanwhile.
import type { StepRecord, StepRecords } from '@patchbay/model/run';

export interface PersonsWord {
  /** From 0. */
  readonly batch: number;
  /** It happened, or it did not. */
  readonly said: 'done' | 'notDone';
}

/** Null: nobody has said anything that counts. */
export function wordOf(record: Pick<StepRecord, 'status' | 'records'> | undefined): PersonsWord | null {
  const { doubtful, said } = record?.records ?? {};
  if (doubtful === undefined) return null;
  if (record?.status === 'succeeded') return { batch: doubtful, said: 'done' };
  return record?.status === 'waiting' ? { batch: doubtful, said: said ?? 'notDone' } : null;
}

/** As it stands in the record of a step that waits. */
export const withWord = (records: StepRecords, word: PersonsWord | null): StepRecords =>
  word === null ? records : { ...records, doubtful: word.batch, said: word.said };
