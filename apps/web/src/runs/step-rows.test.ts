import { emptyFlow, type FlowDocument, FlowEdge, FlowNode } from '@patchbay/model/flow';
import { StepRecord } from '@patchbay/model/run';
import { describe, expect, it } from 'vitest';
import { mergeSteps, stepOfConcern, stepTimeline } from './step-rows.ts';

const at = (ms: number) => new Date(Date.UTC(2026, 2, 29, 0, 58, 44) + ms).toISOString();
const filter = (id: string) =>
  FlowNode.parse({ id, name: id, label: `Step ${id}`, kind: 'filter', position: { x: 0, y: 0 }, condition: 'true' });
const document: FlowDocument = { ...emptyFlow('Flow'), nodes: [filter('a'), filter('b'), filter('c')] };
const step = (values: Record<string, unknown>) =>
  StepRecord.parse({ path: values['nodeId'], ports: [], attempts: [], ...values });

const charged = step({
  nodeId: 'b',
  status: 'succeeded',
  startedAt: at(200),
  finishedAt: at(3_600),
  attempts: [
    {
      number: 1,
      startedAt: at(200),
      finishedAt: at(900),
      answer: '429',
      error: { code: 'rateLimited', message: 'slow down', retryAfterMs: 2_000 },
    },
    { number: 2, startedAt: at(2_900), finishedAt: at(3_600), answer: '201' },
  ],
});
const started = step({ nodeId: 'a', status: 'succeeded', startedAt: at(0), finishedAt: at(40) });

