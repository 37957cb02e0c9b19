// When workers that died over a run are not held against it any more: it waits, and nothing in it is to be tried again.
import { ConnectorError } from '@patchbay/connector-sdk';
import { aFlow } from '@patchbay/model/flow/testing';
import { expect, test } from 'vitest';
import { aCall } from '../testing/a-call.ts';
import { advanceOnce } from '../testing/advance-once.ts';

const away = { call: () => Promise.reject(new ConnectorError('transient', 'Away.', { effect: 'none' })) };

const calling = aFlow().withTrigger('start').withAction('charge', { operation: 'sink.charge' }).to('start', 'charge');
const resting = aFlow().withTrigger('start').withDelay('rest', "'PT1H'").to('start', 'rest');
const both = aFlow()
  .withTrigger('start')
  .withDelay('rest', "'PT1H'")
  .withAction('charge', { operation: 'sink.charge' })
  .to('start', 'rest')
  .to('start', 'charge');

test.each([
  ['that waits until a time', resting, true],
  ['that tries a call again', calling, false],
  ['that does both', both, false],
])('a run %s', async (_what, flow, atRest) => {
  const { end } = await advanceOnce(flow.build(), { operation: aCall('keyed'), drivers: { operations: away } });
  expect(end).toMatchObject({ status: 'waiting', atRest });
});
