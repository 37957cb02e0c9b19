import { fieldEntries, isLoop, isStructure, withFieldEntries } from '@patchbay/model/mapping';
import type { FieldEntry, LoopRule, MappingDocument, MappingRule, ObjectRule } from '@patchbay/model/mapping';
import * as fc from 'fast-check';
import { Draw } from './draw.ts';
import { expressionText } from './expression-text.ts';
import type { Names } from './expression-text.ts';
import { drawCase } from './mapping-document.ts';
import type { MappingCase } from './mapping-document.ts';

/** Values that are drawn at once, and made smaller by their own rules when a test fails. */
class Drawn<Value> extends fc.Arbitrary<Value> {
  readonly #make: (draw: Draw) => Value;
  readonly #smaller: (value: Value) => Iterable<Value>;

  constructor(make: (draw: Draw) => Value, smaller: (value: Value) => Iterable<Value>) {
    super();
    this.#make = make;
    this.#smaller = smaller;
  }

  override generate(random: fc.Random): fc.Value<Value> {
    return new fc.Value(this.#make(new Draw(random)), undefined);
  }

  override canShrinkWithoutContext(_value: unknown): _value is Value {
    return false;
  }

  override shrink(value: Value): fc.Stream<fc.Value<Value>> {
    const smaller = this.#smaller(value);
    return new fc.Stream(
      (function* values() {
        for (const one of smaller) yield new fc.Value(one, undefined);
      })(),
    );
  }
}

/** Documents with data that they read, of every kind; a failing one is shown with as few rules as still fail. */
export const mappingCase: fc.Arbitrary<MappingCase> = new Drawn(drawCase, function* smaller({ doc, scope }) {
  for (const root of smallerRules(doc.root)) if (isStructure(root)) yield { doc: { ...doc, root }, scope };
  for (const part of ['target', 'samples', 'meta'] as const)
    if (doc[part] !== undefined) yield { doc: without(doc, part), scope };
  for (const [ref, inner] of Object.entries(doc.bundle?.mappings ?? {})) {
    for (const root of smallerRules(inner.root)) {
      if (!isStructure(root)) continue;
      const mappings = { ...doc.bundle?.mappings, [ref]: { ...inner, root } };
      yield { doc: { ...doc, bundle: { ...doc.bundle, mappings } }, scope };
    }
  }
});

/** Texts of expressions over the names. */
export const expressionOver = (names: Names): fc.Arbitrary<string> =>
  new Drawn(
    (draw) => expressionText(draw, names),
    () => [],
  );

function without<Key extends keyof MappingDocument>(doc: MappingDocument, part: Key): MappingDocument {
  const { [part]: _left, ...rest } = doc;
  return rest as MappingDocument;
}

/** The rule without one of its parts, or with a smaller rule inside. */
function* smallerRules(rule: MappingRule): Generator<MappingRule> {
  const parts = ['when', 'onNull', 'onError', 'default', 'note', 'let', 'otherwise', 'reverse', ...loopParts];
  for (const part of parts) {
    if (!Object.hasOwn(rule, part)) continue;
    yield Object.fromEntries(Object.entries(rule).filter(([name]) => name !== part)) as MappingRule;
  }
  if (!isStructure(rule)) {
    if (!('expr' in rule)) yield { expr: '1' };
    return;
  }
  if (isLoop(rule)) yield { fields: rule.fields };
  const entries = fieldEntries(rule);
  for (const [name, child] of entries) {
    yield withFields(
      rule,
      entries.filter(([other]) => other !== name),
    );
    for (const smaller of smallerRules(child))
      yield withFields(
        rule,
        entries.map(([other, old]) => [other, other === name ? smaller : old]),
      );
  }
}

const loopParts = ['index', 'join', 'where', 'distinct', 'groupBy', 'orderBy', 'limit'] as const;

const withFields = (rule: ObjectRule | LoopRule, entries: FieldEntry[]): MappingRule => withFieldEntries(rule, entries);
