import type { Json } from '@patchbay/model/schema';
import { describe, expect, it } from 'vitest';
import type { DataSource } from '../preview/preview-scope.ts';
import { flowSources } from './flow-sources.ts';

const body: Json = { id: 7 };
const trigger = (value: Json, origin: DataSource['origin'] = 'run'): DataSource => ({
  root: 'trigger',
  nodeId: 'hook',
  label: 'New order',
  icon: 'webhook',
  value,
  origin,
});
/** Of a webhook: what is in headers and query nobody says beforehand. */
const types = {
  trigger: { type: 'object', properties: { headers: { type: 'object' }, query: { type: 'object' } } },
} as const;
const told = (sources: ReturnType<typeof flowSources>) =>
  sources.map(({ root, role, schema }) => [root, role, Object.keys(schema?.properties ?? {})]);

describe('flowSources', () => {
  it('shows the body alone while nothing else is known', () => {
    expect(told(flowSources([trigger({ body })], types))).toEqual([['trigger.body', 'payload', ['id']]]);
    expect(told(flowSources([trigger({ body, headers: {}, query: {}, method: 'POST' })], types))).toEqual([
      ['trigger.body', 'payload', ['id']],
    ]);
  });

  it('reads headers and query off the value, each a place of its own', () => {
    const value = { body, headers: { 'x-shop': 'north' }, query: { dry: '1' }, method: 'POST' };
    expect(told(flowSources([trigger(value)], types))).toEqual([
      ['trigger.body', 'payload', ['id']],
      ['trigger.headers', 'headers', ['x-shop']],
      ['trigger.query', 'step', ['dry']],
    ]);
  });

  it('reads them off the last runs where the sample has none', () => {
    const runs = [{ trigger: { body, headers: { 'x-shop': 'north' } } }, { trigger: { headers: { 'x-other': '' } } }];
    expect(told(flowSources([trigger({ body, headers: {} })], types, runs))).toEqual([
      ['trigger.body', 'payload', ['id']],
      ['trigger.headers', 'headers', ['x-shop', 'x-other']],
    ]);
  });

  it('takes nothing from what the connector has for an example', () => {
    const example = { body, headers: { 'content-type': 'application/json' } };
    expect(told(flowSources([trigger(example, 'sample')], types))).toEqual([['trigger.body', 'payload', ['id']]]);
  });

  it('reads the body off the last run where nothing is known of it', () => {
    expect(told(flowSources([trigger({})], types, [{ trigger: { body } }]))).toEqual([
      ['trigger.body', 'payload', ['id']],
    ]);
  });

  it('takes the shape that the flow says before one that is read', () => {
    const said = {
      trigger: { properties: { query: { type: 'object', properties: { page: { type: 'integer' } } } } },
    } as const;
    expect(told(flowSources([trigger({ body, query: { dry: '1' } })], said))).toEqual([
      ['trigger.body', 'payload', ['id']],
      ['trigger.query', 'step', ['page']],
    ]);
  });
});
