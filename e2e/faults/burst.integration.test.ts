// F13: more than the product takes. It says so before anything is stored, to those who send too much and to nobody else.
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { postEvent } from '../fixtures/live-flow.ts';
import { chain } from '../fixtures/rig/flow-document.ts';
import { openLab } from './lab.ts';

const backlogLimit = 150;
const eventsAtOnce = 60;
const neighbours = 50;
/** Of the server's event loop, above which it takes nothing. */
const standsStillMs = 1_500;

interface Answer {
  readonly id: string;
  readonly status: number;
  /** Seconds; 0: nobody said. */
  readonly retryAfter: number;
}

async function post(url: string, id: string): Promise<Answer> {
  const response = await postEvent(url, { id });
  await response.arrayBuffer();
  return { id, status: response.status, retryAfter: Number(response.headers.get('retry-after')) };
}

test('F13: a burst is refused with 429 and 503 and a time to come back, a neighbour is served, and nothing is stored of what was refused', async () => {
  await using lab = await openLab();
  const server = await lab.rig.server({ env: { BACKLOG_LIMIT: String(backlogLimit) } });
  lab.doors.push(server);
  const flow = await lab.flow(chain(lab.target.url));
  const beside = await lab.rig.publish(chain(lab.target.url), await lab.rig.neighbour());
  const [url, besideUrl] = [`${server.url}${flow.hook}`, `${server.url}${beside.hook}`];
  const answers: Answer[] = [];
  const told = (status: number): number => answers.filter((answer) => answer.status === status).length;
  let wave = 0;
  const burst = async (): Promise<void> => {
    expect(wave).toBeLessThan(200);
    const prefix = `${wave++}-`;
    const all = Array.from({ length: eventsAtOnce }, (_, n) => post(url, `${prefix}${n}`));
    answers.push(...(await Promise.all(all)));
  };

  // No worker is there, so all that is taken waits.
  while (told(429) < 3 * eventsAtOnce) await burst();
  // The limit is counted once a second: until then more may come.
  expect(told(202)).toBeGreaterThanOrEqual(backlogLimit);
  const beforehand = told(429);
  const heard: Answer[] = [];
  /** A slow machine may be behind with everything, and then the neighbour comes again. */
  const insist = async (id: string): Promise<void> => {
    let answer: Answer;
    do {
      answer = await post(besideUrl, id);
      heard.push(answer);
    } while (answer.status === 503);
  };
  await Promise.all(Array.from({ length: neighbours }, (_, n) => insist(`beside-${n}`)));
  expect(heard.filter(({ status }) => status === 202)).toHaveLength(neighbours);
  while (told(429) === beforehand) await burst();

  // A server that stood still is behind with everything, and takes nothing of anybody.
  const servedBefore = heard.length;
  for (let turn = 0; heard.slice(servedBefore).every(({ status }) => status !== 503); turn += 1) {
    expect(turn).toBeLessThan(20);
    server.signal('SIGSTOP');
    await delay(standsStillMs);
    server.signal('SIGCONT');
    for (let n = 0; n < 15; n += 1) {
      heard.push(await post(besideUrl, `behind-${turn}-${n}`));
      await delay(100);
    }
  }

  const said = new Map([...answers, ...heard].map(({ status, retryAfter }) => [status, retryAfter]));
  expect(Object.fromEntries(said)).toEqual({ 202: 0, 429: 10, 503: 2 });
  const refusals = [...answers, ...heard].filter(({ status }) => status !== 202);
  expect(refusals.filter(({ retryAfter }) => retryAfter === 0)).toEqual([]);

  await lab.rig.worker();
  await lab.settled(120_000);
  // Once there are fewer, who was refused may come again; here each second of them does.
  const refused = answers.filter(({ status }) => status !== 202).map(({ id }) => id);
  await flow.sender.sendAll(
    refused.filter((_, index) => index % 2 === 0).map((id) => ({ id })),
    20,
  );
  await lab.settled(120_000);
  const taken = (list: readonly Answer[]): string[] => list.filter(({ status }) => status === 202).map(({ id }) => id);
  const own = [...taken(answers), ...flow.sender.accepted];
  const others = taken(heard);
  const { rows } = await lab.rig.db.query<{ flow: string; status: string; runs: number }>(
    'SELECT flow_id AS flow, status, count(*)::int AS runs FROM v_run GROUP BY 1, 2',
  );
  expect(new Map(rows.map(({ flow: id, ...of }) => [id, of]))).toEqual(
    new Map([
      [flow.flowId, { status: 'succeeded', runs: own.length }],
      [beside.flowId, { status: 'succeeded', runs: others.length }],
    ]),
  );
  expect(
    await lab.verdict({
      accepted: new Map([
        [flow.flowId, own],
        [beside.flowId, others],
      ]),
      refused: [
        ...refused.map((event) => ({ event, flowId: flow.flowId })),
        ...heard.filter(({ status }) => status !== 202).map(({ id }) => ({ event: id, flowId: beside.flowId })),
      ],
    }),
  ).toEqual([]);
});
