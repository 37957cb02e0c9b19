// Both back ends give the same, whatever the document, the data and the budget.
import { compileMapping, functionCatalogue } from '@patchbay/mapping';
import type { Budget } from '@patchbay/mapping';
import { generateMapping } from '@patchbay/mapping/generate';
import { seededContext } from '@patchbay/mapping';
import type { MappingDocument } from '@patchbay/model/mapping';
import { describe, expect, it } from 'vitest';
import { loadProgram } from './load-program.ts';

function outcomes(doc: MappingDocument, scope: Record<string, unknown>, budget?: Partial<Budget>): unknown[] {
  return [compileMapping(doc), generateMapping(doc, loadProgram)].map((compiled) => {
    const context = seededContext({ now: 1_774_785_600_000, effectRoot: 'run', path: 'map', budget });
    return { ...compiled.run(scope, context), diagnostics: compiled.diagnostics };
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
});
