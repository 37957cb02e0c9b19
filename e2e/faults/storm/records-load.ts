// Records in a storm: each event holds some, which are shaped, sent to the target in batches under keys, and written to a file.
import { setTimeout as delay } from 'node:timers/promises';
import type { FlowJson } from '../../fixtures/rig/flow-document.ts';
import { RecordsDraft } from '../../fixtures/rig/records-flow.ts';
import { createSender } from '../../fixtures/rig/sender.ts';
import type { RecordsSent } from '../invariants/index.ts';
import { patience, publishInto } from './storm-load.ts';
import type { LoadParts, StormLoad } from './storm-load.ts';

const recordsOfEvent = 100;
const batchSize = 20;
const restMs = 1_000;

const writing = (targetUrl: string): FlowJson => {
  const { timeoutMs, retry } = patience;
  const input = { method: 'POST', url: `${targetUrl}/keyed/send`, batchSize, repeat: 'key', timeoutMs };
  return new RecordsDraft({ dedupeKey: 'trigger.body.id' })
    .read('read', 'file.readEvent', { input: { format: 'json', path: 'records' } })
    .map('shape', { event: 'item.event', id: 'item.id' })
    .write('send', 'http.writeRecords', { input, retry })
    .write('keep', 'file.writeRecords', { input: { name: 'records', format: 'json' }, retry })
    .to('hook', 'read')
    .to('read', 'shape')
    .to('shape', 'send')
    .to('shape', 'keep')
    .build('Writes records');
};

const recordsOf = (event: string): string[] => Array.from({ length: recordsOfEvent }, (_, at) => `${event}/${at}`);

export async function startRecordsLoad(parts: LoadParts): Promise<StormLoad> {
  const { rig, target, targetUrl, hookUrls, limitMs } = parts;
  const flows = new Map<string, FlowJson>();
  const { flowId, hook } = await publishInto(flows, rig, writing(targetUrl));
  const sender = createSender(() => hookUrls(hook), limitMs);
  /** The files of all runs that have written theirs. */
  const files = async (): Promise<RecordsSent[]> => {
    const { rows } = await rig.db.query<{ id: string }>(
      `SELECT r.id FROM v_run r JOIN v_step s ON s.run_id = r.id AND s.path = 'keep' AND s.status = 'succeeded' WHERE r.flow_id = $1`,
      [flowId],
    );
    const found: RecordsSent[] = [];
    for (const { id } of rows) {
      const path = `/runs/${id}/steps/content/download?path=keep&which=file`;
      const records = await rig.api.request<{ event: string; id: string }[]>('GET', path);
      found.push({ event: records[0]?.event ?? id, step: 'keep', records: records.map((record) => record.id) });
    }
    return found;
  };
  return {
    flows,
    senders: new Map([[flowId, sender]]),
    rage: async ({ goesOn, mayHaveMore }) => {
      for (let n = 0; goesOn(); n += 1) {
        const event = `records-${n}`;
        if (mayHaveMore()) await sender.send({ id: event, records: recordsOf(event).map((id) => ({ event, id })) });
        await delay(restMs);
      }
    },
    facts: async () => ({
      batches: target.batches,
      recordsToSend: [...new Set(sender.accepted)].map((event) => ({
        event,
        step: 'send',
        records: recordsOf(event),
      })),
      files: await files(),
    }),
  };
}
