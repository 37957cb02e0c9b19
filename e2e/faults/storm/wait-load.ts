// Waits in a storm: runs that wait to be answered, by a call at either server; some are cancelled.
import { setTimeout as delay } from 'node:timers/promises';
import { FlowDraft } from '../../fixtures/rig/flow-document.ts';
import type { FlowJson } from '../../fixtures/rig/flow-document.ts';
import { createSender } from '../../fixtures/rig/sender.ts';
import { patience, publishInto } from './storm-load.ts';
import type { LoadParts, StormLoad } from './storm-load.ts';

const shareCancelled = 0.2;
const restMs = { event: 100, look: 250 };

const waitingFlow = (targetUrl: string): FlowJson =>
  new FlowDraft(targetUrl)
    .hook()
    .map('tell', { url: 'links.answer' })
    .effect('ask', patience)
    .callback('answer')
    .delay('rest', 'PT1S')
    .effect('confirm', { ...patience, uses: ['answer'] })
    .to('hook', 'tell')
    .to('tell', 'ask')
    .to('ask', 'answer')
    .to('answer', 'rest')
    .to('rest', 'confirm')
    .build('Waits');

const openSql = `
SELECT id FROM v_run WHERE flow_id = $1 AND status IN ('queued', 'running', 'waiting') AND cancel_at IS NULL LIMIT 100`;
/** Of those that wait to be answered. For named runs only: unfolding the steps of all runs takes a database seconds. */
const addressSql = `
SELECT a.run_id AS id, t.output ->> 'url' AS url
FROM (SELECT * FROM v_step WHERE run_id = ANY ($1::uuid[]) AND path = 'answer' AND status = 'waiting') a
JOIN (SELECT * FROM v_step WHERE run_id = ANY ($1::uuid[]) AND path = 'tell') t ON t.run_id = a.run_id`;

export async function startWaitLoad({ rig, targetUrl, hookUrls, random, limitMs }: LoadParts): Promise<StormLoad> {
  const flows = new Map<string, FlowJson>();
  const { flowId, hook } = await publishInto(flows, rig, waitingFlow(targetUrl));
  const sender = createSender(() => hookUrls(hook), limitMs);

  const cancel = (runId: string): Promise<unknown> => rig.api.request('POST', `/runs/${runId}/cancel`);
  const answer = async (url: string): Promise<void> => {
    const servers = hookUrls('');
    const server = servers[Math.floor(random() * servers.length)] ?? '';
    const response = await fetch(`${server}${new URL(url).pathname}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ at: url.length }),
      signal: AbortSignal.timeout(10_000),
    });
    await response.arrayBuffer();
  };
  /** Whatever does not work now is met again at the next look. Hands back how many runs are open. */
  const look = async (share: number): Promise<number> => {
    const open = (await rig.db.query<{ id: string }>(openSql, [flowId])).rows.map(({ id }) => id);
    const asked = await rig.db.query<{ id: string; url: string }>(addressSql, [open]);
    const urls = new Map(asked.rows.map(({ id, url }) => [id, url]));
    await Promise.allSettled(
      open.map(async (id) => {
        const url = urls.get(id);
        const ends = random() < (url === undefined ? share / 10 : share);
        if (ends) await cancel(id);
        else if (url !== undefined) await answer(url);
      }),
    );
    return open.length;
  };
  return {
    flows,
    senders: new Map([[flowId, sender]]),
    rage: async ({ goesOn, mayHaveMore }) => {
      const send = async (): Promise<void> => {
        for (let n = 0; goesOn(); n += 1) {
          if (mayHaveMore()) await sender.send({ id: `waits-${n}` });
          await delay(restMs.event);
        }
      };
      const answerAll = async (): Promise<void> => {
        while (goesOn()) {
          await look(shareCancelled).catch(() => undefined);
          await delay(restMs.look);
        }
      };
      await Promise.all([send(), answerAll()]);
    },
    settle: async () => (await look(0)) === 0,
  };
}
