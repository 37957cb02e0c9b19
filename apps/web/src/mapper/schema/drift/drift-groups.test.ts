import { describe, expect, it } from 'vitest';
import { driftGroups, insideOf, judged, likelihood, shownField, undecidedWords } from './drift-groups.ts';
import type { Change, SchemaDrift } from './drift-groups.ts';

const change = (kind: Change['kind'], path: string, within?: string): Change => ({
  kind,
  path,
  severity: 'breaking',
  message: `${path} ${kind}`,
  ...(within === undefined ? {} : { within }),
});
const compared: SchemaDrift = {
  changes: [
    change('removed', '/mail'),
    change('added', '/email'),
    change('removed', '/ship', '/ship'),
    change('removed', '/ship/city', '/ship'),
    change('type', '/total'),
  ],
  relinks: [{ from: '/mail', to: '/email', score: 0.9, reasons: ['the same word'] }],
};
const paths = (changes: readonly { path: string }[]): string[] => changes.map(({ path }) => path);

describe('driftGroups', () => {
  it('counts fields inside a field that went with it', () => {
    const { removed, added, changed } = driftGroups(compared, new Map());
    expect([paths(removed), paths(added), paths(changed)]).toEqual([['/mail', '/ship'], ['/email'], ['/total']]);
    const ship = removed[1];
    expect(ship && insideOf(compared.changes, ship)).toBe(1);
  });

  it('takes an accepted re-link for a rename, and a refused one for two fields', () => {
    const accepted = driftGroups(compared, new Map([['/mail', 'accepted']]));
    expect([accepted.renamed.length, paths(accepted.removed), paths(accepted.added)]).toEqual([1, ['/ship'], []]);
    const refused = driftGroups(compared, new Map([['/mail', 'refused']]));
    expect([refused.renamed.length, paths(refused.removed), paths(refused.added)]).toEqual([
      0,
      ['/mail', '/ship'],
      ['/email'],
    ]);
  });

  it('takes a verdict back that is given again, and counts what nobody judged', () => {
    const once = judged(new Map(), '/mail', 'accepted');
    expect([...once]).toEqual([['/mail', 'accepted']]);
    expect([...judged(once, '/mail', 'refused')]).toEqual([['/mail', 'refused']]);
    expect([...judged(once, '/mail', 'accepted')]).toEqual([]);
    expect(undecidedWords(compared.relinks, once)).toBeUndefined();
    expect(undecidedWords(compared.relinks, new Map())).toBe('1 proposal is undecided, and counted as refused.');
  });

  it('calls no guess certain', () => {
    expect([1, 0.85, 0.84, 0.6, 0.59, 0].map((score) => likelihood(score).words)).toEqual([
      'very likely',
      'very likely',
      'likely',
      'likely',
      'perhaps',
      'perhaps',
    ]);
  });

  it('shows paths as people write them', () => {
    expect([shownField('/lines/sku'), shownField('/a~1b'), shownField('')]).toEqual(['lines.sku', 'a/b', 'the root']);
  });
});
