// Both back ends give the same, whatever the document, the data and the budget.
import { compileMapping, functionCatalogue } from '@patchbay/mapping';
import type { Budget } from '@patchbay/mapping';
import { generateMapping } from '@patchbay/mapping/generate';
import { mappingCase, testContext } from '@patchbay/mapping/testing';
import type { MappingDocument } from '@patchbay/model/mapping';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadProgram } from './load-program.ts';

function outcomes(doc: MappingDocument, scope: Record<string, unknown>, budget?: Partial<Budget>): unknown[] {
  return [compileMapping(doc), generateMapping(doc, loadProgram)].map((compiled) => {
    return { ...compiled.run(scope, testContext(budget)), diagnostics: compiled.diagnostics };
  });
}

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
      { numRuns: 60 },
    );
  });

  it('gives what closures give when the budget ends somewhere', () => {
    const budget = fc.record({ steps: fc.integer({ min: 1, max: 400 }), textLength: fc.integer({ min: 1, max: 200 }) });
    fc.assert(
      fc.property(mappingCase, budget, ({ doc, scope }, limits) => {
        const [closures, generated] = outcomes(doc, scope, limits);
        expect(generated).toEqual(closures);
      }),
      { numRuns: 60 },
    );
  });
});
