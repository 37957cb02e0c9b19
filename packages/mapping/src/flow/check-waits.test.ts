import { aFlow } from '@patchbay/model/flow/testing';
import { describe, expect, it } from 'vitest';
import { checkFlow } from './check-flow.ts';
import { outputTypeOf, scopeTypesAt } from './scope-types.ts';

const surroundings = { operations: {} };
const flow = aFlow()
  .withTrigger('start')
  .withMap('tell', { url: 'links.answer', page: 'links.ask' })
  .withCallback('answer')
  .withApproval('ask', {
    byLink: true,
    fields: [
      { name: 'amount', label: 'Amount', type: 'number', required: true },
      { name: 'ok', label: 'Fine?', type: 'yesNo' },
    ],
  })
  .withApproval('quiet')
  .withForEach('loop', 'trigger.body')
  .withMap('inner', { own: 'links.inside', outer: 'links.answer' })
  .withCallback('inside')
  .withDelay('rest', 'steps.ask.fields.amount', { unit: 'hours' })
  .to('start', 'tell')
  .to('tell', 'answer')
  .to('answer', 'ask')
  .to('ask', 'quiet', 'approved')
  .to('quiet', 'loop', 'approved')
  .to('loop', 'inner', 'each')
  .to('inner', 'inside')
  .to('loop', 'rest');
const found = (doc = flow.build()): string[] =>
  checkFlow(doc, surroundings)
    .filter(({ severity }) => severity !== 'info')
    .map(({ code, at }) => `${at.nodeId}/${at.field}: ${code}`);

describe('the addresses of waits', () => {
  it('are known by the names of their steps, before and behind, in the body and around it', () => {
    const links = (node: string) =>
      Object.keys(scopeTypesAt(flow.build(), node, surroundings)['links']?.properties ?? {});
    expect(links('tell')).toEqual(['answer', 'ask']);
    expect(links('inner')).toEqual(['answer', 'ask', 'inside']);
    expect(found()).toEqual([]);
  });

  it('are not there for steps in bodies elsewhere, for approvals without a link, or where nothing waits', () => {
    const wrong = flow.withMap('bad', { a: 'links.inside', b: 'links.quiet' }).to('start', 'bad').build();
    expect(found(wrong)).toEqual(['bad/mapping/a: expression.unknownField', 'bad/mapping/b: expression.unknownField']);
    const none = aFlow().withTrigger('start').withMap('bad', { a: 'links.x' }).to('start', 'bad').build();
    expect(found(none)).toEqual(['bad/mapping/a: expression.unknownName']);
  });
});

describe('what waits hand on', () => {
  it('is what was sent, what was decided with the form, and the time', () => {
    const type = (node: string) => outputTypeOf(flow.build(), node, surroundings);
    expect(Object.keys(type('answer').properties ?? {})).toEqual(['method', 'headers', 'query', 'body']);
    expect(type('ask').properties?.['fields']).toMatchObject({
      required: ['amount'],
      properties: { amount: { type: 'number' }, ok: { type: 'boolean' } },
    });
    expect(type('rest').properties?.['until']).toMatchObject({ format: 'date-time' });
  });
});
