import { expect, it } from 'vitest';
import type { TargetNode } from '../rows/tree-node.ts';
import { draftOfRow } from './row-draft.ts';
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
  const draft = draftOfRow({ '/a': { text: 'UPPER(', of: 'b' } }, node);
  expect(targetWords({ node, rule: 'b', draft })).toBe('a, rule b, typed and not applied: UPPER(');
  expect(targetWords({ node, rule: 'b', draft: draftOfRow({ '/a': { text: 'UPPER(', of: 'c' } }, node) })).toBe(
    'a, rule b',
  );
});

it('says the beginning of a long rule', () => {
  const rule = `CONCAT(${'"a name and a name", '.repeat(30)}b)`;
  expect(targetWords({ node, rule, draft: undefined })).toBe(`a, rule ${rule.slice(0, 160)}…`);
});
