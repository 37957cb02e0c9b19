import { ConnectorManifest } from '@patchbay/model/connector';
import { expect, it } from 'vitest';
import { catalogueOf } from './catalogue.ts';
import { paletteGroups } from './step-kinds.ts';

const operation = (id: string, kind: 'action' | 'trigger', name: string): object => ({
  id,
  kind,
  name,
  description: '',
  icon: 'megaphone',
  connection: 'none',
  fields: [],
  sideEffect: { cases: [], otherwise: 'read' },
  output: {},
});
const connector = (id: string, name: string, operations: object[]): ConnectorManifest =>
  ConnectorManifest.parse({ id, name, description: '', icon: 'megaphone', category: 'connector', operations });

it('calls a step by its connector only where that offers nothing else', () => {
  const catalogue = catalogueOf([
    connector('topic', 'Topics', [
      operation('topic.publish', 'action', 'Publish to a topic'),
      operation('topic.subscribe', 'trigger', 'Subscribe to a topic'),
    ]),
    connector('manual', 'Manual', [operation('manual.start', 'trigger', 'Start by hand')]),
  ]);
  const [triggers, connectors] = paletteGroups(catalogue).map(({ entries }) =>
    entries.map((entry) => (entry.kind === 'step' ? entry.step.label : entry.label)),
  );
  expect(triggers).toEqual(['Subscribe to a topic', 'Manual']);
  expect(connectors).toEqual(['Publish to a topic']);
});
