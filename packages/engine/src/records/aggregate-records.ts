import type { Measure } from '@patchbay/model/flow';
import { groupShape, GroupTable } from './group-table.ts';
import type { Group, GroupEntry, GroupShape } from './group-table.ts';
import { attempted, keyOf, recordExpression } from './record-expression.ts';
import { charge } from './list-work.ts';
import type { ListRun, ListWork } from './list-work.ts';
import type { RecordRun, RecordStep, Row, Rows } from './record-step.ts';
import { maxLevel } from './spill/key-hash.ts';
import { mergeFiles, writeAll } from './spill/merge-files.ts';
import type { SpillFile } from './spill/spill-file.ts';
import { SpillParts } from './spill/spill-parts.ts';

export interface Aggregation {
  /** One group for each choice of these; without any, all records are one group. */
  readonly groupBy: readonly { readonly name: string; readonly expr: string }[];
  readonly measures: readonly Measure[];
}

/** On disk: a group as far as it came, or a record's values that belong to it. */
type Stored =
  | readonly [kind: 'group', key: string, group: Group]
  | readonly [
      kind: 'entry',
      key: string,
      entry: readonly [position: number, keys: readonly unknown[], values: readonly unknown[]],
    ];

/** A group's result with its place. */
type Placed = readonly [position: number, row: Row];

const batchSize = 1_000;

/**
 * One record for each group, in the order in which the groups first come. Keys are those of GROUPBY, sums and averages those of
 * SUM and AVERAGE; nothing is left out of all measures but `count` without a field and `collect`. When the groups fill the
 * memory, parts of them go to disk with the records that belong to them; the result is the same to the last digit.
 */
export function aggregateRecords(aggregation: Aggregation): RecordStep {
  const compiled = compileAggregation(aggregation);
  return {
    kind: 'stream',
    apply: (rows, run) => results(rows, compiled, run),
  };
}

/** The same for a list that is at hand. */
export function aggregateList(aggregation: Aggregation): (list: readonly Row[], run: ListRun) => ListWork<Row[]> {
  const compiled = compileAggregation(aggregation);
  return function* aggregated(list, run) {
    const table = new GroupTable(compiled.shape, 0);
    const read = compiled.start(run);
    for (const [position, row] of list.entries()) {
      const entry = { position, ...read(row) };
      table.add(entry);
      charge(run, 10 + (entry.key.length >> 3));
      yield;
    }
    addGroupOfNothing(table, compiled.shape);
    const made: Row[] = [];
    for (const group of table.inOrder()) {
      made.push(table.result(group));
      yield;
    }
    return made;
  };
}

interface CompiledAggregation {
  readonly shape: GroupShape;
  start(run: Pick<RecordRun, 'scope' | 'context'>): (row: Row) => Omit<GroupEntry, 'position'>;
}

function compileAggregation({ groupBy, measures }: Aggregation): CompiledAggregation {
  const keys = groupBy.map(({ expr }) => recordExpression(expr));
  const values = measures.map(({ of }) => (of === undefined ? undefined : recordExpression(of)));
  return {
    shape: groupShape(
      groupBy.map(({ name }) => name),
      measures,
    ),
    start: (run) => {
      const ofKeys = keys.map((key) => key(run));
      const ofValues = values.map((value) => value?.(run) ?? ((row: Row) => row));
      return (row) => {
        const found = ofKeys.map((key) => key(row));
        return { key: keyOf(found), keys: found, values: ofValues.map((value) => value(row)) };
      };
    },
  };
}

/** Without a field to group by there is always one group, also of no records: a sum of nothing is 0. */
function addGroupOfNothing(table: GroupTable, shape: GroupShape): void {
  if (shape.keyNames.length > 0 || !table.isEmpty) return;
  const states = shape.measures.map(({ operation }) => operation.start());
  table.restore(keyOf([]), { position: 0, keys: [], states });
}

async function* results(rows: Rows, compiled: CompiledAggregation, run: RecordRun): AsyncGenerator<Row[]> {
  const folding = new Folding(compiled.shape, run, 0);
  const read = compiled.start(run);
  let position = 0;
  for await (const chunk of rows) {
    for (const row of chunk) {
      attempted(() => folding.add({ position, ...read(row) }), { run, position, row, operation: 'Aggregate' });
      position += 1;
    }
    await folding.keepWithinMemory();
  }
  if (!folding.hasSpilled) addGroupOfNothing(folding.table, compiled.shape);
  for await (const batch of folding.placed()) yield batch.map(([, row]) => row);
}

/** Groups that are being made, in memory and on disk. */
class Folding {
  readonly table: GroupTable;
  readonly #shape: GroupShape;
  readonly #run: RecordRun;
  readonly #level: number;
  #parts: SpillParts<Stored> | undefined;

  constructor(shape: GroupShape, run: RecordRun, level: number) {
    this.table = new GroupTable(shape, level);
    this.#shape = shape;
    this.#run = run;
    this.#level = level;
  }

  get hasSpilled(): boolean {
    return this.#parts !== undefined;
  }

  add(entry: GroupEntry): void {
    if (this.table.add(entry, this.#run.onFailed !== undefined)) return;
    this.#parts?.add(entry.key, ['entry', entry.key, [entry.position, entry.keys, entry.values]]);
  }

  async keepWithinMemory(): Promise<void> {
    const { memoryBytes, signal, spill } = this.#run;
    signal?.throwIfAborted();
    while (this.#level < maxLevel && this.table.size > memoryBytes) {
      this.#parts ??= new SpillParts<Stored>(spill, this.#level);
      for (const [key, group] of this.table.evict()) this.#parts.add(key, ['group', key, group]);
      await this.#parts.flush();
    }
    await this.#parts?.flush();
  }

  /** All groups with their places, in order. */
  async *placed(): AsyncGenerator<Placed[]> {
    if (this.#parts === undefined) {
      yield* this.#inMemory();
      return;
    }
    const { spill } = this.#run;
    const files: SpillFile<Placed>[] = [await writeAll(this.#inMemory(), spill)];
    for (const file of this.#parts.files) {
      if (file.length > 0) files.push(await writeAll(this.#foldPart(file), spill));
      await file.remove();
    }
    yield* mergeFiles(files, ([left], [right]) => left - right, spill);
  }

  async *#inMemory(): AsyncGenerator<Placed[]> {
    const groups = this.table.inOrder();
    for (let from = 0; from < groups.length; from += batchSize) {
      yield groups.slice(from, from + batchSize).map((group): Placed => [group.position, this.table.result(group)]);
    }
  }

  async *#foldPart(file: SpillFile<Stored>): AsyncGenerator<Placed[]> {
    const folding = new Folding(this.#shape, this.#run, this.#level + 1);
    for await (const block of file.read()) {
      for (const stored of block) {
        if (stored[0] === 'group') folding.#restore(stored[1], stored[2]);
        else folding.#addAgain(stored[1], stored[2]);
      }
      await folding.keepWithinMemory();
    }
    yield* folding.placed();
  }

  #restore(key: string, group: Group): void {
    if (!this.table.restore(key, group)) this.#parts?.add(key, ['group', key, group]);
  }

  #addAgain(key: string, [position, keys, values]: Extract<Stored, readonly ['entry', ...unknown[]]>[2]): void {
    const at = { run: this.#run, position, row: null, operation: 'Aggregate' };
    attempted(() => this.add({ position, key, keys, values }), at);
  }
}
