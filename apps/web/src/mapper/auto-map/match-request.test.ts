import { expect, test } from 'vitest';
import type { MapperSource } from '../mapper-host.ts';
import { matchRequest } from './match-request.ts';

test('variables of the environment are not proposed: which of them stands somewhere is a choice', () => {
  const schema = { type: 'object' as const, properties: { currency: { type: 'string' as const } } };
  const source = (root: string, role: MapperSource['role']): MapperSource => ({ root, label: root, role, schema });
  const { sources } = matchRequest({
    doc: { map: 1, root: { fields: {} } },
    sources: [source('trigger.body', 'payload'), source('vars', 'variables')],
    target: schema,
    samples: [{ id: 's', name: 's', scope: { vars: { currency: 'EUR' } } }],
    matching: { synonyms: [], abbreviations: [], remembered: [], known: [] } as never,
  });
  expect(sources.map(({ name }) => name)).toEqual(['trigger.body']);
});
