import { expect, it } from 'vitest';
import type { TargetNode } from '../rows/tree-node.ts';
import { markOf } from '../drafts/formula-draft.ts';
import type { FormulaDrafts } from '../drafts/formula-draft.ts';
import { draftOfRow, waitsInRow } from '../drafts/row-draft.ts';
import { targetWords } from './row-words.ts';

const node: TargetNode = {
  kind: 'field',
  key: '/a',
  path: '/a',
  part: '',
  name: 'a',
  parent: -1,
  depth: 0,
  end: 1,
  branches: false,
  isCut: false,
  shape: undefined,
  rule: { expr: 'b' },
  isStray: false,
  isCovered: false,
};

it('says the rule of a row, and what was typed and is none yet', () => {
  const of = (text: string) => ({ path: '/a', part: '', text: 'UPPER(', of: markOf(text), at: 1 });
  const wordsOf = (drafts: FormulaDrafts): string =>
    targetWords({ node, rule: 'b', draft: draftOfRow(drafts, node), waits: waitsInRow(drafts, node) });
  expect(wordsOf([of('b')])).toBe('a, rule b, typed and not applied: UPPER(');
  expect(wordsOf([of('c')])).toBe('a, rule b, typed and not applied: UPPER(');
  expect(wordsOf([{ ...of('b'), path: '/b' }])).toBe('a, rule b');
});

it('says the beginning of a long rule', () => {
  const rule = `CONCAT(${'"a name and a name", '.repeat(30)}b)`;
  expect(targetWords({ node, rule, draft: undefined, waits: undefined })).toBe(`a, rule ${rule.slice(0, 160)}…`);
});
