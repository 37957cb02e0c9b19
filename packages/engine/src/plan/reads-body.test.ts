import { aFlow } from '@patchbay/model/flow/testing';
import { expect, it } from 'vitest';
import { readsBody } from './reads-body.ts';

it.each([
  ['trigger.body.list', true],
  ['COUNT(trigger)', true],
  ['trigger . headers.agent & trigger.body', true],
  ['trigger["body"]', true],
  ['trigger.headers.agent', false],
  ['trigger?.query.page', false],
  ['steps.trigger1.x', false],
  ['"triggers"', false],
])('of %s: %s', (expr, expected) => {
  expect(readsBody(aFlow().withTrigger('start').withMap('map', { x: expr }).to('start', 'map').build())).toBe(expected);
});
