// Steps over the same records as one flow: neighbours are one chain, and where records go several ways, each way takes them at
// its own pace, but none runs ahead of the slowest by more than a chunk.
import type { RecordMember, RunScope } from '../plan/flow-plan.ts';
import { StepFailure } from '../plan/step-failure.ts';
import type { EvaluationContext } from '@patchbay/mapping';
import type { StepConsole } from '@patchbay/model/run';
import type { Json } from '@patchbay/model/schema';
import { Channel } from './channel.ts';
import type { RunCodePart } from './code-records.ts';
import { recordChain } from './record-chain.ts';
import type { RecordRun, RecordStep, Row, Rows } from './record-step.ts';
import type { RecordTally } from './record-tally.ts';
import type { Spill } from './spill/spill.ts';

/** What went wrong, and in which step. */
export class MemberFailure extends Error {
  override readonly name = 'MemberFailure';
  readonly member: RecordMember;
  override readonly cause: unknown;

  constructor(member: RecordMember, cause: unknown) {
    super(`${member.label} failed`);
    this.member = member;
    this.cause = cause;
  }
}

export interface RecordFlowParts {
  readonly members: readonly RecordMember[];
  readonly scopeOf: (member: RecordMember) => { readonly scope: RunScope; readonly context: EvaluationContext };
  readonly tallies: ReadonlyMap<string, RecordTally>;
  /** The records of a member from which they come. */
  readonly source: (member: RecordMember) => Rows;
  /** Members that take part, by their ids: nothing comes from or to the others. */
  readonly reached: ReadonlySet<string>;
  /** Takes all records that reach a writer. */
  readonly write: (member: RecordMember, rows: Rows) => Promise<void>;
  /** Keeps all records that reach a loop. */
  readonly keep: (member: RecordMember, rows: Rows) => Promise<void>;
  /** The sandbox for the code of a member. */
  readonly code?: ((member: RecordMember) => RunCodePart) | undefined;
  readonly memoryBytes: number;
  readonly spill: Spill;
  readonly signal: AbortSignal;
  /** Ends all branches, reading and writing included, when one of them fails; `signal` follows it. */
  readonly stop: () => void;
}

/** Lists that members became, by their ids. Rejects with MemberFailure. */
export async function flowRecords(parts: RecordFlowParts): Promise<ReadonlyMap<string, Json[]>> {
  const flow = new RecordFlow(parts);
  await flow.run();
  return flow.collected;
}

class RecordFlow {
  readonly collected = new Map<string, Json[]>();
  readonly #parts: RecordFlowParts;
  readonly #signal: AbortSignal;
  readonly #branches: Promise<void>[] = [];
  /** By the index of a join: what hands it its partners. */
  readonly #partners = new Map<number, Channel>();
  #failure: unknown;

  constructor(parts: RecordFlowParts) {
    this.#parts = parts;
    this.#signal = parts.signal;
  }

