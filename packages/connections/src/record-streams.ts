// Readings and writings of records over an opened connection: what they reject with holds no secret, whenever it happens.
// Records themselves pass as they are, to the steps and the target that they are meant for; what is kept of them is scrubbed.
import { ConnectorError } from '@patchbay/connector-sdk';
import type { Action, OperationContext, RecordBatch, RecordBatches } from '@patchbay/connector-sdk';
import type { Json } from '@patchbay/model/schema';

interface Opened {
  readonly scrub: (value: Json) => Json;
  readonly close: () => Promise<void>;
}

export interface OpenRecordReader extends Opened {
  readonly rows: RecordBatches;
}

export type OpenRecordWriter = Opened &
  (
    | {
        readonly type: 'batches';
        readonly batchSize: number;
        readonly writesByKey: boolean;
        write(batch: RecordBatch): Promise<void>;
      }
    | { readonly type: 'whole'; write(rows: RecordBatches): Promise<Json> }
  );

/** An operation with its connection, ready to be opened. */
export interface RecordsCall extends Opened {
  readonly action: Action;
  readonly context: OperationContext;
  readonly input: Readonly<Record<string, Json>>;
  readonly guarded: <T>(work: () => Promise<T>) => Promise<T>;
}

const unfit = ({ action }: RecordsCall, what: string): ConnectorError =>
  new ConnectorError('invalidInput', `${action.manifest.name} does not ${what} records.`, {
    effect: 'none',
    next: 'Choose another operation for the step.',
  });

export async function openReader(call: RecordsCall): Promise<OpenRecordReader> {
  const { action, context, input, scrub, close, guarded } = call;
  return guarded(async () => {
    if (action.read === undefined) throw unfit(call, 'read');
    return { rows: guardedRows(action.read(context, input), call), scrub, close };
  });
}

async function* guardedRows(rows: RecordBatches, { guarded }: RecordsCall): AsyncGenerator<readonly Json[]> {
  const iterator = rows[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await guarded(() => iterator.next());
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await iterator.return?.();
  }
}

export async function openWriter(call: RecordsCall): Promise<OpenRecordWriter> {
  const { action, context, input, scrub, close, guarded } = call;
  const { open } = action;
  const writer = await guarded(async () => {
    if (open === undefined) throw unfit(call, 'write');
    return open(context, input);
  });
  if (writer.type === 'whole') {
    // What reads the records is not the connector's: its failures pass as they are.
    return {
      type: 'whole',
      scrub,
      close,
      write: async (rows) => scrub(await passing(rows, (own) => guarded(() => writer.write(own)))),
    };
  }
  return {
    type: 'batches',
    batchSize: writer.batchSize,
    writesByKey: writer.writesByKey ?? false,
    write: (batch) => guarded(() => writer.write(batch)),
    scrub,
    close: async () => {
      await guarded(() => writer.close());
      await close();
    },
  };
}

async function passing<T>(rows: RecordBatches, work: (rows: RecordBatches) => Promise<T>): Promise<T> {
  let failed: { readonly cause: unknown } | undefined;
  const watched = async function* (): AsyncGenerator<readonly Json[]> {
    try {
      yield* rows;
    } catch (cause) {
      failed = { cause };
      throw cause;
    }
  };
  try {
    return await work(watched());
  } catch (thrown) {
    throw failed === undefined ? thrown : failed.cause;
  }
}
