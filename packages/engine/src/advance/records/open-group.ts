// What a group of steps over records has open while its records flow: the source, the writers, its place and its spill folder.
import type { Files } from '@patchbay/connector-sdk';
import type { EvaluationContext } from '@patchbay/mapping';
import { AppError } from '@patchbay/model/errors';
import type { StoredContent, StoredFile } from '@patchbay/model/run';
import type { Json } from '@patchbay/model/schema';
import type { CallPermit, OpenedReader, OperationCall, RecordsDriver, StoredBatch } from '../../drivers/index.ts';
import type { RecordMember } from '../../plan/index.ts';
import { rowsOf } from '../../plan/index.ts';
import { flowRecords, MemberFailure } from '../../records/record-flow.ts';
import type { RecordTally } from '../../records/record-tally.ts';
import type { Row, Rows } from '../../records/index.ts';
import { Spill } from '../../records/index.ts';
import { soonestAskMs } from '../effect-runner.ts';
import { persist } from '../persist.ts';
import { BatchSender } from './batch-sender.ts';
import { runCodePart } from './code-part.ts';
import { HandedOver, NoPlace } from './failures.ts';
import { keepTurns } from './keep-turns.ts';
import type { KeptTurns } from './keep-turns.ts';
import type { RecordsRunnerParts, StartedRecords } from './records-runner.ts';
import { waitHere } from './wait-here.ts';

/** So often it is told how far the records have come. */
const tellEveryMs = 3_000;

interface OpenGroupParts extends RecordsRunnerParts {
  readonly started: StartedRecords;
  readonly tallies: ReadonlyMap<string, RecordTally>;
  readonly signal: AbortSignal;
}

export interface GroupResult {
  /** By member: the list that its records became. */
  readonly lists: ReadonlyMap<string, Json[]>;
  /** By writer: what it says of its work. */
  readonly results: ReadonlyMap<string, Json>;
  /** By writer: the file that it has written. */
  readonly files: ReadonlyMap<string, StoredFile>;
  /** By loop: where its records stand. */
  readonly turns: ReadonlyMap<string, KeptTurns>;
}

export class OpenGroup {
  readonly #parts: OpenGroupParts;
  readonly #stop = new AbortController();
  readonly #scrubs: ((value: Json) => Json)[] = [];
  readonly #senders: BatchSender[] = [];
  readonly #results = new Map<string, Json>();
  readonly #files = new Map<string, StoredFile>();
  readonly #turns = new Map<string, KeptTurns>();
  #told = performance.now();
  /** Places that this group holds while it reads, by connection. */
  readonly #reading = new Map<string, number>();

  constructor(parts: OpenGroupParts) {
    this.#parts = { ...parts, signal: AbortSignal.any([parts.signal, this.#stop.signal]) };
  }

  /** Takes the secrets of all connections in use out of what is kept. */
  scrub(value: Json): Json {
    return this.#scrubs.reduce((clean, scrub) => scrub(clean), value);
  }

  async flow(tell: () => Promise<void>): Promise<GroupResult> {
    const { run, drivers, started, tallies, signal, contextOf } = this.#parts;
    const { records } = drivers;
    if (records === undefined) {
      throw AppError.because('unavailable', 'This worker cannot work on records. An administrator updates it.');
    }
    const leave = await records.enter(signal);
    if (leave === null) throw noPlace(started, drivers.now().getTime());
    try {
      await using spill = new Spill(records.spillFolder);
      const known = await this.#known(records);
      const scopeOf = (member: RecordMember): { scope: StartedRecords['scope']; context: EvaluationContext } => ({
        scope: started.scope,
        context: contextOf(started.step.place.prefix + member.id),
      });
      const lists = await flowRecords({
        members: started.members,
        scopeOf,
        tallies,
        source: (member) => this.#source(records, member, tell),
        reached: started.reached,
        write: (member, rows) => this.#write(records, { member, rows, known }),
        keep: (member, rows) => this.#keep(member, rows),
        code: (member) =>
          runCodePart({ run, driver: drivers.code, path: started.step.place.prefix + member.id, signal }),
        memoryBytes: records.memoryBytes,
        spill,
        signal,
        stop: () => this.#stop.abort(),
      });
      return { lists, results: this.#results, files: this.#files, turns: this.#turns };
    } finally {
      leave();
    }
  }

  async #known(records: RecordsDriver): Promise<readonly StoredBatch[]> {
    const { run, started } = this.#parts;
    const paths = started.writers.map(({ path }) => path);
    return paths.length === 0 ? [] : await persist(() => records.batches.load(run.effectRoot, paths));
  }

