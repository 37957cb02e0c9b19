import { describe, expect, it } from 'vitest';
import { flowBodies, validateFlow } from './index.ts';
import type { FlowDocument } from './document.ts';
import { aFlow } from './testing/index.ts';
import type { FlowBuilder } from './testing/index.ts';

const nested = (): FlowBuilder =>
  aFlow()
    .withTrigger('start')
    .withForEach('outer', 'trigger.body')
    .withTry('attempt')
    .withMap('send')
    .withMap('mend')
    .withMap('after')
    .withMap('loose')
    .to('start', 'outer')
    .to('outer', 'attempt', 'each')
    .to('attempt', 'send', 'body')
    .to('attempt', 'mend', 'error')
    .to('outer', 'after');
const bodies = (doc: FlowDocument): Record<string, string | null> => Object.fromEntries(flowBodies(doc).of);
const codes = (doc: FlowDocument): string[] =>
  validateFlow(doc, { operations: {} })
    .map(({ code }) => code)
    .filter((code) => code !== 'flow.unknownOperation');

describe('bodies', () => {
  it('hold what is reached by the body port, and what comes after it there', () => {
    expect(bodies(nested().build())).toEqual({
      start: null,
      outer: null,
      attempt: 'outer',
      send: 'attempt',
      mend: 'outer',
      after: null,
    });
  });

  it('end at circles', () => {
    const doc = aFlow().withMap('a').withMap('b').to('a', 'b').to('b', 'a').build();
    expect(bodies(doc)).toEqual({});
  });

  it('are not crossed', () => {
    expect(codes(nested().to('send', 'after').build())).toContain('flow.crossesBody');
    expect(codes(nested().to('start', 'send').build())).toContain('flow.crossesBody');
    expect(codes(nested().to('loose', 'send').build())).not.toContain('flow.crossesBody');
  });

  it('that are empty are told, and items that cannot be read by their name', () => {
    const doc = aFlow()
      .withTrigger('start')
      .withForEach('outer', '[]', { as: 'steps' })
      .withForEach('inner', '[]', { as: 'steps' })
      .to('start', 'outer')
      .to('outer', 'inner', 'each')
      .build();
    expect(codes(doc).sort()).toEqual(['flow.emptyBody', 'flow.hiddenItem', 'flow.reservedName', 'flow.reservedName']);
  });
});
