import { expect, test } from 'vitest';
import { MappingDocument } from '../mapping/index.ts';
import { nearestIssues } from './nearest-issues.ts';

const said = (rule: unknown): string[] => {
  const parsed = MappingDocument.safeParse({ map: 1, root: { fields: { a: { fields: { b: rule } } } } });
  return nearestIssues(parsed.error?.issues ?? []).map(({ path, message }) => `${path.join('/')}: ${message}`);
};
const at = 'root/fields/a/fields/b';

test.each<[string, unknown, string[]]>([
  ['a key of another name', { for: 'o.x', group: { by: 'i' }, fields: {} }, [`${at}: “group” does not belong here`]],
  [
    'a case of another form',
    { switch: [{ when: 'true', expr: '1' }] },
    [`${at}/switch/0/then: “then” is missing here`, `${at}/switch/0: “expr” does not belong here`],
  ],
  ['a mistyped key', { expr: '1', onnull: 'omit' }, [`${at}: “onnull” does not belong here`]],
  [
    'a rule deeper still',
    { for: 'o.x', fields: { c: { lookup: 't' } } },
    [`${at}/fields/c/key: “key” is missing here`],
  ],
])('%s is told where it stands', (_what, rule, words) => {
  expect(said(rule)).toEqual(words);
});
