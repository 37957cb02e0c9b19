// What goes on in a storm beside its random flows: runs that wait to be answered, some of them cancelled, and schedules of
// each kind, one of them paused and resumed now and then.
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { FlowDraft } from '../../fixtures/rig/flow-document.ts';
import type { FlowJson } from '../../fixtures/rig/flow-document.ts';
import type { Rig } from '../../fixtures/rig/rig.ts';
import { createSender } from '../../fixtures/rig/sender.ts';
import type { Sender } from '../../fixtures/rig/sender.ts';
import { dueSchedules } from '../schedule-facts.ts';

export interface SideLoadParts {
  readonly rig: Rig;
  readonly targetUrl: string;
  readonly hookUrls: (hook: string) => string[];
  readonly random: () => number;
  readonly say: (line: string) => void;
  readonly limitMs: number;
}

export interface SideLoad {
  readonly flows: ReadonlyMap<string, FlowJson>;
  /** By flow id, of the flow whose runs wait. */
  readonly senders: ReadonlyMap<string, Sender>;
  /** Until the storm is over. */
  rage(goesOn: () => boolean, mayHaveMore: () => boolean): Promise<void>;
  /** Answers what still waits and sees the schedules to the end of what is due; false when the time for it is over. */
  settle(untilMs: number): Promise<boolean>;
}

const retry = { maxAttempts: 8, firstDelayMs: 300, maxDelayMs: 2_000, deadlineMs: 300_000 };
const schedules = [
  { id: 'leave', missed: 'skip', overlap: 'allow' },
  { id: 'newest', missed: 'once', overlap: 'skip' },
  { id: 'turns', missed: 'all', overlap: 'queue' },
] as const;
/** Of the schedules, as if nobody had been there: there is more to fire than a storm has minutes. */
const minutesBehind = 20;
const shareCancelled = 0.2;

export const waitingFlow = (targetUrl: string): FlowJson =>
  new FlowDraft(targetUrl)
    .hook()
    .map('tell', { url: 'links.answer' })
    .effect('ask', { timeoutMs: 3_000, retry })
    .callback('answer')
    .delay('rest', 'PT1S')
    .effect('confirm', { timeoutMs: 3_000, retry, uses: ['answer'] })
    .to('hook', 'tell')
    .to('tell', 'ask')
    .to('ask', 'answer')
    .to('answer', 'rest')
    .to('rest', 'confirm')
    .build('Waits');

interface OpenRow {
  readonly id: string;
  readonly status: string;
  /** Of the step that waits; null where none does. */
  readonly url: string | null;
}
const openSql = `
SELECT r.id, r.status, CASE WHEN a.status = 'waiting' THEN t.output ->> 'url' END AS url
FROM v_run r
LEFT JOIN v_step t ON t.run_id = r.id AND t.path = 'tell'
LEFT JOIN v_step a ON a.run_id = r.id AND a.path = 'answer'
WHERE r.flow_id = $1 AND r.status IN ('queued', 'running', 'waiting') AND r.cancel_at IS NULL LIMIT 100`;

export async function startSideLoad(parts: SideLoadParts): Promise<SideLoad> {
  const { rig, targetUrl, hookUrls, random, say, limitMs } = parts;
  const flows = new Map<string, FlowJson>();
  const publish = async (document: FlowJson): Promise<{ flowId: string; hook: string }> => {
    const published = await rig.publish(document);
    flows.set(published.flowId, document);
    return published;
  };
  const waiting = await publish(waitingFlow(targetUrl));
  const sender = createSender(() => hookUrls(waiting.hook), limitMs);
  const answerUrls = hookUrls('');
  const scheduled = new Map<string, string>();
  for (const { id, ...rules } of schedules) {
    const draft = new FlowDraft(targetUrl).everyMinute(id, rules).effect('send', { timeoutMs: 3_000, retry });
    scheduled.set(id, (await publish(draft.to(id, 'send').build(`Storm: ${id}`))).flowId);
  }
  await rig.db.query(
    `UPDATE schedule SET next_at = next_at - $1 * interval '1 minute', registered_at = registered_at - $1 * interval '1 minute'`,
    [minutesBehind],
  );

  const cancel = (runId: string): Promise<unknown> => rig.api.request('POST', `/runs/${runId}/cancel`);
  const answer = async (url: string): Promise<void> => {
    const door = answerUrls[Math.floor(random() * answerUrls.length)] ?? '';
    const response = await fetch(`${door}${new URL(url).pathname}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ at: url.length }),
      signal: AbortSignal.timeout(10_000),
    });
    await response.arrayBuffer();
  };
  /** Whatever does not work now is met again at the next look. */
  const look = async (share: number): Promise<void> => {
    const { rows } = await rig.db.query<OpenRow>(openSql, [waiting.flowId]);
    await Promise.allSettled(
      rows.map(async ({ id, url }) => {
        const ends = random() < (url === null ? share / 10 : share);
        if (ends) await cancel(id);
        else if (url !== null) await answer(url);
      }),
    );
  };
  const again = async (share: number): Promise<void> => {
    await look(share).catch(() => undefined);
    await delay(250);
  };
  const send = async (goesOn: () => boolean, mayHaveMore: () => boolean): Promise<void> => {
    for (let n = 0; goesOn(); n += 1) {
      if (mayHaveMore()) await sender.send({ id: `waits-${n}` });
      await delay(100);
    }
  };
  const answerAll = async (goesOn: () => boolean): Promise<void> => {
    while (goesOn()) await again(shareCancelled);
  };
  const turn = async (way: 'pause' | 'resume'): Promise<void> => {
    const flowId = scheduled.get('leave') ?? '';
    for (;;) {
      try {
        await rig.api.request('POST', `/flows/${flowId}/triggers/leave/${way}`);
        return say(`a schedule is ${way}d`);
      } catch {
        await delay(500);
      }
    }
  };
  const pauseAndResume = async (goesOn: () => boolean): Promise<void> => {
    while (goesOn()) {
      await delay(5_000 + random() * 10_000);
      if (!goesOn()) return;
      await turn('pause');
      await delay(5_000 + random() * 10_000);
      await turn('resume');
    }
  };
  return {
    flows,
    senders: new Map([[waiting.flowId, sender]]),
    rage: async (goesOn, mayHaveMore) => {
      await Promise.all([send(goesOn, mayHaveMore), answerAll(goesOn), pauseAndResume(goesOn)]);
    },
    settle: async (untilMs) => {
      const isQuiet = async (): Promise<boolean> =>
        (await dueSchedules(rig.db)) === 0 && (await openOf(rig.db, waiting.flowId)) === 0;
      while (!(await isQuiet())) {
        if (performance.now() > untilMs) return false;
        await again(0);
      }
      return true;
    },
  };
}

async function openOf(db: pg.Pool, flowId: string): Promise<number | undefined> {
  try {
    const { rows } = await db.query<{ open: number }>(
      `SELECT count(*)::int AS open FROM v_run
       WHERE flow_id = $1 AND status NOT IN ('succeeded', 'failed', 'cancelled')`,
      [flowId],
    );
    return rows[0]?.open;
  } catch {
    return undefined;
  }
}
