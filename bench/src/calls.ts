// A loop that calls another flow for each of its items, one after the other: what a call costs by how many there are. The run is
// parked at each call, so what is known of it must not be read as often.
//   node bench/src/calls.ts [calls ...]      (250 1000 4000)
import { aFlow } from '@patchbay/model/flow/testing';
import { FlowId, FlowVersionId } from '@patchbay/model/identity';
import { postEvent } from '../../e2e/fixtures/live-flow.ts';
import { newDatabase, startRigPostgres } from '../../e2e/fixtures/rig/postgres.ts';
import { openRig } from '../../e2e/fixtures/rig/rig.ts';
import type { Rig } from '../../e2e/fixtures/rig/rig.ts';
import { cpuSecondsOf, postgresCpuSeconds } from './table/cpu-time.ts';

const hook = {
  kind: 'trigger',
  operation: 'webhook.receive',
  input: { auth: { mode: 'fixed', value: 'open' }, reply: { mode: 'fixed', value: 'accepted' } },
} as const;

async function publishLoop(rig: Rig): Promise<string> {
  const called = aFlow().withCalled('called').withRespond('give', '{ n: trigger.body.n }').to('called', 'give').build();
  const { flowId } = await rig.publish({ ...called, name: 'Called' });
  const { rows } = await rig.db.query<{ id: string }>('SELECT version_id AS id FROM deployment WHERE flow_id = $1', [
    flowId,
  ]);
  const call = {
    flowId: FlowId.parse(flowId),
    version: 1,
    versionId: FlowVersionId.parse(rows[0]?.id),
    contract: { name: 'Called' },
  };
  const doc = aFlow()
    .withTrigger('start')
    .withForEach('loop', 'trigger.body')
    .withSubflow('call', call, '{ n: item }')
    .to('start', 'loop')
    .to('loop', 'call', 'each')
    .build();
  const nodes = doc.nodes.map((node) => (node.name === 'start' ? { ...node, ...hook } : node));
  return (await rig.publish({ ...doc, name: 'Loop', nodes } as never)).hook;
}

await using postgres = await startRigPostgres(['--durable']);
await using rig = await openRig({ databaseUrl: await newDatabase(postgres.url), egressAllow: [] });
const server = await rig.server();
const worker = await rig.worker();
const path = await publishLoop(rig);

async function runLoop(calls: number): Promise<void> {
  const items = Array.from({ length: calls }, (_, n) => n);
  const answer = await postEvent(`${server.url}${path}`, items);
  const { runId } = (await answer.json()) as { runId: string };
  for (;;) {
    const { rows } = await rig.db.query<{ status: string }>('SELECT status FROM v_run WHERE id = $1', [runId]);
    const status = rows[0]?.status;
    if (status === 'succeeded') return;
    if (status === 'failed') throw new Error(`the run ${runId} failed`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

await runLoop(50);
for (const calls of process.argv.length > 2 ? process.argv.slice(2).map(Number) : [250, 1_000, 4_000]) {
  const before = [await cpuSecondsOf(worker.pid), await postgresCpuSeconds(rig)];
  const begun = performance.now();
  await runLoop(calls);
  const seconds = (performance.now() - begun) / 1_000;
  const [workerMs = 0, postgresMs = 0] = [await cpuSecondsOf(worker.pid), await postgresCpuSeconds(rig)].map(
    (after, at) => ((after - (before[at] ?? 0)) * 1_000) / calls,
  );
  console.log(
    `${calls} calls: ${seconds.toFixed(1)} s; processor time each: worker ${workerMs.toFixed(2)} + PostgreSQL ${postgresMs.toFixed(2)} ms`,
  );
}
