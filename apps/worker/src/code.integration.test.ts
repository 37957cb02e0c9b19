// Code of users in real runs, in real processes: what fails, fails its own step alone.
import { aFlow } from '@patchbay/model/flow/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeLab, openLab, people, start, until, view, worker, workspaceId } from './testing/run-lab.ts';

beforeAll(openLab);
afterAll(closeLab);

describe('a step of code', () => {
  test('reads its inputs and the run, hands on what it returns, and keeps its console', async () => {
    const one = await worker();
    const doc = aFlow()
      .withTrigger('start')
      .withMap('map', { rate: '0.25' })
      .withCode(
        'price',
        'console.log("net", input.net);\nreturn { gross: input.net * (1 + steps.map.rate), at: new Date() };',
        {
          inputs: [{ name: 'net', value: 'trigger.body.net' }],
        },
      )
      .withRespond('reply', 'steps.price.gross')
      .to('start', 'map')
      .to('map', 'price')
      .to('price', 'reply')
      .build();
    const runId = await start(doc, { net: 80 });
    await until(runId, 'succeeded');
    const { steps, reply } = await view(runId);
    expect(reply?.body).toBe(100);
    expect(steps['price']).toMatchObject({
      status: 'succeeded',
      input: { net: 80 },
      console: { lines: [{ level: 'log', text: 'net 80' }], dropped: 0 },
    });
    await one.stop();
  });

  test('runs once for each item of a list, many at a time', async () => {
    const one = await worker();
    const doc = aFlow()
      .withTrigger('start')
      .withCode('each', 'return { index, double: item.at * 2 }', { items: 'trigger.body.list' })
      .withRespond('reply', '{ count: COUNT(steps.each), last: LAST(steps.each) }')
      .to('start', 'each')
      .to('each', 'reply')
      .build();
    const runId = await start(doc, { list: Array.from({ length: 4_500 }, (_, at) => ({ at })) });
    await until(runId, 'succeeded');
    // So large an output stands in the blob store: the step after it has it whole.
    expect((await view(runId)).reply?.body).toEqual({ count: 4_500, last: { index: 4_499, double: 8_998 } });
    await one.stop();
  });

  test('that loops, bursts its memory or throws fails itself alone, and says why', async () => {
    const one = await worker();
    const hostile = (code: string) =>
      aFlow()
        .withTrigger('start')
        .withCode('bad', code, { timeoutMs: 800, memoryMb: 16 })
        .withMap('caught', { code: 'errors.bad.code', line: 'errors.bad.details.line' })
        .to('start', 'bad')
        .to('bad', 'caught', 'error')
        .build();
    const good = aFlow().withTrigger('start').withCode('good', 'return 1').to('start', 'good').build();
    const runs = await Promise.all([
      start(hostile('for (;;) {}')),
      start(hostile('const all = [];\nfor (let at = 0; ; at += 1) all.push({ at });')),
      start(hostile('await new Promise(() => {})')),
      start(hostile('\n\nthrow new Error("no")')),
      start(hostile('return process.exit(1)')),
      start(good),
    ]);
    await Promise.all(runs.map((runId) => until(runId, 'succeeded')));
    const seen = await Promise.all(runs.map(view));
    expect(seen.map(({ steps }) => steps['caught']?.output ?? steps['good']?.output)).toEqual([
      { code: 'codeTime' },
      { code: expect.stringMatching(/codeMemory|codeTime/) as unknown },
      { code: 'codePending' },
      { code: 'codeThrew', line: 3 },
      { code: 'codeThrew', line: 1 },
      1,
    ]);
    await one.stop();
  });

  test('ends at once when its run is cancelled', async () => {
    const one = await worker();
    const doc = aFlow()
      .withTrigger('start')
      .withCode('endless', 'for (;;) {}', { timeoutMs: 60_000 })
      .to('start', 'endless')
      .build();
    const runId = await start(doc);
    await until(runId, 'running');
    const commands = people();
    await commands.requestCancel({ runId, workspaceId, undoes: false });
    one.pool.cancel(runId);
    await until(runId, 'cancelled');
    await commands.close();
    await one.stop();
  });

  test('is done again after its worker was replaced, and gives the same', async () => {
    const slow = await worker();
    const doc = aFlow()
      .withTrigger('start')
      .withCode(
        'twice',
        'const until = Math.random();\nlet sum = 0;\nfor (let at = 0; at < 4e8; at += 1) sum += at;\nreturn { until, at: Date.now() }',
      )
      .to('start', 'twice')
      .build();
    const runId = await start(doc);
    await until(runId, 'running');
    await slow.loseLease();
    const next = await worker();
    await until(runId, 'succeeded');
    const { steps } = await view(runId);
    expect(steps['twice']).toMatchObject({ status: 'succeeded', output: { until: expect.any(Number) as unknown } });
    await next.stop();
  });
});
