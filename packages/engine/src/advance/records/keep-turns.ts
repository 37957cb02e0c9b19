// The records of a loop, kept before its first turn begins: from then on the turns have the same items whoever goes on, and whatever
// becomes of the source.
import { mostRecordTurns } from '@patchbay/model/flow';
import type { StoredContent, StoredPart } from '@patchbay/model/run';
import { StepFailure } from '../../plan/index.ts';
import type { Row, Rows } from '../../records/index.ts';
import type { RecordTally } from '../../records/record-tally.ts';

/** A part is full when its text takes so much: one is read for some hundred turns, and two are held. */
const partChars = 1_048_576;
/** The records of one turn, as text. */
const mostTurnChars = 33_554_432;

export interface KeptTurns {
  readonly count: number;
  readonly parts: readonly StoredPart[];
}

interface Keeping {
  /** Records of one turn, which then gets a list of them; null: each record is a turn. */
  readonly batchSize: number | null;
  readonly put: (content: Uint8Array) => Promise<StoredContent>;
  readonly tally: RecordTally;
}

export async function keepTurns(rows: Rows, { batchSize, put, tally }: Keeping): Promise<KeptTurns> {
  const parts: StoredPart[] = [];
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
  const endTurn = async (text: string): Promise<void> => {
    if (count === mostRecordTurns) throw tooManyTurns(batchSize);
    count += 1;
    turns.push(text);
    chars += text.length;
    if (chars >= partChars) await endPart();
  };
  const endBatch = async (): Promise<void> => {
    const text = `[${batch.join(',')}]`;
    batch = [];
    batchChars = 0;
    await endTurn(text);
  };
  const take = async (row: Row): Promise<void> => {
    const text = JSON.stringify(row);
    if (batchSize === null) return endTurn(text);
    batch.push(text);
    batchChars += text.length;
    if (batchChars > mostTurnChars) throw tooLargeTurn(batchSize);
    if (batch.length === batchSize) await endBatch();
  };
  for await (const chunk of rows) {
    tally.came(chunk.length);
    for (const row of chunk) await take(row);
    tally.went(chunk);
  }
  if (batch.length > 0) await endBatch();
  await endPart();
  return { count, parts };
}

function tooManyTurns(batchSize: number | null): StepFailure {
  const many = (mostRecordTurns * (batchSize ?? 1)).toLocaleString('en');
  return new StepFailure({
    code: 'tooManyTurns',
    message: `More than ${many} records came, and a loop over records goes round ${mostRecordTurns.toLocaleString('en')} times at most.`,
    next: 'An analyst lets one turn take more records (“items in one go”), or does the work with steps over records, which have no such limit.',
  });
}

function tooLargeTurn(batchSize: number): StepFailure {
  return new StepFailure({
    code: 'tooLargeTurn',
    message: `${batchSize.toLocaleString('en')} records of one turn take more than ${mostTurnChars / 1_048_576} MB.`,
    next: 'An analyst lets one turn take fewer records (“items in one go”).',
  });
}
