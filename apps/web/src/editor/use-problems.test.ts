import { expect, test } from 'vitest';
import { catalogueOf } from './catalogue.ts';
import type { FlowLibrary } from './catalogue.ts';
import { aFlow, aMap, aTrigger } from './testing/a-flow.ts';
import { problemsOf } from './use-problems.ts';

const catalogue = catalogueOf([]);
const unguarded = (auth: string | undefined): string[] => {
  const input = auth === undefined ? {} : { auth: { mode: 'fixed' as const, value: auth } };
  const doc = aFlow({ hook: { ...aTrigger(), input } as ReturnType<typeof aTrigger> });
  return problemsOf(doc, catalogue, {})
    .filter((problem) => problem.code === 'flow.unguardedWebhook')
    .map((problem) => `${problem.severity} ${problem.at.nodeId}`);
};

test('a webhook that checks its callers without a connection is said before publishing, an open one is not', () => {
  expect(unguarded('hmac')).toEqual(['warning hook']);
  expect(unguarded(undefined)).toEqual(['warning hook']);
  expect(unguarded('open')).toEqual([]);
});

test('tokens by a private key need issuer and audience, and the first that is missing is said', () => {
  const fixed = (value: string) => ({ mode: 'fixed' as const, value });
  const missing = (input: object): string[] => {
    const hook = { ...aTrigger(), slot: 'shop', input: { auth: fixed('jwtKey'), ...input } } as ReturnType<
      typeof aTrigger
    >;
    return problemsOf(aFlow({ hook }), catalogue, { shop: 'x' })
      .filter((problem) => problem.code === 'flow.unguardedWebhook')
      .map((problem) => String(problem.at.field));
  };
  expect(missing({})).toEqual(['input.issuer']);
  expect(missing({ issuer: fixed('https://a'), audience: fixed(' ') })).toEqual(['input.audience']);
  expect(missing({ issuer: fixed('https://a'), audience: fixed('b') })).toEqual([]);
  expect(missing({ auth: fixed('jwtSecret') })).toEqual([]);
});

test('what mappings use of the library is checked against it, as publishing does', () => {
  const inner = { map: 1, sources: { o: { schema: {} } }, root: { fields: {} } } as const;
  const map = {
    ...aMap(),
    mapping: {
      map: 1 as const,
      target: { schema: 'Slip@1' },
      lookups: { states: { table: 'States@2' } },
      root: { fields: { a: { map: 'Inner@1', with: 'trigger' } } },
    },
  };
  const said = (library: FlowLibrary | undefined): string[] =>
    problemsOf(aFlow({ map }), { ...catalogue, library }, {})
      .filter(({ severity, at }) => severity === 'error' && at.nodeId === 'map')
      .map(({ code }) => code);
  const parts = {
    schemas: { 'Slip@1': { type: 'object' as const } },
    lookups: { 'States@2': { values: {} } },
    mappings: { 'Inner@1': inner },
  };
  expect(said({ parts: {}, isComplete: false })).toEqual([]);
  expect(said({ parts, isComplete: true })).toEqual([]);
  expect(said({ parts: { ...parts, mappings: {} }, isComplete: true })).toEqual(['mapping.missingMapping']);
});
