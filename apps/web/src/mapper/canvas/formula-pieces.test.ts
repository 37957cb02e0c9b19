import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formulaStretches } from './formula-pieces.ts';

const cut = (text: string): string[] =>
  formulaStretches(text).map(({ kind, pieces }) => `${kind} ${pieces.map((piece) => piece.text).join('')}`);

describe('a formula on one line', () => {
  it('is cut before the last name of its paths', () => {
    expect(cut('trigger.body.email')).toEqual(['head trigger.body', 'tail .email']);
    expect(cut('UPPER(trigger.body.customer.last_name) & "x"')).toEqual([
      'keep UPPER(',
      'head trigger.body.customer',
      'tail .last_name) & "x"',
    ]);
    expect(cut('trigger.body.a & trigger.body.b')).toEqual([
      'head trigger.body',
      'keep .a & ',
      'head trigger.body',
      'tail .b',
    ]);
  });
  it('is cut at its end where paths are short, and after the third long one', () => {
    expect(cut('ROUND(line.qty * line.price, 2)')).toEqual(['tail ROUND(line.qty * line.price, 2)']);
    expect(cut('IF(trigger.body.country = "Germany" and ISBLANK(trigger.body.vat), 1, 2)')).toEqual([
      'keep IF(',
      'head trigger.body',
      'tail .country = "Germany" and ISBLANK(trigger.body.vat), 1, 2)',
    ]);
    expect(cut('steps.a.b + steps.a.c + steps.a.d + steps.a.e').at(-1)).toBe('tail .d + steps.a.e');
  });
  it('is few pieces: neighbours of one colour are one', () => {
    const [keep, head, tail] = formulaStretches('UPPER(trigger.body.customer.last_name) & "x"');
    expect(keep?.pieces).toEqual([
      { text: 'UPPER', colour: 'function' },
      { text: '(', colour: undefined },
    ]);
    expect(head?.pieces).toEqual([{ text: 'trigger.body.customer', colour: 'path' }]);
    expect(tail?.pieces.map(({ text }) => text)).toEqual(['.last_name', ') & ', '"x"']);
  });
  it('loses no character', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('trigger', '.', 'body', ' & ', 'SUM(', ')', '"x.y"', '`a.b`', '[0]', '1')),
        (parts) => {
          const text = parts.join('');
          const shown = formulaStretches(text).flatMap(({ pieces }) => pieces.map((piece) => piece.text));
          expect(shown.join('')).toBe(text.length > 160 ? `${text.slice(0, 160)}…` : text);
        },
      ),
    );
  });
});
