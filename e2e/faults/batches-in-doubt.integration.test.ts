// Batches of which nobody knows whether the target took them, by the policies that ask nobody.
import { expect, test, vi } from 'vitest';
import { publishWith, RecordsDraft } from '../fixtures/rig/records-flow.ts';
import { openLab, sessionsEnd, soon } from './lab.ts';
import { batchTarget, onlyRun, orderFile } from './records-lab.ts';

test.for([
  ['retry', 'sends a batch in doubt again, and no other'],
  ['assumeDone', 'takes a batch in doubt as taken, and sends no batch twice'],
] as const)(
  'a writer whose target knows no keys and whose policy is %s %s, wherever its worker dies',
  async ([policy]) => {
    const again = policy === 'retry';
    await using target = await batchTarget();
    await using lab = await openLab({ egressAllow: [target.allow] });
    lab.doors.push(await lab.rig.server());
    const draft = new RecordsDraft()
      .read('read', 'file.readEvent', { input: { format: 'csv' } })
      .write('send', 'http.writeRecords', {
        input: { method: 'POST', url: target.url, batchSize: 1_000 },
        onUnknown: policy,
      })
      .to('hook', 'read')
      .to('read', 'send')
      .build('Upload');
    const { hook } = await publishWith(lab.rig.api, draft, {});
    const { text: upload } = orderFile(9_500);
    // The second batch was received and answered; that it was is not yet committed when the worker ends.
    const doomed = await lab.rig.worker({ failpoint: 'mark-batches:before:3' });
    target.silentFrom(again ? 4 : 3);
    const address = `${lab.doors[0]?.url ?? ''}${hook}`;
    const answer = await fetch(address, { method: 'POST', headers: { 'content-type': 'text/csv' }, body: upload });
    expect(answer.status).toBe(202);
    await vi.waitFor(() => expect(doomed.isGone).toBe(true), soon);
    await sessionsEnd(lab);
    expect(target.came).toHaveLength(2);
    // The third was received and not answered.
    const second = await lab.rig.worker();
    await vi.waitFor(() => expect(target.came).toHaveLength(again ? 4 : 3), soon);
    second.signal('SIGKILL');
    await second.ended;
    await sessionsEnd(lab);
    const before = target.came.slice();
    target.silentFrom(Infinity);
    await lab.rig.worker();
    await lab.settled(90_000);

    const { status, steps } = await onlyRun(lab);
    expect([status, steps.get('send')?.status]).toEqual(['succeeded', 'succeeded']);
    expect(steps.get('send')?.records).toMatchObject({ in: 9_500, out: 9_500, failed: 0, batches: 10 });
    const firsts = [...before, ...target.came].map((ids) => Number(ids[0]));
    const once = Array.from({ length: 10 }, (_, batch) => batch * 1_000 + 1);
    expect(firsts.toSorted((left, right) => left - right)).toEqual(
      again ? [1, 1_001, 1_001, 2_001, 2_001, ...once.slice(3)] : once,
    );
    const times = new Map<string, number>();
    for (const id of [...before, ...target.came].flat()) times.set(id, (times.get(id) ?? 0) + 1);
    expect(times.size).toBe(9_500);
    expect([...times.values()].filter((count) => count === 2)).toHaveLength(again ? 2_000 : 0);
    const marks = await lab.rig.db.query(
      'SELECT count(*)::int AS n, count(*) FILTER (WHERE done)::int AS done FROM record_batch',
    );
    expect(marks.rows).toEqual([{ n: 10, done: 10 }]);
  },
);
