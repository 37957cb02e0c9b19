// Whatever is edited in whatever document: it stays valid and stored as it was read, nothing else of it is touched, and
// edits that only give names leave what the mapping makes.
import { quoteName } from '@patchbay/model/expression';
import { childPath, fieldEntries, isLoop, isStructure, MappingDocument } from '@patchbay/model/mapping';
import type { MappingRule } from '@patchbay/model/mapping';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { viewOf, withDocument } from '../lineage/mapping-view.ts';
import type { MappingView } from '../lineage/mapping-view.ts';
import { compileMapping } from '../rules/compile-mapping.ts';
import { hostileNames, mappingCase, testContext } from '../testing/index.ts';
import * as edits from './index.ts';

/** Every rule with its path, the root first. */
function rulesOf(doc: MappingDocument): [string, MappingRule][] {
  const found: [string, MappingRule][] = [];
  const visit = (rule: MappingRule, path: string): void => {
    found.push([path, rule]);
    if (isStructure(rule)) for (const [name, child] of fieldEntries(rule)) visit(child, childPath(path, name));
  };
  visit(doc.root, '');
  return found;
}

const text = (value: unknown): string => JSON.stringify(value);
const viewFor = (doc: MappingDocument): MappingView => viewOf(MappingDocument.parse(JSON.parse(text(doc))));

/** One edit by chance: a number picks the rule, another what is done, and a name. */
interface Step {
  readonly at: number;
  readonly what: number;
  readonly name: string;
}
const names = fc.oneof(fc.constantFrom(...hostileNames), fc.constantFrom('a', 'line', 'x y', 'item', 'total'));
const steps = fc.array(fc.record({ at: fc.nat(40), what: fc.nat(40), name: names }), { minLength: 1, maxLength: 6 });

type LocalEdit = (view: MappingView, path: string, step: Step) => edits.EditResult;

/** Edits of one rule, of what is around it in the same structure, or of nothing but what is said about it. */
const local: readonly LocalEdit[] = [
  ({ doc }, path) => edits.removeRules(doc, path === '' ? [] : [path]),
  ({ doc }, path, { name }) => edits.addField(doc, path, { name }),
  ({ doc }, path) => edits.duplicateRule(doc, path),
  ({ doc }, path, { at }) => edits.moveRule(doc, path, (at % 5) - 2),
  ({ doc }, path, { name }) => edits.setCondition(doc, path, name === '' ? undefined : quoteName(name)),
  ({ doc }, path, { name }) => edits.setNote(doc, path, name),
  ({ doc }, path) => edits.setPolicies(doc, path, { onNull: 'default', default: { a: [1] } }),
  ({ doc }, path, { name }) => edits.setRuleMeta(doc, path, { comment: name, status: 'todo' }),
  (view, path, { what }) =>
    edits.convertRule(view, path, {
      kind: (['expression', 'constant', 'lookup', 'switch', 'object', 'loop'] as const)[what % 6] ?? 'object',
    }),
  (view, path) =>
    edits.setLoop(view, path, { where: 'true', limit: '3', index: 'n', orderBy: [{ by: '1', order: 'desc' }] }),
  (view, path) => edits.setLoop(view, path, { where: undefined, groupBy: '', join: [] }),
  (view, path, { name }) => edits.addLet(view, path, { name, text: '1' }),
  (view, path) => edits.addJoin(view, path, { in: '[1, 2]' }),
  (view, path) => edits.removeJoin(view, path, 0),
  ({ doc }, path) => edits.addCase(doc, path, { when: 'true', then: '1' }),
  ({ doc }, path, { at }) => edits.moveCase(doc, path, { at: at % 3, by: 1 }),
  ({ doc }, path) => edits.removeCase(doc, path, 0),
  (view, path) => edits.wrapWith(view, path, 'COALESCE'),
  (view, path) =>
    edits.retarget(view, { line: { source: 'order', target: path }, source: { root: 'order', steps: ['x'] } }),
  (view, path) => {
    const copied = edits.copyRules(view, [path]);
    return typeof copied === 'string' ? edits.pasteRules(view, copied, { parent: edits.parentPath(path) }) : copied;
  },
];

/** Edits that may change texts all over the document. */
const wide: readonly LocalEdit[] = [
  ({ doc }, path, { name }) => edits.renameRule(doc, path, name),
  (view, path, { name }) => edits.renameAlias(view, path, name),
  (view, _path, { name }) => edits.renameSource(view, Object.keys(view.doc.sources ?? {})[0] ?? '', name),
  (view, path, { name }) => edits.relocateRule(view, path, { parent: '', name }),
  (view, path) => edits.extractMapping(view, path, 'Part@1'),
  (view, _path, { name }) => edits.renameLookup(view, Object.keys(view.doc.lookups ?? {})[0] ?? '', name),
  ({ doc }, _path, { name }) => edits.addSource(doc, { name, source: { key: 'id', role: 'lookup', schema: {} } }),
  ({ doc }) => edits.duplicateSample(doc, doc.samples?.[0]?.name ?? ''),
  ({ doc }, _path, { name }) => edits.addSample(doc, { out: 1, name, in: { b: 1, a: 2 } }),
  (view, _path, { name }) =>
    edits.relink(
      view,
      { root: Object.keys(view.doc.sources ?? {})[0] ?? '', steps: ['lines'] },
      { root: 'other', steps: [name] },
    ),
];

