import type { MappingDocument } from '@patchbay/model/mapping';
import { expect, it } from 'vitest';
import { createEditorStore } from '../editor.store.ts';
import { aFlow, aMap, aTrigger } from '../testing/a-flow.ts';
import { FlowLearning } from './flow-learning.ts';
import { nodeAt, withMapping } from './mapping-place.ts';

const empty: MappingDocument = { map: 1, root: { fields: {} } };
const mapped: MappingDocument = { map: 1, root: { fields: { email: { expr: 'trigger.body.email' } } } };
const place = { nodeId: 'map' };

it('takes back what was learned in a mapping when it is undone, whether a mapper is shown or not', () => {
  const store = createEditorStore({ doc: aFlow({ order: aTrigger(), map: aMap() }, ['order > map']), revision: 1 });
  const said: string[] = [];
  const learning = new FlowLearning(store, (pairs) => said.push(...pairs.map(({ verdict }) => verdict)));
  const learn = learning.learnAt(place);
  const node = nodeAt(store.getState().doc, place);
  if (node === undefined) throw new Error('the fixture has a map');
  store.getState().edit({ type: 'updateNode', node: withMapping(node, place, mapped) });
  learn(
    [{ source: { schema: '', path: '/email' }, target: { schema: '', path: '/email' }, verdict: 'confirmed' }],
    [empty, mapped],
  );
  store.getState().edit({ type: 'removeNode', nodeId: node.id });
  expect(said).toEqual(['confirmed']);
  store.getState().undo();
  expect(said).toEqual(['confirmed']);
  store.getState().undo();
  expect(said).toEqual(['confirmed', 'withdrawn']);
  store.getState().redo();
  expect(said).toEqual(['confirmed', 'withdrawn', 'confirmed']);
});
