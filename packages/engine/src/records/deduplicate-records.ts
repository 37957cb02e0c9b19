import { attempted, keyOf, leftOut, recordExpression } from './record-expression.ts';
import { charge } from './list-work.ts';
import type { ListRun, ListWork } from './list-work.ts';
import type { RecordRun, RecordStep, Row, Rows } from './record-step.ts';
import { maxLevel } from './spill/key-hash.ts';
import { mergeFiles, writeAll } from './spill/merge-files.ts';
import type { SpillFile } from './spill/spill-file.ts';
import { SpillParts } from './spill/spill-parts.ts';

/** A record that waits on disk for its turn. */
type Waiting = readonly [position: number, key: string, row: Row];

/**
 * The first record of each key stays, in the order in which they came; without keys the whole record is the key. Keys are
 * those of UNIQUE: the number 1 is not the text "1", and nothing is a key of its own. Once the keys fill the memory, further
 * records wait on disk, divided by their keys.
 */
export function deduplicateRecords(by: readonly string[]): RecordStep {
  const key = recordKey(by);
  return {
    kind: 'stream',
    apply: (rows, run) => deduplicated(waiting(rows, key(run), run), run, 0),
  };
}

/** The same for a list that is at hand. */
export function deduplicateList(by: readonly string[]): (list: readonly Row[], run: ListRun) => ListWork<Row[]> {
  const key = recordKey(by);
  return function* deduplicatedList(list, run) {
    const keyOfRow = key(run);
    const seen = new Set<string>();
    const kept: Row[] = [];
    for (const row of list) {
      const text = keyOfRow(row);
      charge(run, 5 + (text.length >> 3));
      if (!seen.has(text)) kept.push(row);
      seen.add(text);
      yield;
    }
    return kept;
  };
}

function recordKey(by: readonly string[]): (run: Pick<RecordRun, 'scope' | 'context'>) => (row: Row) => string {
  const compiled = by.map((text) => recordExpression(text));
  return (run) => {
    const keys = compiled.map((key) => key(run));
    return keys.length === 0 ? (row) => keyOf([row]) : (row) => keyOf(keys.map((key) => key(row)));
  };
}

async function* waiting(rows: Rows, key: (row: Row) => string, run: RecordRun): AsyncGenerator<Waiting[]> {
  let position = 0;
  for await (const chunk of rows) {
    const made: Waiting[] = [];
    for (const row of chunk) {
      const text = attempted(() => key(row), { run, position, row, operation: 'Deduplicate' });
      if (text !== leftOut) made.push([position, text, row]);
      position += 1;
    }
    yield made;
  }
}

async function* deduplicated(
  entries: AsyncIterable<readonly Waiting[]>,
  run: RecordRun,
  level: number,
): AsyncGenerator<Row[]> {
  for await (const batch of firsts(entries, run, level)) yield batch.map(([, , row]) => row);
}

async function* firsts(
  entries: AsyncIterable<readonly Waiting[]>,
  run: RecordRun,
  level: number,
): AsyncGenerator<Waiting[]> {
  const seen = new Set<string>();
  let size = 0;
  let parts: SpillParts<Waiting> | undefined;
  for await (const batch of entries) {
    run.signal?.throwIfAborted();
    const kept: Waiting[] = [];
    for (const entry of batch) {
      const [, key] = entry;
      if (seen.has(key)) continue;
      if (parts !== undefined) {
        parts.add(key, entry);
        continue;
      }
      seen.add(key);
      size += 64 + key.length;
      kept.push(entry);
    }
    if (parts !== undefined) await parts.flush();
    else if (size > run.memoryBytes && level < maxLevel) parts = new SpillParts(run.spill, level);
    if (kept.length > 0) yield kept;
  }
  if (parts === undefined) return;
  // All that was handed out came before what waits.
  seen.clear();
  const results: SpillFile<Waiting>[] = [];
  for (const file of parts.files) {
    if (file.length > 0) results.push(await writeAll(firsts(file.read(), run, level + 1), run.spill));
    await file.remove();
  }
  yield* mergeFiles(results, ([left], [right]) => left - right, run.spill);
}
