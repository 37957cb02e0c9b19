import { canaryProblems, contractProblems } from '@patchbay/connector-sdk/testing';
import { describe, expect, it } from 'vitest';
import { connectors } from './registry.ts';

/** Permanent: an id that was once here stays runnable. Add to this list, never take away. */
const permanentIds = [
  'file.readEvent',
  'file.writeRecords',
  'flow.called',
  'http.newEntries',
  'http.readRecords',
  'http.request',
  'http.writeRecords',
  'manual.start',
  'postgres.insert',
  'postgres.insertRecords',
  'postgres.newRows',
  'postgres.query',
  'postgres.readRecords',
  'postgres.transaction',
  'postgres.update',
  'postgres.upsert',
  'postgres.upsertRecords',
  'sample.readOrders',
  'sample.writeRecords',
  'schedule.cron',
  'topic.publish',
  'topic.subscribe',
  'webhook.receive',
];

describe('the connector registry', () => {
  it.each(connectors.map((connector) => [connector.manifest.id, connector] as const))(
    '%s keeps the contract',
    (_id, connector) => {
      expect(contractProblems(connector)).toEqual([]);
    },
  );

  it.each(connectors.map((connector) => [connector.manifest.id, connector] as const))(
    '%s sends no packet to an address that is not allowed',
    async (_id, connector) => {
      expect(await canaryProblems(connector)).toEqual([]);
    },
  );

  it('has unique and permanent ids', () => {
    const ids = connectors.flatMap((connector) => connector.operations.map((operation) => operation.manifest.id));
    expect(ids.toSorted()).toEqual(permanentIds);
    expect(new Set(connectors.map((connector) => connector.manifest.id)).size).toBe(connectors.length);
  });
});
