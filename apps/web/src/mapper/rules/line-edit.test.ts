import type { MappingDocument } from '@patchbay/model/mapping';
import { expect, it } from 'vitest';
import { keepDraft } from '../drafts/change-drafts.ts';
import { markOf } from '../drafts/formula-draft.ts';
import type { Mapper } from '../mapper-context.ts';
import { createMapperStore } from '../mapper.store.ts';
import { targetTree } from '../rows/target-tree.ts';
import { lineEdit } from './line-edit.ts';

/** A mapper of which only the document and the drafts are there. */
function aMapper() {
  const store = createMapperStore();
  let doc: MappingDocument = { map: 1, root: { fields: { a: { expr: 'b' } } } };
  const mapper = {
    store,
    host: () => ({ doc, drafts: undefined }),
    data: () => {
      const targetNodes = targetTree(doc, undefined, new Set());
      return { targetNodes, targetAt: new Map(targetNodes.map(({ key }, at) => [key, at])) };
    },
    edit: (next: MappingDocument) => {
      doc = next;
    },
  } as unknown as Mapper;
  const says = (expr: string): void => mapper.edit({ map: 1, root: { fields: { a: { expr } } } }, { label: '' });
  return { mapper, says, drafts: () => store.getState().drafts.map(({ text, of }) => ({ text, of })) };
}

const place = { path: '/a', part: '' };

it('keeps one draft of what is typed, though the rule changes meanwhile', () => {
  const { mapper, says, drafts } = aMapper();
  const line = lineEdit(mapper, place);
  line.hold('UPP');
  says('c');
  line.hold('UPPER(');
  expect(drafts()).toEqual([{ text: 'UPPER(', of: markOf('c') }]);
});

it.each([
  ['applied', (line: ReturnType<typeof lineEdit>) => line.write('UPPER(c)')],
  ['thrown away', (line: ReturnType<typeof lineEdit>) => line.dropDraft()],
])('leaves none behind that is %s after the rule has changed', (_, end) => {
  const { mapper, says, drafts } = aMapper();
  const line = lineEdit(mapper, place);
  line.hold('UPP');
  says('c');
  end(line);
  expect(drafts()).toEqual([]);
});

it('leaves drafts alone that it never held', () => {
  const { mapper, says, drafts } = aMapper();
  keepDraft(mapper, { ...place, text: 'LOWER(', of: markOf('x'), at: 1 });
  const line = lineEdit(mapper, place);
  says('c');
  line.hold('UPPER(');
  line.write('UPPER(c)');
  expect(drafts()).toEqual([{ text: 'LOWER(', of: markOf('x') }]);
});