describe('stepTimeline', () => {
  it('draws one bar per attempt and a gap between them', () => {
    const { rows, spanMs } = stepTimeline({
      document,
      steps: [charged, started],
      startedAt: at(0),
      finished: true,
      now: new Date(at(90_000)),
    });
    expect(spanMs).toBe(3_600);
    expect(rows.map((row) => [row.path, row.duration])).toEqual([
      ['a', '40 ms'],
      ['b', '3.4 s'],
    ]);
    expect(rows[1]?.bars).toEqual([
      { fromMs: 200, toMs: 900, tone: 'bad', words: '429' },
      { fromMs: 900, toMs: 2_900, tone: 'neutral', look: 'gap', words: 'Retry-After 2.0 s' },
      { fromMs: 2_900, toMs: 3_600, tone: 'ok', words: '201' },
    ]);
  });
  it('lists what has not begun in the order of the flow, however its nodes are stored', () => {
    const edge = (from: string, to: string) =>
      FlowEdge.parse({ id: `${from}${to}`, from: { node: from, port: 'out' }, to: { node: to, port: 'in' } });
    const drawn: FlowDocument = { ...document, edges: [edge('c', 'a'), edge('a', 'b')] };
    const { rows } = stepTimeline({
      document: drawn,
      steps: [],
      startedAt: null,
      finished: false,
      now: new Date(at(0)),
    });
    expect(rows.map((row) => row.path)).toEqual(['c', 'a', 'b']);
  });
  it('leaves a step in doubt open, without stretching the axis over the wait', () => {
    const lost = step({
      nodeId: 'c',
      status: 'unknown',
      startedAt: at(4_000),
      attempts: [
        {
          number: 1,
          startedAt: at(4_000),
          finishedAt: at(9_000),
          answer: 'no answer in 5 s',
          error: { code: 'transient', message: 'no answer' },
        },
      ],
    });
    const { rows, spanMs } = stepTimeline({
      document,
      steps: [started, lost],
      startedAt: at(0),
      finished: false,
      now: new Date(at(840_000)),
    });
    expect(spanMs).toBeCloseTo(9_000 * 1.22);
    expect(rows[1]?.bars.map((bar) => [bar.tone, bar.look, bar.words])).toEqual([
      ['wait', undefined, 'no answer in 5 s'],
      ['wait', 'open', 'waits for you'],
    ]);
    expect(rows[1]?.duration).toBe('5.0 s');
    expect(rows.at(-1)).toMatchObject({ path: 'b', look: 'idle' });
  });
  it('shows a step that waits for an answer until now, however long it may wait', () => {
    const asks = step({
      nodeId: 'b',
      status: 'waiting',
      startedAt: at(1_000),
      retryAt: at(86_400_000),
      waits: { kind: 'callback', until: at(86_400_000) },
    });
    const now = new Date(at(61_000));
    const { rows, spanMs } = stepTimeline({ document, steps: [asks], startedAt: at(0), finished: false, now });
    expect(spanMs).toBeCloseTo(61_000 * 1.22);
    expect(rows[0]).toMatchObject({ duration: '1 min', bars: [{ fromMs: 1_000, look: 'open', words: 'waits' }] });
  });

  it('shows how long a person was awaited, once they decided', () => {
    const decided = step({
      nodeId: 'b',
      status: 'succeeded',
      startedAt: at(0),
      finishedAt: at(7_000),
      attempts: [{ number: 1, startedAt: at(0), finishedAt: at(500), error: { code: 'transient', message: 'cut' } }],
    });
    const [row] = stepTimeline({
      document,
      steps: [decided],
      startedAt: at(0),
      finished: true,
      now: new Date(at(9_000)),
    }).rows;
    expect(row?.bars.map((bar) => [bar.tone, bar.look, bar.toMs])).toEqual([
      ['wait', undefined, 500],
      ['wait', 'open', 7_000],
    ]);
  });
  describe('bars span what the duration says', () => {
    const tried = (from: number, to?: number, error?: object) => ({
      number: 1,
      startedAt: at(from),
      ...(to === undefined ? {} : { finishedAt: at(to) }),
      ...(error === undefined ? {} : { error }),
    });
    const barsOf = (values: Record<string, unknown>, now = 20_000) =>
      stepTimeline({
        document,
        steps: [step({ nodeId: 'b', startedAt: at(0), ...values })],
        startedAt: at(0),
        finished: false,
        now: new Date(at(now)),
      }).rows[0]?.bars.map(({ fromMs, toMs, look, words }) => [fromMs, toMs, look, words]);

    it.each([
      [
        'a step that went on after its attempt',
        { status: 'succeeded', finishedAt: at(5_000), attempts: [tried(0, 1_000)] },
        [
          [0, 1_000, undefined, undefined],
          [1_000, 5_000, 'gap', 'waited 4.0 s'],
        ],
      ],
      [
        'a step that began before its attempt',
        { status: 'succeeded', finishedAt: at(5_000), attempts: [tried(3_000, 5_000)] },
        [
          [0, 3_000, 'gap', 'waited 3.0 s'],
          [3_000, 5_000, undefined, undefined],
        ],
      ],
      [
        'what was written down a moment later',
        { status: 'succeeded', finishedAt: at(5_010), attempts: [tried(5, 5_000)] },
        [[0, 5_010, undefined, undefined]],
      ],
    ])('of %s', (_, values, bars) => {
      expect(barsOf(values)).toEqual(bars);
    });

    it('of a step that waits for an answer to what it sent', () => {
      const waits = { kind: 'callback', until: at(86_400_000) };
      const [sent, open] = barsOf({ status: 'waiting', waits, attempts: [tried(0, 1_000)] }) ?? [];
      expect(sent).toEqual([0, 1_000, undefined, undefined]);
      expect(open).toEqual([1_000, expect.closeTo(20_000 * 1.22), 'open', 'waits']);
    });

    it('of a wait that somebody cut short', () => {
      const error = { code: 'rateLimited', message: 'slow down', retryAfterMs: 60_000 };
      const attempts = [tried(0, 1_000, error), { ...tried(3_000, 4_000), number: 2 }];
      expect(barsOf({ status: 'succeeded', finishedAt: at(4_000), attempts })?.[1]).toEqual([
        1_000,
        3_000,
        'gap',
        'waited 2.0 s of 1 min',
      ]);
    });
  });

  it('counts how long a step waits by now, not by the time of its next attempt', () => {
    const held = step({ nodeId: 'a', status: 'waiting', startedAt: at(0), retryAt: at(300_000) });
    const { rows, spanMs } = stepTimeline({
      document,
      steps: [held],
      startedAt: at(0),
      finished: false,
      now: new Date(at(13_000)),
    });
    expect(rows[0]?.duration).toBe('13.0 s');
    expect(spanMs).toBeGreaterThan(300_000);
  });
  it('grows while a step runs, and stands for a run without steps', () => {
    const running = step({
      nodeId: 'a',
      status: 'started',
      startedAt: at(0),
      attempts: [{ number: 1, startedAt: at(0) }],
    });
    expect(
      stepTimeline({ document, steps: [running], startedAt: at(0), finished: false, now: new Date(at(500)) }).spanMs,
    ).toBe(500);
    expect(stepTimeline({ document, steps: [], startedAt: null, finished: true, now: new Date(at(0)) })).toEqual({
      rows: [],
      spanMs: 1,
    });
  });
});

describe('steps of a run', () => {
  it('take the last record of a path', () => {
    const again = step({ ...started, status: 'failed' });
    expect(mergeSteps([started, charged], [again]).map((one) => one.status)).toEqual(['failed', 'succeeded']);
  });
  it('show first what needs a person', () => {
    const failed = step({ ...started, status: 'failed' });
    const lost = step({ ...charged, status: 'unknown' });
    expect(stepOfConcern([failed, lost])).toBe(lost);
    expect(stepOfConcern([started, failed])).toBe(failed);
    expect(stepOfConcern([started])).toBeUndefined();
    const waits = (kind: 'approval' | 'delay') => step({ ...started, status: 'waiting', waits: { kind } });
    expect(stepOfConcern([failed, waits('approval')])?.waits?.kind).toBe('approval');
    expect(stepOfConcern([waits('delay')])).toBeUndefined();
    const held = step({ ...started, status: 'waiting', error: { code: 'heldBack', message: 'Calls are paused.' } });
    expect(stepOfConcern([started, held])).toBe(held);
    expect(stepOfConcern([held, failed])).toBe(failed);
  });
});
