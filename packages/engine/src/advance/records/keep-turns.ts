// The records of a loop, kept before its first turn begins: from then on the turns have the same items whoever goes on, and whatever
// becomes of the source.
import { mostRecordTurns } from '@patchbay/model/flow';
import type { StoredContent, StoredPart } from '@patchbay/model/run';
import { StepFailure } from '../../plan/index.ts';
import type { Row, Rows } from '../../records/index.ts';
import type { RecordTally } from '../../records/record-tally.ts';

/** A part is full when its text takes so much: one is read for some hundred turns, and two are held. */
const partChars = 1_048_576;
/** The records of all turns that may be open at a time, as text. */
const mostOpenChars = 33_554_432;

export interface KeptTurns {
  readonly count: number;
  readonly parts: readonly StoredPart[];
  /** Absent: each record is a turn. */
  readonly batchSize?: number;
}

interface Keeping {
  /** Records of one turn, which then gets a list of them; null: each record is a turn. */
  readonly batchSize: number | null;
  /** So many turns may be open at a time, and hold their records. */
  readonly concurrency: number;
  readonly put: (content: Uint8Array) => Promise<StoredContent>;
  readonly tally: RecordTally;
}

export async function keepTurns(rows: Rows, { batchSize, concurrency, put, tally }: Keeping): Promise<KeptTurns> {
  const parts: StoredPart[] = [];
  const mostTurnChars = Math.floor(mostOpenChars / concurrency);
  let count = 0;
  let turns: string[] = [];
  let chars = 0;
  let batch: string[] = [];
  let batchChars = 0;
  const endPart = async (): Promise<void> => {
    if (turns.length === 0) return;
    const { sha256, sizeBytes } = await put(Buffer.from(`[${turns.join(',')}]`));
    parts.push({ sha256, sizeBytes, count: turns.length });
    turns = [];
    chars = 0;
  };
  const endTurn = (text: string): void => {
    if (count === mostRecordTurns) throw tooManyTurns(batchSize);
    count += 1;
    turns.push(text);
    chars += text.length;
  };
  const endBatch = (): void => {
    endTurn(`[${batch.join(',')}]`);
    batch = [];
    batchChars = 0;
  };
  const take = (row: Row): void => {
    const text = JSON.stringify(row);
    batchChars += text.length;
    if (batchChars > mostTurnChars) throw tooLargeTurn({ batchSize, concurrency, mostTurnChars });
    if (batchSize === null) {
      batchChars = 0;
      endTurn(text);
      return;
    }
    batch.push(text);
    if (batch.length === batchSize) endBatch();
  };
  for await (const chunk of rows) {
    tally.came(chunk.length);
    for (const row of chunk) {
      take(row);
      // A part is some hundred records: nothing waits for each of them.
      if (chars >= partChars) await endPart();
    }
    tally.went(chunk);
  }
  if (batch.length > 0) endBatch();
  await endPart();
  return { count, parts, ...(batchSize === null ? {} : { batchSize }) };
}

function tooManyTurns(batchSize: number | null): StepFailure {
  const many = (mostRecordTurns * (batchSize ?? 1)).toLocaleString('en');
  return new StepFailure({
    code: 'tooManyTurns',
    message: `More than ${many} records came, and a loop over records goes round ${mostRecordTurns.toLocaleString('en')} times at most.`,
    next: 'An analyst lets one turn take more records (“items in one go”), or does the work with steps over records, which have no such limit.',
  });
}

function tooLargeTurn({
  batchSize,
  concurrency,
  mostTurnChars,
}: Pick<Keeping, 'batchSize' | 'concurrency'> & { readonly mostTurnChars: number }): StepFailure {
  const what = batchSize === null ? 'The record' : `${batchSize.toLocaleString('en')} records`;
  const most = `${Math.round((mostTurnChars / 1_048_576) * 100) / 100} MB`;
  const atOnce = concurrency === 1 ? '' : `, the share of a turn where ${concurrency} go on at the same time`;
  const fewer = [
    ...(batchSize === null || batchSize === 1 ? [] : ['lets one turn take fewer records (“items in one go”)']),
    ...(concurrency === 1 ? [] : ['lets fewer turns go on at the same time']),
    'leaves out what the turns do not need, with a map before the loop',
  ];
  return new StepFailure({
    code: 'tooLargeTurn',
    message: `${what} of one turn ${batchSize === null ? 'takes' : 'take'} more than ${most}${atOnce}.`,
    next: `An analyst ${fewer.join(', or ')}.`,
  });
}
