// A gate that holds a call back decides when it is asked again; the run loop sees to it that this is later.
import { aFlow } from '@patchbay/model/flow/testing';
import { expect, test } from 'vitest';
import type { OperationDriver } from '../drivers/index.ts';
import { aCall } from '../testing/a-call.ts';
import { advanceOnce } from '../testing/advance-once.ts';
import { soonestAskMs } from './effect-runner.ts';

const doc = aFlow().withTrigger('start').withAction('call', { slot: 'shop' }).to('start', 'call').build();
const slots = [{ name: 'shop', label: 'Shop', connector: 'http' }];

test.each([0, -60_000, 5_000])('a call that is held back until %i ms from now is asked for once', async (atMs) => {
  let asked = 0;
  const operations: OperationDriver = {
    call: () => Promise.reject(new Error('it was held back')),
    admit: () => {
      asked += 1;
      if (asked > 1) throw new Error('asked again at once');
      return Promise.resolve({ type: 'hold', reason: 'rate', atMs, message: 'Busy.', next: 'Wait.' });
    },
  };
  const { end, faults } = await advanceOnce({ ...doc, slots }, { operation: aCall('keyed'), drivers: { operations } });
  expect(faults).toEqual([]);
  expect({ status: end?.status, wakeAt: end?.wakeAt?.getTime() }).toEqual({
    status: 'waiting',
    wakeAt: Math.max(atMs, soonestAskMs),
  });
});
