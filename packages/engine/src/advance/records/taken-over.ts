// A replay of the same event goes round with the records of its original: what turn 17 did there, and the keys of turn 17, belong to one
// record. So the pass before the loop is not done again; how it ended is taken over.
import type { StepRecord } from '@patchbay/model/run';
import type { RecordMember } from '../../plan/index.ts';
import { StepFailure } from '../../plan/index.ts';
import { MemberFailure } from '../../records/record-flow.ts';
import type { RunJournal } from '../run-journal.ts';

interface Group {
  readonly prefix: string;
  readonly members: readonly RecordMember[];
  /** Those that take part, by their ids. */
  readonly reached: ReadonlySet<string>;
  readonly startedAt: string;
}

/** Null: no original has begun a loop of this group. Throws where its turns cannot be those of the original. */
export function takenOver(
  { prefix, members, reached, startedAt }: Group,
  journal: Pick<RunJournal, 'inheritedLoop'>,
): readonly StepRecord[] | null {
  const loops = members.filter(({ id, work }) => work.does === 'keep' && reached.has(id));
  const [loop] = loops;
  const [original] = loops.flatMap(({ id }) => journal.inheritedLoop(prefix + id) ?? []);
  if (loop === undefined || original === undefined) return null;
  return members.map((member) => {
    const path = prefix + member.id;
    const base = { path, nodeId: member.id, ports: [], attempts: [], startedAt };
    if (!reached.has(member.id)) return { ...base, status: 'skipped', finishedAt: startedAt };
    const before = original.get(path);
    const { work } = member;
    if (work.does !== 'keep') {
      if (before?.status !== 'succeeded') throw otherTurns(loop, member);
      return { ...before, attempts: [], startedAt, finishedAt: startedAt };
    }
    const { count, parts, batchSize = null } = before?.turns ?? {};
    if (count === undefined || parts === undefined || batchSize !== work.batchSize) throw otherTurns(loop, member);
    const turns = { count, parts, ...(batchSize === null ? {} : { batchSize }) };
    const { records } = before ?? {};
    return { ...base, status: 'started', turns, ...(records === undefined ? {} : { records }) };
  });
}

const otherTurns = (loop: RecordMember, { label }: RecordMember): MemberFailure =>
  new MemberFailure(
    loop,
    new StepFailure({
      code: 'otherTurns',
      message: `The run that this one repeats did turns of this loop, and “${label}” is not as it was there: its turns would have other records.`,
      next: 'An operator replays the version that ran before; or looks at what was done, and replays the event as a new one.',
    }),
  );
