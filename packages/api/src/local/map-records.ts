// A mapping over a file of any size: records come in chunk by chunk and go out chunk by chunk; what is held is one chunk.
import type { RecordProblem, RejectedRecord } from '@patchbay/mapping';
import { runRecords, seededContext } from '@patchbay/mapping';
import { CodecError } from '@patchbay/codecs';
import type { RejectedRow } from '@patchbay/codecs';
import { AppError, hasErrors } from '@patchbay/model/errors';
import type { LookupTable, MappingDocument } from '@patchbay/model/mapping';
import type { DataSchema, Json } from '@patchbay/model/schema';
import { checkedOptions } from '../library/format-options.ts';
import { openFormat, usualOptions } from '../library/formats.ts';
import { sniffFormat } from '../library/sniff-format.ts';
import { outputShape } from '../mapping/output-shape.ts';
import { sourceSchema } from '../mapping/mapping-input.ts';
import { withLookups } from '../mapping/which-mapping.ts';
import { localBudget, localLimits } from './local-mapper.ts';

export interface RecordsRun {
  readonly mapping: MappingDocument;
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Of the input, for messages and for finding the format out. */
  readonly name: string;
  readonly format?: string | undefined;
  /** JSON Lines without it. */
  readonly outFormat?: string | undefined;
  readonly readOptions?: Readonly<Record<string, Json>> | undefined;
  readonly writeOptions?: Readonly<Record<string, Json>> | undefined;
  readonly lookups?: Readonly<Record<string, LookupTable>>;
  readonly now?: string | undefined;
  /** Records that the options of the format leave out. */
  readonly onRejectedRow: (rejected: RejectedRow) => void;
  readonly onRejected: (rejected: RejectedRecord) => void;
  readonly onProblem: (problem: RecordProblem) => void;
}

/** The output, piece by piece. @throws AppError `unprocessable` when the mapping is none for a stream, or the input cannot be read. */
export async function* mapRecords(run: RecordsRun): AsyncGenerator<Uint8Array> {
  const document = withLookups(run.mapping, run.lookups);
  const [source = ''] = Object.keys(document.sources ?? {});
  const runner = runRecords(document);
  if (hasErrors(runner.diagnostics)) {
    const [first] = runner.diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
    const message = `The mapping cannot run record by record. ${first?.message ?? ''}`;
    throw AppError.because('unprocessable', message, { diagnostics: runner.diagnostics });
  }
  const now = run.now === undefined ? Date.now() : Date.parse(run.now);
  const context = seededContext({ now, effectRoot: run.name, path: '', budget: localBudget });
  const { head, chunks } = await peeked(run.chunks);
  const input = await openFormat(run.format ?? sniffFormat(head, run.name));
  const output = await openFormat(run.outFormat ?? 'jsonl');
  const schema = sourceSchema(document, source);
  const reading = checkedOptions(input.format, 'read', run.readOptions ?? {});
  const writing = checkedOptions(output.format, 'write', run.writeOptions ?? {});
  const rows = input.codec.read(chunks, {
    ...reading,
    limits: localLimits,
    onReject: run.onRejectedRow,
    ...(schema === undefined ? {} : { schema }),
  });
  const target = recordSchema(outputShape(document));
  const made = rowsOf(runner.run(rows, { context }), run);
  try {
    const usual = usualOptions(output.format, target, now);
    yield* output.codec.write(made, { ...usual, ...writing, ...(target === undefined ? {} : { schema: target }) });
  } catch (cause) {
    if (!(cause instanceof CodecError)) throw cause;
    throw AppError.because('unprocessable', `“${run.name}” cannot be mapped. ${cause.message}`);
  }
}

async function* rowsOf(
  chunks: ReturnType<ReturnType<typeof runRecords>['run']>,
  { onProblem, onRejected }: Pick<RecordsRun, 'onProblem' | 'onRejected'>,
): AsyncGenerator<readonly Json[]> {
  for await (const { rows, problems, rejected } of chunks) {
    for (const problem of problems) onProblem(problem);
    for (const record of rejected) onRejected(record);
    if (rows.length > 0) yield rows;
  }
}

/** The shape of one record, where the target is a list of them. */
function recordSchema(target: DataSchema | undefined): DataSchema | undefined {
  if (target?.items === undefined) return target;
  return target.$defs === undefined ? target.items : { ...target.items, $defs: target.$defs };
}

/** The beginning of a stream, and the stream with it still in front. */
async function peeked(
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ head: Uint8Array; chunks: AsyncIterable<Uint8Array> }> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done === true) return { head: new Uint8Array(), chunks: (async function* () {})() };
  const head = first.value;
  const whole = async function* (): AsyncGenerator<Uint8Array> {
    yield head;
    yield* { [Symbol.asyncIterator]: () => iterator };
  };
  return { head, chunks: whole() };
}