  async run(): Promise<void> {
    const { members, reached, source } = this.#parts;
    const feeds = members.filter(({ id }) => reached.has(id)).flatMap((member) => member.feeds);
    for (const { to, as } of feeds) if (as === 'partners') this.#partners.set(to, new Channel());
    for (const [at, member] of members.entries()) {
      if (!reached.has(member.id)) continue;
      const isSource = member.work.does === 'read' || (member.work.does === 'step' && member.work.items !== null);
      if (isSource) this.#begin(at, source(member));
      // A join that only partners reach: of its own records there are none.
      else if (!feeds.some(({ to, as }) => to === at && as === 'records')) this.#begin(at, nothing());
    }
    // Branches begin further branches: until none is left.
    for (let at = 0; at < this.#branches.length; at += 1) await this.#branches[at];
    if (this.#failure !== undefined) throw this.#failure as Error;
  }

  /** A branch that fails stops all; what is told is the first failure, not that others were stopped by it. */
  #begin(member: number, rows: Rows): void {
    const branch = this.#branch(member, rows).catch((thrown: unknown) => {
      this.#failure ??= thrown;
      this.#parts.stop();
    });
    this.#branches.push(branch);
  }

  /** From one member along the records as long as they go one way only. Where it fails, nobody is told that there are no more. */
  async #branch(first: number, rows: Rows): Promise<void> {
    const opened: Channel[] = [];
    const joins: number[] = [];
    try {
      await this.#follow(first, rows, { opened, joins });
    } finally {
      for (const at of joins) this.#partners.get(at)?.leave();
    }
    for (const channel of opened) channel.end();
  }

  async #follow(first: number, rows: Rows, { opened, joins }: { opened: Channel[]; joins: number[] }): Promise<void> {
    const steps: RecordStep[] = [];
    for (let at = first; ;) {
      const member = this.#member(at);
      if (member.work.does === 'write') {
        await this.#parts.write(member, this.#chain(rows, steps));
        return;
      }
      if (member.work.does === 'keep') {
        await this.#parts.keep(member, this.#chain(rows, steps));
        return;
      }
      const asides = this.#channels(member, 'aside', opened);
      if (member.work.does === 'step') {
        joins.push(at);
        steps.push(this.#tracked(member, { asides, partners: this.#partners.get(at) }));
      }
      if (member.collect !== null) {
        this.collected.set(member.id, await this.#collect(member, this.#chain(rows, steps)));
        return;
      }
      const [only, ...others] = member.feeds.filter(({ port }) => port === 'out');
      // What leaves by the other way may end as partners of a join further on: they must be known to be all before it goes on.
      const endsHere = asides.length > 0 && this.#partners.size > 0;
      if (only?.as === 'records' && others.length === 0 && !endsHere) {
        at = only.to;
        continue;
      }
      const ways = this.#channels(member, 'out', opened);
      for await (const chunk of this.#chain(rows, steps)) {
        await Promise.all(ways.map((way) => way.push(chunk, this.#signal)));
      }
      return;
    }
  }

  #member(at: number): RecordMember {
    const member = this.#parts.members[at];
    if (member === undefined) throw new TypeError('a group has no such member');
    return member;
  }

  #channels(member: RecordMember, port: 'out' | 'aside', opened: Channel[]): Channel[] {
    return member.feeds
      .filter((feed) => feed.port === port)
      .map(({ to, as }) => {
        const partners = as === 'partners' ? this.#partners.get(to) : undefined;
        const channel = partners ?? new Channel();
        opened.push(channel);
        if (partners === undefined) this.#begin(to, channel.rows(this.#signal));
        return channel;
      });
  }

  #chain(rows: Rows, steps: readonly RecordStep[]): Rows {
    const { members, memoryBytes, spill } = this.#parts;
    const all = members.filter(({ holds }) => holds).length;
    const own = steps.filter(({ kind }) => kind === 'stream').length;
    // Of each step what it needs is set where it is tracked.
    const none = { scope: {}, context: this.#parts.scopeOf(this.#member(0)).context };
    const share = Math.floor((memoryBytes * own) / Math.max(1, all));
    return recordChain(rows, steps, { ...none, memoryBytes: share, spill, signal: this.#signal });
  }

  async #collect(member: RecordMember, rows: Rows): Promise<Json[]> {
    const most = member.collect ?? 0;
    const list: Json[] = [];
    for await (const chunk of rows) {
      if (list.length + chunk.length > most) {
        const cause = new StepFailure({
          code: 'tooManyRecords',
          message: `More than ${most.toLocaleString('en')} records came, and so many are the most that become a list here.`,
          next: 'An analyst raises the limit in the step’s settings, or lets the records go on as they are.',
        });
        throw new MemberFailure(member, cause);
      }
      list.push(...chunk);
    }
    return list;
  }

  /** The operation of a member, with what goes in and out counted and its failures named. */
  #tracked(
    member: RecordMember,
    { asides, partners }: { asides: readonly Channel[]; partners: Channel | undefined },
  ): RecordStep {
    const { work } = member;
    if (work.does !== 'step') throw new TypeError('only operations are tracked');
    const tally = this.#tally(member);
    const run = this.#parts.scopeOf(member);
    const sink = async (rows: readonly Row[]): Promise<void> => {
      for (const aside of asides) await aside.push(rows, this.#signal);
    };
    const leftOut = (record: Json, reason: { code: string; message: string }): void =>
      tally.fail({ position: null, record, ...reason });
    const onFailed: RecordRun['onFailed'] = member.leavesOut ? (failed) => tally.fail(failed) : undefined;
    const onMatched = (count: number): void => void (tally.matched = (tally.matched ?? 0) + count);
    const onConsole = (said: StepConsole): void => tally.said(said);
    const own = { ...run, onFailed, onMatched, onConsole };
    const named = <T>(make: () => T): T => {
      try {
        return make();
      } catch (cause) {
        throw cause instanceof MemberFailure ? cause : new MemberFailure(member, cause);
      }
    };
    const step = named(() =>
      work.open(run, {
        aside: asides.length === 0 ? undefined : sink,
        partners: partners && partnersOf(partners.rows(this.#signal), tally),
        leftOut,
        code: this.#parts.code?.(member),
      }),
    );
    if (step.kind !== 'pass') {
      return {
        kind: step.kind,
        apply: (rows, shared) => counted(member, tally, { rows, step, run: { ...shared, ...own } }),
      };
    }
    return {
      kind: 'pass',
      aside: step.aside,
      start: (shared) => {
        const pass = named(() => step.start({ ...shared, ...own }));
        return {
          take: (rows) => {
            tally.came(rows.length);
            const made = named(() => pass.take(rows));
            tally.went(made);
            return made;
          },
          aside: pass.aside,
          isFull: pass.isFull,
        };
      },
    };
  }

  #tally(member: RecordMember): RecordTally {
    const tally = this.#parts.tallies.get(member.id);
    if (tally === undefined) throw new TypeError('a member has no tally');
    return tally;
  }
}

interface Stream {
  readonly rows: Rows;
  readonly step: Exclude<RecordStep, { kind: 'pass' }>;
  readonly run: RecordRun;
}

async function* counted(
  member: RecordMember,
  tally: RecordTally,
  { rows, step, run }: Stream,
): AsyncGenerator<readonly Row[]> {
  try {
    for await (const made of step.apply(arriving(rows, tally), run)) {
      tally.went(made);
      yield made;
    }
  } catch (cause) {
    throw cause instanceof MemberFailure ? cause : new MemberFailure(member, cause);
  }
}

async function* partnersOf(rows: Rows, tally: RecordTally): AsyncGenerator<readonly Row[]> {
  tally.partners = 0;
  for await (const chunk of rows) {
    tally.partners += chunk.length;
    yield chunk;
  }
}

async function* nothing(): AsyncGenerator<readonly Row[]> {}

async function* arriving(rows: Rows, tally: RecordTally): AsyncGenerator<readonly Row[]> {
  for await (const chunk of rows) {
    tally.came(chunk.length);
    yield chunk;
  }
}
