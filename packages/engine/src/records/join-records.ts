import { keyText } from '@patchbay/mapping/values';
import { isJsonObject } from '@patchbay/model/schema';
import { attempted, leftOut, recordExpression } from './record-expression.ts';
import type { OfRecord } from './record-expression.ts';
import { KeptAside } from './kept-aside.ts';
import { charge, chargeBytes } from './list-work.ts';
import type { ListRun, ListWork } from './list-work.ts';
import type { FailedRecord, RecordRun, RecordStep, Row, Rows } from './record-step.ts';
import { maxLevel } from './spill/key-hash.ts';
import { mergeFiles, writeAll } from './spill/merge-files.ts';
import { sizeOfValue } from './spill/row-size.ts';
import type { SpillFile } from './spill/spill-file.ts';
import { SpillParts } from './spill/spill-parts.ts';

export interface Join {
  /** The key of a record, over `item`. */
  readonly key: string;
  /** The key of a partner, over `item`. */
  readonly partnerKey: string;
  /** The field under which a record holds its partner. */
  readonly as: string;
  /** `inner`: records without a partner are left out; `left`: their partner is nothing. */
  readonly keep: 'inner' | 'left';
}

export interface Partners {
  readonly rows: Rows;
  /** Puts records aside while the partners are read: whoever hands out the partners may wait until these are taken. */
  readonly setsAside: boolean;
}

type Partner = readonly [key: string, row: Row];
/** A record with its place; the key is nothing where it has none. */
type Seeker = readonly [position: number, key: string | null, row: Row];
type Placed = readonly [position: number, row: Row];
type Table = ReadonlyMap<string, readonly Row[]>;

/**
 * Every record with every partner of the same key, in the order of the records, then of the partners, as JOINON joins: the number 1
 * is not the text "1", and nothing has no partner. The partners are held in memory; when they do not fit, both sides are
 * divided by their keys on disk.
 */
export function joinRecords(join: Join, { rows: partners, setsAside }: Partners): RecordStep {
  const key = recordExpression(join.key);
  const partnerKey = recordExpression(join.partnerKey);
  return {
    kind: 'stream',
    apply: (rows, run) => {
      const joining = { join, run };
      const known = partnersOf(partners, partnerKey(run), run);
      if (!setsAside) return joined(seekers(rows, key(run), run), known, joining);
      const kept = new KeptAside(rows, run.spill);
      return joined(seekers(kept.rows(), key(run), run), kept.during(known), joining);
    },
  };
}

/** The same for lists that are at hand. */
export function joinList(
  join: Join,
): (list: readonly Row[], partners: readonly Row[], run: ListRun) => ListWork<Row[]> {
  const key = recordExpression(join.key);
  const partnerKey = recordExpression(join.partnerKey);
  return function* joinedList(list, partners, run) {
    const table = new Map<string, Row[]>();
    const sizes = new Map<Row, number>();
    const keyOfPartner = partnerKey(run);
    for (const row of partners) {
      addPartner(table, textOf(keyOfPartner(row)), row);
      sizes.set(row, sizeOfValue(row));
      yield;
    }
    const keyOfRow = key(run);
    const made: Row[] = [];
    for (const row of list) {
      const found = partnersIn(table, textOf(keyOfRow(row)), join);
      const size = found.length === 0 ? 0 : sizeOfValue(row);
      for (const partner of found) {
        made.push(paired(row, join.as, partner));
        charge(run, 5);
        chargeBytes(run, size + (sizes.get(partner) ?? 0));
        yield;
      }
      yield;
    }
    return made;
  };
}

interface Joining {
  readonly join: Join;
  readonly run: RecordRun;
}

const textOf = (key: unknown): string | null => (key === null ? null : keyText(key));

function addPartner(table: Map<string, Row[]>, key: string | null, row: Row): void {
  if (key === null) return;
  const same = table.get(key);
  if (same === undefined) table.set(key, [row]);
  else same.push(row);
}

const nobody: readonly Row[] = [];
const nothing: readonly Row[] = [null];

function partnersIn(table: Table, key: string | null, { keep }: Join): readonly Row[] {
  const found = key === null ? undefined : table.get(key);
  return found ?? (keep === 'left' ? nothing : nobody);
}

/** So many pairs are made at a time: a chunk of records may have any number of partners. */
const sliceLength = 1_000;

