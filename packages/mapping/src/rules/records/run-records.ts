import type { Diagnostic } from '@patchbay/model/errors';
import { targetUseOf } from '@patchbay/model/mapping';
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
  /** The same for who hands the chunks over: nothing of it waits. */
  pass(run: RecordRun): RecordPass;
}

export interface RecordPass {
  /** The next chunk of the stream. */
  take(chunk: readonly unknown[]): RecordChunk;
  /** The limit of the root's loop is reached: further chunks give nothing. */
  readonly isFull: boolean;
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
  const pass: RecordRunner['pass'] = (settings) => {
    if (plan.diagnostics.length > 0) return refused(plan.diagnostics);
    return plan.mode === 'list' ? new ListPass(stream, settings) : new DocumentPass(stream, settings);
  };
  return { diagnostics, pass, run: (chunks, settings) => passed(chunks, pass(settings)) };
}

async function* passed(chunks: AsyncIterable<readonly unknown[]>, pass: RecordPass): AsyncGenerator<RecordChunk> {
  if (pass.isFull) yield pass.take([]);
  else
    for await (const chunk of chunks) {
      yield pass.take(chunk);
      if (pass.isFull) return;
    }
}

interface Stream {
  readonly doc: MappingDocument;
  readonly source: string;
  readonly compiled: CompiledMapping;
}

function refused(diagnostics: readonly Diagnostic[]): RecordPass {
  const problems = diagnostics.map(({ code, message, at }): RecordProblem => {
    const [rule = '', part] = (at.field ?? '').slice('mapping'.length).split('#');
    return { path: '', rule, code, message, ...(part === undefined ? {} : { part: `#${part}` }) };
  });
  return { isFull: true, take: () => ({ rows: [], rejected: [], problems }) };
}

/** The root's list goes on from chunk to chunk. */
class ListPass implements RecordPass {
  isFull = false;
  readonly #stream: Stream;
  readonly #run: RecordRun;
  readonly #kept = new Map<object, unknown>();
  readonly #check: ReturnType<typeof compileTargetCheck>;
  #start = { source: 0, target: 0, turns: 0 };

  constructor(stream: Stream, run: RecordRun) {
    this.#stream = stream;
    this.#run = run;
    this.#check = itemCheck(stream.doc);
  }

  take(chunk: readonly unknown[]): RecordChunk {
    const { source, compiled } = this.#stream;
    const start = this.#start;
    let turns = 0;
    const outcome = compiled.run({ ...this.#run.scope, [source]: chunk }, this.#run.context, {
      start,
      kept: this.#kept,
      ended: (taken, isFull) => {
        turns = taken;
        this.isFull = isFull;
      },
    });
    const made = Array.isArray(outcome.output) ? outcome.output : [];
    this.#start = {
      source: start.source + chunk.length,
      target: start.target + made.length,
      turns: start.turns + turns,
    };
    const problems = outcome.problems.map((problem) => withRecord(problem, start.target, made.length));
    return { rows: this.#inOrder(made, problems, start.target), rejected: outcome.rejected, problems };
  }

  /** The rows without those that failed; what the target does not allow is added to the problems. */
  #inOrder(made: readonly Json[], problems: RecordProblem[], first: number): readonly Json[] {
    if (problems.length === 0 && this.#check === unchecked) return made;
    const failed = new Set(problems.map(({ record }) => record));
    return made.filter((row, at) => {
      const record = first + at;
      if (failed.has(record)) return false;
      const mistakes = this.#check(row);
      for (const mistake of mistakes) {
        const path = `/${record}${mistake.path}`;
        problems.push({ ...mistake, path, rule: ruleOfValue(this.#stream.doc.root, path), record });
      }
      return mistakes.length === 0;
    });
  }
}

/** The problem names its target item; a chunk whose budget is spent has no item to blame. */
function withRecord(problem: MappingProblem, first: number, count: number): RecordProblem {
  const record = Number(/^\/(\d+)(?=\/|$)/.exec(problem.path)?.[1] ?? Number.NaN);
  return record >= first && record <= first + count ? { ...problem, record } : problem;
}

const unchecked = (): [] => [];

function itemCheck(doc: MappingDocument): ReturnType<typeof compileTargetCheck> {
  const schema = new References(doc.bundle).schema(targetUseOf(doc));
  if (schema?.items === undefined) return unchecked;
  const { $defs } = schema;
  const items: DataSchema = $defs === undefined ? schema.items : { ...schema.items, $defs };
  return compileTargetCheck(items);
}

/** Each record is a document of its own. */
class DocumentPass implements RecordPass {
  readonly isFull = false;
  readonly #stream: Stream;
  readonly #context: EvaluationContext;
  readonly #scope: Record<string, unknown>;
  readonly #kept = new Map<object, unknown>();
  #position = 0;

  constructor(stream: Stream, { scope, context }: RecordRun) {
    this.#stream = stream;
    this.#context = context;
    this.#scope = { ...scope };
  }

  take(chunk: readonly unknown[]): RecordChunk {
    const { source, compiled } = this.#stream;
    const rows: Json[] = [];
    const rejected: RejectedRecord[] = [];
    const problems: RecordProblem[] = [];
    for (const item of chunk) {
      const record = this.#position;
      this.#position += 1;
      this.#scope[source] = item;
      const outcome = compiled.run(this.#scope, this.#context, { kept: this.#kept });
      for (const problem of outcome.problems) problems.push({ ...problem, record });
      const isLeftOut = outcome.rejected.some(({ path, index }) => path === '' && index === undefined);
      for (const one of outcome.rejected) rejected.push(inStream(one, { source, record, item }));
      if (!outcome.ok || isLeftOut) continue;
      if (Array.isArray(outcome.output)) rows.push(...outcome.output);
      else rows.push(outcome.output);
    }
    return { rows, rejected, problems };
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
