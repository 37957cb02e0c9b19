import { aFlow } from '@patchbay/model/flow/testing';
import { expect, test } from 'vitest';
import { variablesOfFlow, variablesOfMapping } from './variables-read.ts';

const ofMap = (fields: Record<string, string>) => [...variablesOfFlow(aFlow().withMap('map', fields).build())];

test.each<[Record<string, string>, (string | null)[]]>([
  [{ a: 'trigger.body.id' }, []],
  [{ a: 'vars.rate * 2', b: '$vars.region' }, ['rate', 'region']],
  [{ a: 'vars["rate"]', b: 'MAP(trigger.body, l -> l.qty * vars.rates.eu)' }, ['rate', 'rates']],
  [{ a: 'vars[trigger.body.key]' }, [null]],
  [{ a: 'trigger.body.vars.rate', b: 'MAP(trigger.body, vars -> vars.rate)', c: '"vars.rate"' }, []],
])('%o reads %o', (fields, names) => {
  expect(ofMap(fields)).toEqual(names);
});

test('code is read by its words, and so are mappings of the bundle', () => {
  const code = { kind: 'code', id: 'c', name: 'c', label: 'c', inputs: [], language: 'javascript' };
  const flow = aFlow().build();
  const read = (text: string) =>
    [...variablesOfFlow({ ...flow, nodes: [{ ...code, code: text } as never] })].map(String);
  expect(read('return vars.rate + vars?.region + other.vars.no')).toEqual(['rate', 'region']);
  expect(read('return { ...vars }')).toEqual(['null']);
  const inner = { map: 1 as const, root: { fields: { a: { expr: '$vars.inner' } } } };
  const outer = { map: 1 as const, root: { fields: {} }, bundle: { mappings: { 'x@1': inner } } };
  expect([...variablesOfMapping(outer)]).toEqual(['inner']);
});

test('`$source` is the variables where they are the first source', () => {
  const reading = (sources: object, expr = '$source.rate * 2') => ({
    map: 1 as const,
    sources: sources as never,
    root: { fields: { a: { expr } } },
  });
  const read = (...given: Parameters<typeof reading>) => [...variablesOfMapping(reading(...given))].map(String);
  expect(read({ vars: {}, order: {} })).toEqual(['rate']);
  expect(read({ vars: {} }, 'KEYS($source)')).toEqual(['null']);
  expect(read({ order: {}, vars: {} })).toEqual([]);
  expect(read({ vars: { from: 'trigger.body' } })).toEqual([]);
  expect(read({ order: { from: 'vars.order' } })).toEqual(['order']);
  const node = { kind: 'map', id: 'm', name: 'm', label: 'm', mapping: reading({ vars: {} }) };
  expect([...variablesOfFlow({ ...aFlow().build(), nodes: [node as never] })]).toEqual(['rate']);
});