function* pairsOf(batch: readonly Seeker[], table: Table, join: Join): Generator<Placed[]> {
  let slice: Placed[] = [];
  for (const [position, key, row] of batch) {
    for (const partner of partnersIn(table, key, join)) {
      slice.push([position, paired(row, join.as, partner)]);
      if (slice.length < sliceLength) continue;
      yield slice;
      slice = [];
    }
  }
  yield slice;
}

/** A record that is no structure stands under `item`. */
function paired(row: Row, as: string, partner: Row): Row {
  return { ...(isJsonObject(row) ? row : { item: row }), [as]: partner };
}

async function* seekers(rows: Rows, key: OfRecord, run: RecordRun): AsyncGenerator<Seeker[]> {
  let position = 0;
  for await (const chunk of rows) {
    run.signal?.throwIfAborted();
    const made: Seeker[] = [];
    for (const row of chunk) {
      const text = attempted(() => textOf(key(row)), { run, position, row, operation: 'Join' });
      if (text !== leftOut) made.push([position, text, row]);
      position += 1;
    }
    yield made;
  }
}

async function* partnersOf(rows: Rows, key: OfRecord, run: RecordRun): AsyncGenerator<Partner[]> {
  const { onFailed } = run;
  const told = {
    ...run,
    onFailed:
      onFailed && ((failed: FailedRecord) => onFailed({ ...failed, message: `As a partner: ${failed.message}` })),
  };
  let position = 0;
  for await (const chunk of rows) {
    run.signal?.throwIfAborted();
    const made: Partner[] = [];
    for (const row of chunk) {
      const text = attempted(() => textOf(key(row)), { run: told, position, row, operation: 'Join, partners' });
      position += 1;
      if (text !== leftOut && text !== null) made.push([text, row]);
    }
    yield made;
  }
}

async function* joined(
  rows: AsyncIterable<readonly Seeker[]>,
  partners: AsyncIterable<readonly Partner[]>,
  joining: Joining,
): AsyncGenerator<Row[]> {
  joining.run.onMatched?.(0);
  for await (const batch of placed(rows, partners, joining, 0)) yield batch.map(([, row]) => row);
}

async function* placed(
  rows: AsyncIterable<readonly Seeker[]>,
  partners: AsyncIterable<readonly Partner[]>,
  joining: Joining,
  level: number,
): AsyncGenerator<Placed[]> {
  const built = await build(partners, joining.run, level);
  if (built.parts === undefined) {
    for await (const batch of rows) {
      joining.run.onMatched?.(batch.filter(([, key]) => key !== null && built.table.has(key)).length);
      yield* pairsOf(batch, built.table, joining.join);
    }
    return;
  }
  const seeking = new SpillParts<Seeker>(joining.run.spill, level);
  for await (const batch of rows) {
    for (const seeker of batch) seeking.add(seeker[1] ?? '', seeker);
    await seeking.flush();
  }
  yield* joinParts(seeking, built.parts, joining, level);
}

async function build(
  partners: AsyncIterable<readonly Partner[]>,
  { memoryBytes, spill }: RecordRun,
  level: number,
): Promise<{ table: Table; parts: SpillParts<Partner> | undefined }> {
  const table = new Map<string, Row[]>();
  let parts: SpillParts<Partner> | undefined;
  let size = 0;
  for await (const batch of partners) {
    for (const partner of batch) {
      const [key, row] = partner;
      if (parts === undefined) {
        addPartner(table, key, row);
        size += 80 + key.length + sizeOfValue(row);
      } else parts.add(key, partner);
    }
    if (parts === undefined && size > memoryBytes && level < maxLevel) {
      parts = new SpillParts<Partner>(spill, level);
      for (const [key, rows] of table) {
        for (const row of rows) parts.add(key, [key, row]);
        await parts.flush();
      }
      table.clear();
    }
    await parts?.flush();
  }
  return { table, parts };
}

async function* joinParts(
  seeking: SpillParts<Seeker>,
  partners: SpillParts<Partner>,
  joining: Joining,
  level: number,
): AsyncGenerator<Placed[]> {
  const { spill } = joining.run;
  const results: SpillFile<Placed>[] = [];
  for (const [at, file] of seeking.files.entries()) {
    const other = partners.files[at];
    if (other === undefined) continue;
    if (file.length > 0) results.push(await writeAll(placed(file.read(), other.read(), joining, level + 1), spill));
    await file.remove();
    await other.remove();
  }
  yield* mergeFiles(results, ([left], [right]) => left - right, spill);
}
