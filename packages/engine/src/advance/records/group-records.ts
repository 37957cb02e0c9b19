// How a group of steps over records ended, as one record for each of its steps.
import type { Attempt, FailedPage, StepError, StepRecord, StepRecords } from '@patchbay/model/run';
import type { Json } from '@patchbay/model/schema';
import type { RecordMember } from '../../plan/index.ts';
import type { RecordTally } from '../../records/record-tally.ts';
import type { GroupResult } from './open-group.ts';
import { withWord } from './persons-word.ts';
import type { MemberInput } from './records-runner.ts';

export type GroupEnd =
  | ({ readonly type: 'done' } & GroupResult)
  /** Done once more, from the beginning. */
  | { readonly type: 'again'; readonly error: StepError; readonly atMs: number; readonly isParked?: boolean }
  | { readonly type: 'failed'; readonly member: RecordMember; readonly error: StepError }
  /** A person says whether the batch of this writer was taken. */
  | { readonly type: 'doubt'; readonly member: RecordMember; readonly error: StepError; readonly batch: number };

export interface GroupSummary {
  readonly prefix: string;
  readonly members: readonly RecordMember[];
  /** Those that take part, by their ids; the others are skipped in the end. */
  readonly reached: ReadonlySet<string>;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly inputs: ReadonlyMap<string, MemberInput>;
  /** Of the group; they stand with its first step. */
  readonly attempts: readonly Attempt[];
  readonly end: GroupEnd;
  readonly tallies?: ReadonlyMap<string, RecordTally> | undefined;
  readonly failedPages?: ReadonlyMap<string, FailedPage[] | undefined> | undefined;
  readonly scrub?: ((value: Json) => Json) | undefined;
}

export function groupRecords(group: GroupSummary): StepRecord[] {
  const { end, members } = group;
  // While the group is done again, its steps stay open as their counts stand.
  return members.map((member, at) => {
    const base = baseOf(group, member, at === 0 ? group.attempts : []);
    const isOver = end.type === 'done' || end.type === 'failed';
    if (isOver && !group.reached.has(member.id)) {
      return { ...base, status: 'skipped', ports: [], finishedAt: group.finishedAt };
    }
    switch (end.type) {
      case 'done':
        return (
          beginning(member, end, base) ?? { ...base, ...succeeded(member, end, base), finishedAt: group.finishedAt }
        );
      case 'again':
        return at === 0
          ? {
              ...waiting(group, member, base),
              error: end.error,
              retryAt: new Date(end.atMs).toISOString(),
            }
          : waiting(group, member, base);
      case 'doubt':
        if (member === end.member) {
          const counts = base.records ?? { in: 0, out: 0, failed: 0 };
          return {
            ...base,
            status: 'unknown',
            ports: [],
            error: end.error,
            records: { ...counts, doubtful: end.batch },
          };
        }
        return waiting(group, member, base);
      case 'failed':
        return { ...base, ...stopped(member, end, base), finishedAt: group.finishedAt };
    }
  });
}

/** A word of a person that was not heeded stays with it. */
function waiting({ tallies }: GroupSummary, { id }: RecordMember, base: Base): StepRecord {
  const word = tallies?.get(id)?.word ?? null;
  const records = base.records ?? { in: 0, out: 0, failed: 0 };
  return { ...base, ...(word === null ? {} : { records: withWord(records, word) }), status: 'waiting', ports: [] };
}

type Base = Omit<StepRecord, 'status' | 'ports'>;

function baseOf(
  { prefix, startedAt, inputs, tallies, failedPages, scrub, reached }: GroupSummary,
  member: RecordMember,
  attempts: readonly Attempt[],
): Base {
  const input = inputs.get(member.id)?.fields;
  const tally = tallies?.get(member.id);
  const base: Base = { path: prefix + member.id, nodeId: member.id, attempts: [...attempts], startedAt };
  if (input !== undefined) base.input = input;
  if (tally === undefined || !reached.has(member.id)) return base;
  const pages = failedPages?.get(member.id);
  const clean = scrub ?? ((value: Json) => value);
  base.records = {
    ...countsOf(member, tally),
    first: tally.first.map((row) => clean(row)),
    ...(pages === undefined ? {} : { failedPages: pages }),
  };
  if (tally.console !== undefined) base.console = tally.console;
  return base;
}

export const countsOf = (member: RecordMember, tally: RecordTally): StepRecords => ({
  in: tally.in,
  out: tally.out,
  failed: tally.failed,
  ...(member.work.does === 'write' ? { batches: tally.batches } : {}),
  ...(tally.partners === undefined ? {} : { partners: tally.partners }),
  ...(tally.matched === undefined ? {} : { matched: tally.matched }),
  ...(tally.retried === undefined ? {} : { retried: tally.retried }),
});

/** A loop has all its records now, and its turns come next; null: the step is no loop. */
function beginning({ id }: RecordMember, { turns }: GroupResult, base: Base): StepRecord | null {
  const kept = turns.get(id);
  if (kept === undefined) return null;
  return { ...base, status: 'started', ports: [], turns: { ...kept, parts: [...kept.parts] } };
}

function succeeded(
  member: RecordMember,
  { lists, results, files }: GroupResult,
  { records }: Base,
): Pick<StepRecord, 'status' | 'ports' | 'output' | 'file'> {
  const counts = { records: records?.out ?? 0, failed: records?.failed ?? 0 };
  const output = lists.get(member.id) ?? results.get(member.id) ?? counts;
  const file = files.get(member.id);
  return {
    status: 'succeeded',
    ports: ['out', 'rejected', 'invalid'],
    output,
    ...(file === undefined ? {} : { file }),
  };
}

/** The step that failed says why; the others were stopped by it, whatever they had done. */
function stopped(
  member: RecordMember,
  end: Extract<GroupEnd, { type: 'failed' }>,
  { records }: Base,
): Pick<StepRecord, 'status' | 'ports' | 'error'> {
  if (member === end.member) return { status: 'failed', ports: ['error'], error: end.error };
  const written = member.work.does === 'write' ? (records?.out ?? 0) : 0;
  const told = written === 0 ? '' : ` ${written.toLocaleString('en')} records were written before.`;
  const message = `Stopped, because “${end.member.label}” failed.${told}`;
  return { status: 'skipped', ports: [], error: { code: 'stopped', message } };
}