  /** The records where they come from; between chunks there is time to tell, and to stop when this worker does. */
  async *#source(
    records: RecordsDriver,
    member: RecordMember,
    tell: () => Promise<void>,
  ): AsyncGenerator<readonly Row[]> {
    const { control, started, signal } = this.#parts;
    const list = started.inputs.get(member.id)?.list;
    for await (const chunk of list === undefined ? this.#read(records, member) : rowsOf(list)) {
      signal.throwIfAborted();
      if (control.draining()) throw new HandedOver('this worker stops');
      yield chunk;
      if (performance.now() - this.#told < tellEveryMs) continue;
      this.#told = performance.now();
      await tell();
    }
  }

  async *#read(records: RecordsDriver, member: RecordMember): AsyncGenerator<readonly Row[]> {
    const { tallies, signal } = this.#parts;
    const tally = tallies.get(member.id);
    let reader: OpenedReader | undefined;
    let permit: CallPermit | null = null;
    try {
      permit = await this.#admitted(member);
      if (permit !== null) this.#reads(member, 1);
      reader = await records.read(this.#call(member));
      this.#scrubs.push(reader.scrub);
      for await (const chunk of reader.rows) {
        tally?.came(chunk.length);
        tally?.went(chunk);
        yield chunk;
      }
      permit?.end(null);
    } catch (cause) {
      permit?.end(signal.aborted ? null : cause);
      throw cause instanceof MemberFailure ? cause : new MemberFailure(member, cause);
    } finally {
      if (permit !== null) this.#reads(member, -1);
      permit?.end(null);
      await reader?.close();
    }
  }

  /** Others want the place, and this group may be read anew. */
  #isWanted(): boolean {
    return this.#parts.drivers.records?.isWanted() === true && !this.#senders.some(({ isBound }) => isBound);
  }

  #reads(member: RecordMember, more: 1 | -1): void {
    const { connectionId } = this.#call(member);
    if (connectionId !== null) this.#reading.set(connectionId, (this.#reading.get(connectionId) ?? 0) + more);
  }

  async #write(
    records: RecordsDriver,
    { member, rows, known }: { member: RecordMember; rows: Rows; known: readonly StoredBatch[] },
  ): Promise<void> {
    const { work } = member;
    if (work.does !== 'write') throw new TypeError('only writers write');
    try {
      const writer = await records.write(this.#call(member));
      this.#scrubs.push(writer.scrub);
      try {
        if (writer.type === 'batches') {
          const sender = this.#sender(records, member, { writer, known });
          this.#senders.push(sender);
          await sender.send(rows);
          const { out, batches } = this.#tally(member);
          this.#results.set(member.id, { records: out, batches });
        } else this.#results.set(member.id, await this.#writeWhole(member, writer, rows));
      } finally {
        await writer.close();
      }
    } catch (cause) {
      throw cause instanceof MemberFailure ? cause : new MemberFailure(member, cause);
    }
  }

  async #writeWhole(member: RecordMember, writer: { write(rows: Rows): Promise<Json> }, rows: Rows): Promise<Json> {
    const { drivers } = this.#parts;
    const tally = this.#tally(member);
    if (!drivers.mayStartEffects()) throw new HandedOver('this worker sends nothing more');
    const permit = await this.#admitted(member);
    try {
      const counted = async function* (): AsyncGenerator<readonly Row[]> {
        for await (const chunk of rows) {
          tally.came(chunk.length);
          tally.went(chunk);
          yield chunk;
        }
      };
      const result = await writer.write(counted());
      permit?.end(null);
      return result;
    } catch (cause) {
      permit?.end(cause instanceof MemberFailure ? null : cause);
      throw cause;
    }
  }

  async #keep(member: RecordMember, rows: Rows): Promise<void> {
    const { run, drivers } = this.#parts;
    const { work } = member;
    if (work.does !== 'keep') throw new TypeError('only a loop keeps records');
    const put = (content: Uint8Array): Promise<StoredContent> =>
      persist(() => drivers.putBlob(run.workspaceId, content));
    try {
      const { batchSize, concurrency } = work;
      this.#turns.set(member.id, await keepTurns(rows, { batchSize, concurrency, put, tally: this.#tally(member) }));
    } catch (cause) {
      throw cause instanceof MemberFailure ? cause : new MemberFailure(member, cause);
    }
  }

  #sender(
    records: RecordsDriver,
    member: RecordMember,
    {
      writer,
      known,
    }: { writer: ConstructorParameters<typeof BatchSender>[0]['writer']; known: readonly StoredBatch[] },
  ): BatchSender {
    const { run, drivers, control, started, signal } = this.#parts;
    const { work } = member;
    if (work.does !== 'write') throw new TypeError('only writers write');
    const path = started.step.place.prefix + member.id;
    return new BatchSender({
      run,
      drivers,
      control,
      batches: records.batches,
      writer,
      path,
      label: member.label,
      terms: {
        sideEffect: work.sideEffect(started.inputs.get(member.id)?.fields ?? {}),
        retry: work.retry,
        onUnknown: work.onUnknown,
      },
      leavesOut: member.leavesOut,
      tally: this.#tally(member),
      known: new Map(known.filter((one) => one.path === path).map((one) => [one.batch, one])),
      admitted: () => this.#admitted(member),
      isWanted: () => this.#isWanted(),
      signal,
    });
  }

  #tally({ id }: RecordMember): RecordTally {
    const tally = this.#parts.tallies.get(id);
    if (tally === undefined) throw new TypeError('a member has no tally');
    return tally;
  }

  #call(member: RecordMember): OperationCall {
    const { run, drivers, context, started, signal } = this.#parts;
    const { work } = member;
    if (work.does === 'step' || work.does === 'keep') throw new TypeError('an operation of our own calls nobody');
    const path = started.step.place.prefix + member.id;
    return {
      operation: work.operation,
      workspaceId: run.workspaceId,
      environmentId: run.environmentId,
      connectionId: work.slot === null ? null : (context.bindings.get(work.slot) ?? null),
      input: work.sent(started.inputs.get(member.id)?.fields ?? {}),
      idempotencyKey: drivers.idempotencyKey(run.effectRoot, path),
      runId: run.runId,
      path,
      attempt: started.attempt,
      signal,
      files: this.#filesOf(member),
    };
  }

  #filesOf(member: RecordMember): Files | undefined {
    const { run, drivers } = this.#parts;
    const { records } = drivers;
    if (records === undefined) return undefined;
    const { workspaceId, contentType, blob, body } = run;
    const bytes = async function* (): AsyncGenerator<Uint8Array> {
      if (body !== null) yield body;
    };
    return {
      event:
        blob === null && body === null
          ? null
          : {
              mediaType: contentType,
              open: () => (blob === null ? Promise.resolve(bytes()) : records.openBlob(workspaceId, blob)),
            },
      write: async (facts, content) => {
        const { sha256, sizeBytes } = await records.putFile(workspaceId, content);
        this.#files.set(member.id, { ...facts, sha256, sizeBytes });
        return { sizeBytes };
      },
    };
  }

  /**
   * Waits here until the limits of the connection let a call begin: records that flow hold a place anyway. What would wait for the
   * place that this group holds itself, while it reads over the same connection, goes on under that one: it could wait for ever.
   */
  async #admitted(member: RecordMember): Promise<CallPermit | null> {
    const { drivers, signal, control } = this.#parts;
    const { workspaceId, environmentId, connectionId } = this.#call(member);
    if (connectionId === null) return null;
    for (let back = false; ; back = true) {
      const asked = drivers.operations.admit?.({ workspaceId, environmentId, connectionId, back }) ?? null;
      const admission = asked === null ? null : await asked;
      if (admission === null || admission.type === 'go') return admission?.permit ?? null;
      if (admission.reason === 'concurrent' && (this.#reading.get(connectionId) ?? 0) > 0) return null;
      const mayGoOn = (): void => {
        signal.throwIfAborted();
        if (control.draining()) throw new HandedOver('this worker stops');
      };
      const untilMs = Math.max(admission.atMs, drivers.now().getTime() + soonestAskMs);
      await waitHere(untilMs, { now: drivers.now, mayGoOn, isWanted: () => this.#isWanted() });
    }
  }
}

/** The longer it has waited, the more rarely it asks. */
function noPlace({ startedAt }: StartedRecords, nowMs: number): NoPlace {
  const waitedMs = nowMs - Date.parse(startedAt);
  const pauseMs = Math.min(30_000, Math.max(2_000, waitedMs / 4));
  return new NoPlace('The workers are full of records of other runs; this step waits for a place.', nowMs + pauseMs);
}
