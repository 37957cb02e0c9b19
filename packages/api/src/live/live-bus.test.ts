import { describe, expect, test } from 'vitest';
import { looks } from './live-bus.ts';
import { TopicBus } from './topic-bus.ts';

describe('looks', () => {
  test('looks at once, after a notice, and when the time is over; ends with the signal', async () => {
    const bus = new TopicBus();
    const end = new AbortController();
    const seen = looks(bus, 'flow:1', { everyMs: 20, pauseMs: 1, signal: end.signal });
    expect((await seen.next()).done).toBe(false);
    const second = seen.next();
    bus.publish('flow:1');
    expect((await second).done).toBe(false);
    expect((await seen.next()).done).toBe(false);
    const last = seen.next();
    end.abort();
    expect((await last).done).toBe(true);
  });

  test('does not miss a notice that comes while the reader works', async () => {
    const bus = new TopicBus();
    const seen = looks(bus, 'flow:1', { everyMs: 60_000, pauseMs: 1, signal: AbortSignal.timeout(30_000) });
    await seen.next();
    bus.publish('flow:1');
    expect((await seen.next()).done).toBe(false);
    await seen.return(undefined);
  });
});

describe('TopicBus', () => {
  test('wakes who listens to the topic, and lists of runs at each run', () => {
    const bus = new TopicBus();
    const woken: string[] = [];
    const topics = ['flow:1', 'flow:2', 'run:1', 'runs:e'];
    const stops = topics.map((topic) => bus.subscribe(topic, () => woken.push(topic)));
    bus.receive('["flow:1",""]');
    bus.receive('["run:1",""]');
    expect(woken).toEqual(['flow:1', 'run:1', 'runs:e']);
    stops.forEach((stop) => stop());
    bus.publishAll();
    expect(woken).toHaveLength(3);
  });
});
