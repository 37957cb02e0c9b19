// Whatever the document and the data: nothing is thrown, nothing of a prototype is touched, and nothing is left to chance.
import {
  childPath,
  expressionsOfMapping,
  isStructure,
  MappingDocument,
  rewriteMappingExpressions,
} from '@patchbay/model/mapping';
import type { MappingRule, ObjectRule } from '@patchbay/model/mapping';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineageOf } from '../lineage/lineage-of.ts';
import { viewOf } from '../lineage/mapping-view.ts';
import { mappingCase, testContext } from '../testing/index.ts';
import { bundleMapping } from '../library/bundle-mapping.ts';
import { checkMapping } from './check-mapping.ts';
import { textsOfRule } from './checks/texts-of-rule.ts';
import { compileMapping } from './compile-mapping.ts';
import { mappingRows } from './mapping-rows.ts';
import { previewMapping } from './preview-mapping.ts';
import { runRecords } from './records/run-records.ts';

const budget = { steps: 200_000, memory: 4_000_000, textLength: 100_000, listLength: 20_000 };
const copy = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;
/** The same text for the same values, whatever the order of their names. */
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([left], [right]) => (left < right ? -1 : 1)))
      : part,
  );
const prototypes = [
  Object.prototype,
  Array.prototype,
  String.prototype,
  Number.prototype,
  Function.prototype,
  Map.prototype,
];
const prototypeState = (): string => prototypes.map((one) => Object.getOwnPropertyNames(one).join()).join(' ');

/** `place: text` of every expression, gathered rule by rule. */
function textsOf({ sources = {}, root }: MappingDocument): string[] {
  const from = Object.entries(sources).flatMap(([name, source]) =>
    source.from === undefined ? [] : [`mapping#source.${name}: ${source.from}`],
  );
  const visit = (rule: MappingRule, path: string): string[] => [
    ...textsOfRule(rule).map(({ text, part }) => `mapping${path}${part}: ${text}`),
    ...(isStructure(rule)
      ? Object.entries(rule.fields).flatMap(([name, child]) => visit(child, childPath(path, name)))
      : []),
  ];
  return [...from, ...visit(root, '')];
}

describe('generated documents', () => {
  it('are the same text after save, load and save; nothing of them is lost', () => {
    fc.assert(
      fc.property(mappingCase, ({ doc }) => {
        const loaded = MappingDocument.parse(copy(doc));
        const saved = JSON.stringify(loaded);
        expect(JSON.stringify(MappingDocument.parse(JSON.parse(saved)))).toBe(saved);
        expect(sorted(loaded)).toBe(sorted(doc));
        for (const record of [loaded.root.fields, loaded.sources ?? {}, loaded.lookups ?? {}])
          expect(Object.keys(record)).toEqual(Object.keys(copy(record)));
      }),
      { numRuns: 40 },
    );
  });

  it('compile, run and are checked without a throw, and give the same each time', () => {
    const before = prototypeState();
    fc.assert(
      fc.property(mappingCase, ({ doc, scope }) => {
        const input = JSON.stringify(scope);
        const compiled = compileMapping(doc);
        const first = compiled.run(scope, testContext(budget));
        expect(JSON.stringify(scope)).toBe(input);
        const told = JSON.stringify(first);
        expect(JSON.stringify(compiled.run(scope, testContext(budget)))).toBe(told);
        expect(JSON.stringify(compileMapping(copy(doc)).run(copy(scope), testContext(budget)))).toBe(told);
        const checked = checkMapping(doc, {});
        expect(JSON.stringify(checkMapping(copy(doc), {}))).toBe(JSON.stringify(checked));
      }),
      { numRuns: 40 },
    );
    expect(prototypeState()).toBe(before);
  });

  it('have a preview that agrees with the run', () => {
    fc.assert(
      fc.property(mappingCase, ({ doc, scope }) => {
        const { rows, outcome } = previewMapping(doc, scope, testContext(budget));
        const plain = compileMapping(doc).run(scope, testContext(budget));
        expect(outcome.output).toEqual(plain.output);
        expect(outcome.problems.map(({ path, code }) => [path, code])).toEqual(
          plain.problems.map(({ path, code }) => [path, code]),
        );
        for (const { rule } of plain.problems) {
          const row = rows.get(rule);
          expect(row !== undefined && ('error' in row || row.elsewhere !== undefined)).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('have rows, lineage and a bundle, whatever they hold', () => {
    fc.assert(
      fc.property(mappingCase, ({ doc }) => {
        const paths = mappingRows(doc).map(({ path }) => path);
        expect(new Set(paths).size).toBe(paths.length);
        lineageOf(viewOf(doc));
        const bundled = bundleMapping(doc, {});
        expect(bundleMapping(bundled.doc, {}).doc).toEqual(bundled.doc);
      }),
      { numRuns: 40 },
    );
  });

  it('have every text in one place, and are the same when no text is changed', () => {
    fc.assert(
      fc.property(mappingCase, ({ doc }) => {
        const rewritten = rewriteMappingExpressions(doc, 'mapping', (text) => text);
        expect(JSON.stringify(rewritten)).toBe(JSON.stringify(doc));
        const found = expressionsOfMapping(doc).map(({ field, text }) => `${field}: ${text}`);
        expect(found.toSorted()).toEqual(textsOf(doc).toSorted());
      }),
      { numRuns: 40 },
    );
  });

  it('are refused when they are nested without bound', () => {
    let root: ObjectRule = { fields: {} };
    for (let depth = 0; depth < 5_000; depth += 1) root = { fields: { a: root } };
    const doc: MappingDocument = { map: 1, root };
    expect(checkMapping(doc, {}).diagnostics.map(({ code }) => code)).toEqual(['mapping.tooDeep']);
    const compiled = compileMapping(doc);
    expect(compiled.diagnostics.map(({ code }) => code)).toEqual(['mapping.tooDeep']);
    expect(compiled.run({}, testContext())).toMatchObject({ ok: false, output: null, problems: [{ code: 'tooDeep' }] });
  });

  it('run over records that come one by one, or say why they cannot', async () => {
    await fc.assert(
      fc.asyncProperty(mappingCase, async ({ doc, scope }) => {
        async function* chunks(): AsyncGenerator<unknown[]> {
          yield [scope['order'], scope['order']];
          yield [null, 1];
        }
        const runner = runRecords(doc);
        let count = 0;
        for await (const chunk of runner.run(chunks(), { context: testContext(budget), scope }))
          count += chunk.rows.length;
        expect(count).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 40 },
    );
  });
});
