import { describe, expect, it } from 'vitest';
import { functionGroups } from './function-groups.ts';

describe('the palette of functions', () => {
  it('shows all functions by category, what was used last on top', () => {
    const groups = functionGroups('', ['ROUND', 'nothing']);
    expect(groups[0]).toMatchObject({ title: 'Used last', functions: [{ name: 'ROUND' }] });
    expect(groups.length).toBeGreaterThan(8);
  });

  it('finds by name first, then by words', () => {
    const [found] = functionGroups('sum', []);
    expect(found?.functions[0]?.name).toBe('SUM');
    expect(functionGroups('join', [])[0]?.functions.map(({ name }) => name)).toContain('TEXTJOIN');
    expect(functionGroups('no such thing', [])).toEqual([]);
  });
});
