// Both back ends give the same, whatever the document, the data and the budget.
import { compileMapping, functionCatalogue } from '@patchbay/mapping';
import type { Budget, MappingOutcome } from '@patchbay/mapping';
import { generateMapping } from '@patchbay/mapping/generate';
import { doubled, expressionOver, mappingCase, testContext } from '@patchbay/mapping/testing';
import { parseExpression } from '@patchbay/model/expression';
import type { MappingDocument, MappingRule } from '@patchbay/model/mapping';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadProgram } from './load-program.ts';

function outcomes(doc: MappingDocument, scope: Record<string, unknown>, budget?: Partial<Budget>): unknown[] {
  return [compileMapping(doc), generateMapping(doc, loadProgram)].map((compiled) => {
    return { ...compiled.run(scope, testContext(budget)), diagnostics: compiled.diagnostics };
  });
}

/** What fits in the time of a unit test, on two slow cores. */
const cases = 300;

describe('generated code', () => {
  it.each(functionCatalogue.flatMap(({ examples }) => examples.map((example) => [example.expr, example] as const)))(
    'gives what closures give for %s',
    (expr, { scope = {} }) => {
      const [closures, generated] = outcomes({ map: 1, root: { fields: { x: { expr, onNull: 'null' } } } }, scope);
      expect(generated).toEqual(closures);
    },
  );

  it('gives what closures give for every document', () => {
    fc.assert(
      fc.property(mappingCase, ({ doc, scope }) => {
        const [closures, generated] = outcomes(doc, scope);
        expect(generated).toEqual(closures);
      }),
      { numRuns: cases },
    );
  });

  it('finds and replaces by patterns as closures do, whatever the budget', () => {
    const patterns = fc.constantFrom(
      'a.*z|a',
      '(a)|b',
      'a*?b',
      '(?i)A(b)?',
      '[ab]+',
      '',
      '\\b',
      '(a|b)*a(a|b){12}c',
      '(',
    );
    const texts = fc.tuple(fc.stringMatching(/^[abz ]{0,12}$/), fc.integer({ min: 1, max: 200 }));
    fc.assert(
      fc.property(patterns, texts, fc.integer({ min: 1, max: 20_000 }), (pattern, [part, times], steps) => {
        const fields = {
          x: { expr: "REGEXREPLACE(given.t, given.p, '<$1$&>')" },
          y: { expr: 'REGEXEXTRACT(given.t, given.p)' },
          z: { expr: 'REGEXTEST(given.t, given.p)' },
        };
        const given = { t: part.repeat(times), p: pattern };
        const [closures, generated] = outcomes({ map: 1, root: { fields } }, { given }, { steps });
        expect(generated).toEqual(closures);
      }),
      { numRuns: cases },
    );
  });

  it.each([
    ['an expression', { expr: 'a40' }],
    ['a structure', { fields: { y: { expr: 'a40' } } }],
    ['a switch', { switch: [{ when: 'true', then: 'a40' }] }],
    ['a rule with a condition', { expr: 'a40', when: 'true' }],
    ['a rule with a default', { expr: 'a40', default: 1 }],
    ['a rule that writes nothing too', { expr: 'a40', onNull: 'null' }],
    ['a rule that must have a value', { expr: 'a40', onNull: 'error' }],
    [
      'a long text, again and again',
      { for: 'SEQUENCE(40000)', fields: { y: { expr: "REPT('x', 9)" }, z: { expr: 'long' } } },
    ],
    ['a constant, again and again', { for: 'SEQUENCE(40000)', fields: { y: { const: ['x'.repeat(9_999)] } } }],
    [
      'a default, again and again',
      { for: 'SEQUENCE(40000)', fields: { y: { expr: 'null', default: ['x'.repeat(9_999)] } } },
    ],
  ])(
    'is held to the size of what is written, by %s',
    (_, rule) => {
      const names = { ...doubled('[1]', 'a', 40), long: "REPT('x', 10000)" };
      const made = outcomes(
        { map: 1, root: { let: names, fields: { x: rule as MappingRule } } },
        {},
      ) as MappingOutcome[];
      const [closures, generated] = made.map(({ problems }) => problems);
      expect(generated).toEqual(closures);
      expect(generated).toMatchObject([{ code: 'budgetExceeded', rule: expect.stringMatching(/^\/x/) }]);
    },
    20_000,
  );

  it('makes fields in the order that is said', () => {
    const fields = { b: { const: 2 }, 10: { expr: '$target.b' } };
    const [closures, generated] = outcomes({ map: 1, root: { fields, order: ['b', '10'] } }, {});
    expect(generated).toEqual(closures);
    expect(generated).toMatchObject({ output: { b: 2, 10: 2 }, diagnostics: [] });
  });

  it('is compared for working calls of every function', () => {
    const called = new Map<string, { calls: number; worked: number }>();
    const texts = fc.sample(expressionOver(['order', 'x']), { numRuns: cases * 30, seed: 7 });
    for (const text of texts) {
      const { ast } = parseExpression(text);
      if (ast.kind !== 'call') continue;
      const seen = called.get(ast.name) ?? { calls: 0, worked: 0 };
      called.set(ast.name, seen);
      seen.calls += 1;
      const doc: MappingDocument = { map: 1, root: { fields: { x: { expr: text, onNull: 'null' } } } };
      if (compileMapping(doc).run({ order: [{ sku: 'A', qty: 2 }], x: 'a' }, testContext()).ok) seen.worked += 1;
    }
    const names = functionCatalogue.map(({ name }) => name);
    expect(names.filter((name) => (called.get(name)?.worked ?? 0) === 0)).toEqual([]);
  });

  it('gives what closures give when the budget ends somewhere', () => {
    const budget = fc.record({ steps: fc.integer({ min: 1, max: 400 }), textLength: fc.integer({ min: 1, max: 200 }) });
    fc.assert(
      fc.property(mappingCase, budget, ({ doc, scope }, limits) => {
        const [closures, generated] = outcomes(doc, scope, limits);
        expect(generated).toEqual(closures);
      }),
      { numRuns: cases },
    );
  });
});
