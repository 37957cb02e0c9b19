import { describe, expect, it } from 'vitest';
import { patchOf, patched } from './text-patch.ts';

const lines = Array.from({ length: 40 }, (_, at) => `  "field ${at}": { "expr": "order.f${at}" },`);
const base = `{\n${lines.join('\n')}\n}\n`;
const typed = base.replace('"order.f20" }', '"order.f20');

describe('what was typed of a text', () => {
  it.each([
    ['taken away', typed],
    ['put in', base.replace('"field 20"', '"x": oops, "field 20"')],
    ['typed at the beginning', `,${base}`],
    ['typed at the end', `${base}]`],
    ['all removed', ''],
    ['repeated', base.replace('}\n', '}\n}\n')],
  ])('makes the text again: %s', (_, text) => {
    expect(patched(base, patchOf(base, text))).toBe(text);
  });

  it('holds nothing of the text around it', () => {
    expect(patchOf(base, base.replace('order.f20', 'order.secret(')).text).toBe('secret(');
  });

  it.each([
    ['before it', (text: string) => text.replace('order.f3"', 'UPPER(order.f3)"')],
    ['after it', (text: string) => text.replace('order.f35"', 'UPPER(order.f35)"')],
  ])('finds its place again when something changed %s', (_, change) => {
    expect(patched(change(base), patchOf(base, typed))).toBe(change(typed));
  });

  it.each([
    ['at its place', base.replace('order.f20', 'order.g20')],
    ['right beside it', base.replace('"order.f20', '"UPPER(order.f20')],
    ['altogether', '{}\n'],
    ['at both sides', base.replace('order.f3"', 'g"').replace('order.f35"', 'g"')],
  ])('is nowhere when the text changed %s', (_, changed) => {
    expect(patched(changed, patchOf(base, typed))).toBeUndefined();
  });
});
