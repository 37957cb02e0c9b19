// New versions of a flow in a storm, published while its runs go: each run does the steps of the version that it began with.
import { setTimeout as delay } from 'node:timers/promises';
import { FlowDraft } from '../../fixtures/rig/flow-document.ts';
import type { FlowJson } from '../../fixtures/rig/flow-document.ts';
import { createSender } from '../../fixtures/rig/sender.ts';
import type { StepStatus } from '../invariants/index.ts';
import { patience } from './storm-load.ts';
import type { LoadParts, Pace, StormLoad } from './storm-load.ts';

const restMs = { event: 60, version: 2_500 };

const ownStep = (number: number): string => `only${number}`;
/** Each version has a step that no other has. */
const versioned = (targetUrl: string, number: number): FlowJson =>
  new FlowDraft(targetUrl)
    .hook()
    .effect('first', patience)
    .effect(ownStep(number), { ...patience, uses: ['first'] })
    .effect('last', { ...patience, uses: ['first', ownStep(number)] })
    .to('hook', 'first')
    .to('first', ownStep(number))
    .to(ownStep(number), 'last')
    .build('Versions');

/** What the database calls the versions; what is in them is known here, by the step that each has alone. */
const versionsSql = `
SELECT id, substring(document FROM '"only(\\d+)"')::int AS number FROM flow_version WHERE flow_id = $1`;
const usedSql = 'SELECT count(DISTINCT version_id)::int AS used FROM v_run WHERE flow_id = $1';

export async function startVersionLoad({ rig, targetUrl, hookUrls, say, limitMs }: LoadParts): Promise<StormLoad> {
  const { flowId, hook } = await rig.publish(versioned(targetUrl, 1));
  const sender = createSender(() => hookUrls(hook), limitMs);
  let asked = 1;
  let answered = 1;
  const numbers = new Map<string, number>();
  const publishNext = async (): Promise<void> => {
    asked += 1;
    const { revision } = await rig.api.request<{ revision: number }>('GET', `/flows/${flowId}`);
    const edit = { revision, document: versioned(targetUrl, asked) };
    const edited = await rig.api.request<{ revision: number }>('PATCH', `/flows/${flowId}`, edit);
    await rig.api.request('POST', `/flows/${flowId}/publish`, { revision: edited.revision });
    answered += 1;
  };
  const publishing = async ({ goesOn }: Pace): Promise<void> => {
    while (goesOn()) {
      await delay(restMs.version);
      // A server that dies may have published it, or only drafted it.
      await publishNext().catch(() => undefined);
    }
  };
  const sending = async ({ goesOn, mayHaveMore }: Pace): Promise<void> => {
    for (let n = 0; goesOn(); n += 1) {
      if (mayHaveMore()) await sender.send({ id: `version-${n}` });
      await delay(restMs.event);
    }
  };
  return {
    flows: new Map([[flowId, versioned(targetUrl, 1)]]),
    senders: new Map([[flowId, sender]]),
    replayable: [flowId],
    rage: async (pace) => {
      await Promise.all([publishing(pace), sending(pace)]);
    },
    facts: async () => {
      const { rows } = await rig.db.query<{ id: string; number: number }>(versionsSql, [flowId]);
      for (const { id, number } of rows) numbers.set(id, number);
      const [{ used } = { used: 0 }] = (await rig.db.query<{ used: number }>(usedSql, [flowId])).rows;
      say(`${asked} versions were to be published, ${answered} are known to be, ${rows.length} are; runs used ${used}`);
      return { versions: new Map(rows.map(({ id, number }) => [id, versioned(targetUrl, number)])) };
    },
    model: ({ versionId }) => {
      const number = numbers.get(versionId);
      if (number === undefined) return undefined;
      return new Map(['hook', 'first', ownStep(number), 'last'].map((path) => [path, 'succeeded' as StepStatus]));
    },
  };
}
