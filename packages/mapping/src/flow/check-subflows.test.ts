import type { FlowContract } from '@patchbay/model/flow';
import { aFlow } from '@patchbay/model/flow/testing';
import { FlowId } from '@patchbay/model/identity';
import { describe, expect, it } from 'vitest';
import { checkFlow } from './check-flow.ts';
import { outputTypeOf } from './scope-types.ts';

const flowId = FlowId.parse('0192f3a0-0000-7000-8000-0000000000f1');
const contract: FlowContract = {
  name: 'Charge',
  input: { type: 'object', properties: { amount: { type: 'number' } }, required: ['amount'] },
  output: { type: 'object', properties: { receipt: { type: 'string' } }, required: ['receipt'] },
};
const calling = (body: string, given: Partial<FlowContract> = contract) =>
  aFlow()
    .withTrigger('start')
    .withSubflow('pay', { flowId, version: 2, contract: { name: 'Charge', ...given } }, body)
    .withMap('after', { receipt: 'steps.pay.receipt', wrong: 'steps.pay.recipt' })
    .to('start', 'pay')
    .to('pay', 'after')
    .build();
const problems = (doc: ReturnType<typeof calling>): string[] =>
  checkFlow(doc, { operations: {} })
    .filter(({ severity }) => severity !== 'info')
    .map(({ code, at }) => `${at.nodeId}/${at.field}: ${code}`);

describe('a call of another flow', () => {
  it('is typed by the contract of its version', () => {
    expect(outputTypeOf(calling('{ amount: 1 }'), 'pay', { operations: {} })).toEqual(contract.output);
    expect(problems(calling('{ amount: 1 }'))).toEqual(['after/mapping/wrong: expression.unknownField']);
  });

  it('hands on what the contract asks for', () => {
    const ofCall = (body: string, given?: Partial<FlowContract>): string[] =>
      problems(calling(body, given)).filter((found) => found.startsWith('pay/'));
    expect(ofCall('{ amount: "much" }')).toEqual([expect.stringMatching(/^pay\/input\.body: expression\./)]);
    expect(ofCall('')).toEqual(['pay/input.body: flow.missingInput']);
    expect(ofCall('', { input: { type: 'object' } })).toEqual([]);
  });
});

describe('a flow that others call', () => {
  it('answers with what it promises', () => {
    const answering = (body: string) =>
      aFlow()
        .withCalled('called', { replySchema: contract.output })
        .withRespond('give', body)
        .to('called', 'give')
        .build();
    expect(problems(answering('{ receipt: "R-1" }'))).toEqual([]);
    expect(problems(answering('{ receipt: 1 }'))[0]).toMatch(/^give\/body: expression\./);
  });
});
