// Large bodies in a storm: some above 64 KiB, which a step looks into, and uploads above 1 MB, which are streamed and read as records.
import { setTimeout as delay } from 'node:timers/promises';
import { FlowDraft } from '../../fixtures/rig/flow-document.ts';
import type { FlowJson } from '../../fixtures/rig/flow-document.ts';
import { RecordsDraft } from '../../fixtures/rig/records-flow.ts';
import { createSender } from '../../fixtures/rig/sender.ts';
import type { Sender } from '../../fixtures/rig/sender.ts';
import { patience, publishInto } from './storm-load.ts';
import type { LoadParts, Pace, StormLoad } from './storm-load.ts';

const restMs = { large: 600, upload: 2_500 };
const bytes = { least: 70_000, most: 300_000 };
const upload = { records: 60, recordBytes: 22_000, batchSize: 15 };

const looking = (targetUrl: string): FlowJson =>
  new FlowDraft(targetUrl)
    .hook()
    .effect('send', {
      ...patience,
      carries: { length: 'LEN(trigger.body.filler)', end: 'RIGHT(trigger.body.filler, 12)' },
    })
    .effect('confirm', { ...patience, uses: ['send'] })
    .to('hook', 'send')
    .to('send', 'confirm')
    .build('Large');

/** Its key stands in a header, so that nobody has to read the body before it is stored. */
const streaming = (targetUrl: string): FlowJson => {
  const { timeoutMs, retry } = patience;
  const input = {
    method: 'POST',
    url: `${targetUrl}/keyed/load`,
    batchSize: upload.batchSize,
    repeat: 'key',
    timeoutMs,
  };
  return new RecordsDraft({ dedupeKey: 'trigger.headers.`x-id`' })
    .read('read', 'file.readEvent', { input: { format: 'json', path: 'records' } })
    .map('shape', { event: 'item.event', id: 'item.id' })
    .write('load', 'http.writeRecords', { input, retry })
    .to('hook', 'read')
    .to('read', 'shape')
    .to('shape', 'load')
    .build('Uploads');
};

const recordsOf = (event: string): string[] => Array.from({ length: upload.records }, (_, at) => `${event}/${at}`);
const uploadOf = (id: string): { readonly id: string } => {
  const filler = 'u'.repeat(upload.recordBytes);
  return Object.assign({ id }, { records: recordsOf(id).map((record) => ({ event: id, id: record, filler })) });
};

export async function startLargeLoad({
  rig,
  targetUrl,
  hookUrls,
  random,
  say,
  limitMs,
}: LoadParts): Promise<StormLoad> {
  const flows = new Map<string, FlowJson>();
  const large = await publishInto(flows, rig, looking(targetUrl));
  const uploads = await publishInto(flows, rig, streaming(targetUrl));
  const senderOf = (hook: string): Sender => createSender(() => hookUrls(hook), limitMs, { named: true });
  const [sendLarge, sendUpload] = [senderOf(large.hook), senderOf(uploads.hook)];
  const carried = new Map<string, { readonly length: number; readonly end: string }>();

  const goOn = async (
    { goesOn, mayHaveMore }: Pace,
    ms: number,
    send: (n: number) => Promise<number>,
  ): Promise<void> => {
    for (let n = 0; goesOn(); n += 1) {
      if (mayHaveMore()) await send(n);
      await delay(ms);
    }
  };
  const sendOneLarge = (n: number): Promise<number> => {
    const id = `large-${n}`;
    const length = bytes.least + Math.floor(random() * (bytes.most - bytes.least));
    const end = `end of ${n}`.padStart(12, '.');
    carried.set(id, { length, end });
    return sendLarge.send(Object.assign({ id }, { filler: 'l'.repeat(length - end.length) + end }));
  };
  return {
    flows,
    senders: new Map([
      [large.flowId, sendLarge],
      [uploads.flowId, sendUpload],
    ]),
    replayable: [large.flowId],
    rage: async (pace) => {
      await Promise.all([
        goOn(pace, restMs.large, sendOneLarge),
        goOn(pace, restMs.upload, (n) => sendUpload.send(uploadOf(`upload-${n}`))),
      ]);
    },
    facts: () => {
      const [ids, wholes] = [new Set(sendLarge.accepted), new Set(sendUpload.accepted)];
      say(`${ids.size} bodies above 64 KiB and ${wholes.size} uploads above 1 MB were taken`);
      const recordsToSend = [...wholes].map((event) => ({ event, step: 'load', records: recordsOf(event) }));
      return Promise.resolve({ carried, recordsToSend });
    },
  };
}
