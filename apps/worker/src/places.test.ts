import { describe, expect, it } from 'vitest';
import { Places } from './places.ts';

const never = new AbortController().signal;
const opened = (given: Partial<ConstructorParameters<typeof Places>[0]> = {}) =>
  new Places({ count: 1, momentMs: 60_000, maxWaiting: 2, wantedMs: 60_000, ...given });

describe('a place', () => {
  it('is handed on in the order in which it was asked for', async () => {
    const places = opened();
    const leave = await places.enter(never);
    const order: string[] = [];
    const first = places.enter(never).then((left) => (order.push('first'), left));
    const second = places.enter(never).then((left) => (order.push('second'), left));
    leave?.();
    leave?.();
    (await first)?.();
    (await second)?.();
    expect(order).toEqual(['first', 'second']);
    expect(await places.enter(never)).not.toBeNull();
  });

  it('that does not come free in a moment is not waited for', async () => {
    const places = opened({ momentMs: 5 });
    const leave = await places.enter(never);
    expect(places.isWanted).toBe(false);
    expect(await places.enter(never)).toBeNull();
    expect(places.isWanted).toBe(true);
    leave?.();
    expect(await places.enter(never)).not.toBeNull();
  });

  it('is not waited for where many wait already, and by nobody who is told to stop', async () => {
    const places = opened();
    const leave = await places.enter(never);
    const stop = new AbortController();
    const stopped = places.enter(stop.signal);
    const waits = places.enter(never);
    expect(await places.enter(never)).toBeNull();
    stop.abort(new Error('stopped'));
    await expect(stopped).rejects.toThrow('stopped');
    leave?.();
    expect(await waits).not.toBeNull();
  });

  it('is wanted for a while only', async () => {
    const places = opened({ momentMs: 1, wantedMs: 0 });
    await places.enter(never);
    expect(await places.enter(never)).toBeNull();
    expect(places.isWanted).toBe(false);
  });
});