const madeBy = (
  all: readonly LocalEdit[],
  view: MappingView,
  step: Step,
): { path: string; result: edits.EditResult } => {
  const rules = rulesOf(view.doc);
  const [path = ''] = rules[step.at % rules.length] ?? [''];
  return { path, result: all[step.what % all.length]?.(view, path, step) ?? { refused: '' } };
};

describe('edits of generated documents', () => {
  it('keep every document as it would be stored, one after the other', () => {
    fc.assert(
      fc.property(mappingCase, steps, ({ doc }, sequence) => {
        let view = viewFor(doc);
        for (const step of sequence) {
          const { result } = madeBy([...local, ...wide], view, step);
          if (edits.isRefusal(result)) continue;
          expect(text(MappingDocument.parse(JSON.parse(text(result.doc))))).toBe(text(result.doc));
          expect(result.said).not.toBe('');
          view = withDocument(view, result.doc);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('leave every rule that they are not about, in its place', () => {
    fc.assert(
      fc.property(mappingCase, steps, ({ doc }, [step]) => {
        const view = viewFor(doc);
        if (step === undefined) return;
        const { path, result } = madeBy(local, view, step);
        if (edits.isRefusal(result)) return;
        const others = (from: MappingDocument): string =>
          text(
            rulesOf(from)
              .filter(
                ([at]) => !edits.isInside(at, path) && !edits.isInside(path, at) && (at !== result.path || path === at),
              )
              .filter(([at]) => !edits.isInside(at, result.path) || result.path === edits.parentPath(path)),
          );
        const isMoved = result.said.startsWith('Moved');
        const order = (list: string): string =>
          isMoved ? text((JSON.parse(list) as unknown[]).map(text).sort()) : list;
        expect(order(others(result.doc))).toBe(order(others(view.doc)));
        for (const part of ['sources', 'target', 'lookups', 'samples', 'bundle'] as const)
          expect(result.doc[part]).toEqual(view.doc[part]);
      }),
      { numRuns: 60 },
    );
  });

  it('that only give names leave what the mapping makes', () => {
    let kept = 0;
    fc.assert(
      fc.property(mappingCase, fc.nat(30), ({ doc, scope }, at) => {
        const view = viewFor(doc);
        const to = 'zz9';
        const rules = rulesOf(view.doc);
        const [path = '', rule] = rules[at % rules.length] ?? [];
        const source = Object.keys(doc.sources ?? {})[at % 3] ?? '';
        const given = doc.sources?.[source]?.from === undefined;
        // Where nobody knows the shape of items, a field of an item may hide a name: only the data tells.
        const fields = text(Object.values(scope));
        const isPlain = (from: string | undefined): boolean => from !== undefined && !fields.includes(`${text(from)}:`);
        const renamed: edits.EditResult[] = [];
        if (rule !== undefined && isLoop(rule)) {
          if (isPlain(rule.as ?? 'item')) renamed.push(edits.renameAlias(view, path, to));
          if (isPlain(rule.index)) renamed.push(edits.renameIndex(view, path, to));
          for (const { as } of rule.join ?? [])
            if (isPlain(as)) renamed.push(edits.renameJoin(view, path, { from: as, to }));
        }
        if (rule !== undefined && isStructure(rule))
          for (const from of Object.keys(rule.let ?? {}))
            if (isPlain(from)) renamed.push(edits.renameLet(view, path, { from, to }));
        const before = outcomeOf(view.doc, scope);
        for (const result of renamed) {
          if (edits.isRefusal(result)) continue;
          kept += 1;
          expect(outcomeOf(result.doc, scope)).toBe(before);
        }
        const moved = edits.renameSource(view, source, to);
        if (edits.isRefusal(moved) || !given || !isPlain(source)) return;
        const there = Object.fromEntries(
          Object.entries(scope).map(([name, value]) => [name === source ? to : name, value]),
        );
        expect(outcomeOf(moved.doc, there)).toBe(before);
      }),
      { numRuns: 40 },
    );
    expect(kept).toBeGreaterThan(0);
  });

  it('never throw, whatever the names and places', () => {
    const path = fc.oneof(
      fc.constantFrom('', '/', '/a', '/~', '/__proto__/x', 'nonsense', `/${'x/'.repeat(150)}`),
      fc.string(),
    );
    fc.assert(
      fc.property(mappingCase, path, fc.nat(100), names, ({ doc }, at, what, name) => {
        const view = viewFor(doc);
        const all = [...local, ...wide];
        const result = all[what % all.length]?.(view, at, { at: what, what, name });
        expect(typeof result).toBe('object');
      }),
      { numRuns: 60 },
    );
  });
});

const budget = { steps: 100_000, memory: 2_000_000, textLength: 50_000, listLength: 10_000 };

/** What the mapping makes, and which rules fail how; not the words, which hold the texts. */
function outcomeOf(doc: MappingDocument, scope: Record<string, unknown>): string {
  const { output, problems, rejected } = compileMapping(doc).run(scope, testContext(budget));
  return text([output, problems.map(({ path, rule, code }) => [path, rule, code]), rejected.length]);
}
