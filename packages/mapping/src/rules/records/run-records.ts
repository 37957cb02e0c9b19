import type { Diagnostic } from '@patchbay/model/errors';
import type { MappingDocument } from '@patchbay/model/mapping';
import type { DataSchema, Json } from '@patchbay/model/schema';
import type { EvaluationContext, Scope } from '../../evaluate/frame.ts';
import { compileMapping } from '../compile-mapping.ts';
import type { CompiledMapping } from '../compile-mapping.ts';
import { References } from '../library.ts';
import type { MappingProblem, RejectedRecord } from '../rule-problem.ts';
import { ruleOfValue } from '../rule-of-value.ts';
import { compileTargetCheck } from '../target-check.ts';
import { recordPlan } from './record-plan.ts';

export interface RecordChunk {
  /** What was made of the records that are in order, in their order. */
  readonly rows: readonly Json[];
  /** Records that the rules leave out, with their reasons. Positions are those in the whole stream. */
  readonly rejected: readonly RejectedRecord[];
  /** Records that could not be made, with their positions in the stream; they are not among the rows. */
  readonly problems: readonly RecordProblem[];
}

export interface RecordProblem extends MappingProblem {
  /** The position in the stream; undefined when the chunk as a whole failed. */
  readonly record?: number;
}

export interface RecordRun {
  /** Time and chance go on from chunk to chunk; the budget is that of one chunk, or of one record where each is a document. */
  readonly context: EvaluationContext;
  /** The other sources, such as lookup lists: the same objects for the whole run. */
  readonly scope?: Scope;
}

export interface RecordRunner {
  /** Why the mapping cannot run over a stream: it would have to see all records at once. Then `run` hands out only these. */
  readonly diagnostics: readonly Diagnostic[];
  run(chunks: AsyncIterable<readonly unknown[]>, run: RecordRun): AsyncIterable<RecordChunk>;
}

export interface RecordOptions {
  /** The source that the records are of; the first payload unless said. */
  readonly source?: string;
  /** The back end; closures unless said. */
  readonly compile?: (doc: MappingDocument) => CompiledMapping;
}

/**
 * Prepares a mapping for records that come chunk by chunk. When its root loops over the record source, a record is an
 * item of that list; else each record is a document of its own, and a list that is made of it is spread into rows. Of one
 * chunk nothing is kept for the next but indexes of other sources; the next chunk is read when the last is taken.
 */
export function runRecords(doc: MappingDocument, options: RecordOptions = {}): RecordRunner {
  const plan = recordPlan(doc, options.source);
  const compile = options.compile ?? compileMapping;
  const { target: _target, ...untargeted } = doc;
  const compiled = compile(plan.mode === 'list' ? untargeted : doc);
  const diagnostics = [...plan.diagnostics, ...compiled.diagnostics];
  const stream = { doc, source: plan.source, compiled };
  const run: RecordRunner['run'] = (chunks, settings) => {
    if (plan.diagnostics.length > 0) return refused(plan.diagnostics);
    return plan.mode === 'list' ? listChunks(stream, chunks, settings) : eachRecord(stream, chunks, settings);
  };
  return { diagnostics, run };
}

interface Stream {
  readonly doc: MappingDocument;
  readonly source: string;
  readonly compiled: CompiledMapping;
}

async function* refused(diagnostics: readonly Diagnostic[]): AsyncGenerator<RecordChunk> {
  const problems = diagnostics.map(({ code, message, at }): RecordProblem => {
    const [rule = '', part] = (at.field ?? '').slice('mapping'.length).split('#');
    return { path: '', rule, code, message, ...(part === undefined ? {} : { part: `#${part}` }) };
  });
  yield { rows: [], rejected: [], problems };
}

async function* listChunks(
  { doc, source, compiled }: Stream,
  chunks: AsyncIterable<readonly unknown[]>,
  { context, scope }: RecordRun,
): AsyncGenerator<RecordChunk> {
  const kept = new Map<object, unknown>();
  const check = itemCheck(doc);
  let start = { source: 0, target: 0, turns: 0 };
  for await (const chunk of chunks) {
    let turns = 0;
    let isFull = false;
    const outcome = compiled.run({ ...scope, [source]: chunk }, context, {
      start,
      kept,
      ended: (taken, full) => {
        turns = taken;
        isFull = full;
      },
    });
    const rows = Array.isArray(outcome.output) ? outcome.output : [];
    const problems = outcome.problems.map((problem) => withRecord(problem, start.target, rows.length));
    const failed = new Set(problems.map(({ record }) => record));
    const good: Json[] = [];
    rows.forEach((row, at) => {
      const record = start.target + at;
      if (failed.has(record)) return;
      const mistakes = check(row);
      if (mistakes.length === 0) good.push(row);
      for (const mistake of mistakes) {
        const path = `/${record}${mistake.path}`;
        problems.push({ ...mistake, path, rule: ruleOfValue(doc.root, path), record });
      }
    });
    start = { source: start.source + chunk.length, target: start.target + rows.length, turns: start.turns + turns };
    yield { rows: good, rejected: outcome.rejected, problems };
    if (isFull) return;
  }
}

/** The problem names its target item; a chunk whose budget is spent has no item to blame. */
function withRecord(problem: MappingProblem, first: number, count: number): RecordProblem {
  const record = Number(/^\/(\d+)(?=\/|$)/.exec(problem.path)?.[1] ?? Number.NaN);
  return record >= first && record <= first + count ? { ...problem, record } : problem;
}

function itemCheck(doc: MappingDocument): ReturnType<typeof compileTargetCheck> {
  const schema = new References(doc.bundle).schema(doc.target?.schema);
  if (schema?.items === undefined) return () => [];
  const { $defs } = schema;
  const items: DataSchema = $defs === undefined ? schema.items : { ...schema.items, $defs };
  return compileTargetCheck(items);
}

async function* eachRecord(
  { source, compiled }: Stream,
  chunks: AsyncIterable<readonly unknown[]>,
  { context, scope }: RecordRun,
): AsyncGenerator<RecordChunk> {
  const kept = new Map<object, unknown>();
  let position = 0;
  for await (const chunk of chunks) {
    const rows: Json[] = [];
    const rejected: RejectedRecord[] = [];
    const problems: RecordProblem[] = [];
    for (const item of chunk) {
      const record = position;
      position += 1;
      const outcome = compiled.run({ ...scope, [source]: item }, context, { kept });
      for (const problem of outcome.problems) problems.push({ ...problem, record });
      const isLeftOut = outcome.rejected.some(({ path, index }) => path === '' && index === undefined);
      for (const one of outcome.rejected) rejected.push(inStream(one, { source, record, item }));
      if (!outcome.ok || isLeftOut) continue;
      if (Array.isArray(outcome.output)) rows.push(...outcome.output);
      else rows.push(outcome.output);
    }
    yield { rows, rejected, problems };
  }
}

/** A record that is left out as a whole is told with its own position; records inside one by the record's place. */
function inStream(
  rejected: RejectedRecord,
  { source, record, item }: { source: string; record: number; item: unknown },
): RejectedRecord {
  const place = `${source}[${record}]`;
  if (rejected.path === '' && rejected.index === undefined) return { ...rejected, source: place, index: record, item };
  const isInside =
    rejected.source === source || rejected.source.startsWith(`${source}.`) || rejected.source.startsWith(`${source}[`);
  return isInside ? { ...rejected, source: place + rejected.source.slice(source.length) } : rejected;
}
