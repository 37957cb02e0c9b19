// Every expression that a mapping document holds, in one place. A sub-mapping of the bundle is none of its own: it reads its own sources.
import { isLoop, isStructure } from './mapping-document.ts';
import type {
  LoopJoin,
  LoopRule,
  MappingDocument,
  MappingRule,
  MappingSource,
  ObjectRule,
  SortKey,
  SwitchRule,
} from './mapping-document.ts';
import { childPath } from './rule-path.ts';

/** Receives an expression's text and where it stands (`input.url`, `mapping/items/sku`, `mapping/items#where`); hands back the text to keep. */
export type ExpressionRewrite = (text: string, field: string) => string;

/** The same document with every expression rewritten. `at` is put before each place. */
export function rewriteMappingExpressions(
  doc: MappingDocument,
  at: string,
  rewrite: ExpressionRewrite,
): MappingDocument {
  const root = rewriteRule(doc.root, { at, path: '' }, rewrite);
  return {
    ...doc,
    ...(doc.sources === undefined ? {} : { sources: rewriteSources(doc.sources, at, rewrite) }),
    root: isStructure(root) ? root : doc.root,
  };
}

/** The expressions of a document with their places, in the document's order. */
export function expressionsOfMapping(doc: MappingDocument): { text: string; field: string }[] {
  const found: { text: string; field: string }[] = [];
  rewriteMappingExpressions(doc, 'mapping', (text, field) => {
    found.push({ text, field });
    return text;
  });
  return found;
}

interface RuleAt {
  readonly at: string;
  readonly path: string;
}
const placeOf = ({ at, path }: RuleAt): string => at + path;

/** Of all entries the same, through `Object.fromEntries`, so that every name stays a name. */
const mapped = <Value, Made>(record: Record<string, Value>, make: (value: Value, name: string) => Made) =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, make(value, name)]));

function rewriteSources(sources: Record<string, MappingSource>, at: string, rewrite: ExpressionRewrite) {
  return mapped(sources, (source, name) =>
    source.from === undefined ? source : { ...source, from: rewrite(source.from, `${at}#source.${name}`) },
  );
}

/** What fills the sources of a mapping: one expression, or one for each name. */
export const rewriteWith = (
  filled: string | Record<string, string>,
  field: string,
  rewrite: ExpressionRewrite,
): string | Record<string, string> =>
  typeof filled === 'string'
    ? rewrite(filled, field)
    : mapped(filled, (text, name) => rewrite(text, `${field}.${name}`));

function rewriteRule(rule: MappingRule, place: RuleAt, rewrite: ExpressionRewrite): MappingRule {
  const at = placeOf(place);
  const when = rule.when === undefined ? {} : { when: rewrite(rule.when, `${at}#when`) };
  if (isStructure(rule)) {
    const structure = rewriteStructure(rule, place, rewrite);
    return isLoop(rule)
      ? { ...rule, ...when, ...rewriteLoop(rule, at, rewrite), ...structure }
      : { ...rule, ...when, ...structure };
  }
  if ('expr' in rule) return { ...rule, ...when, expr: rewrite(rule.expr, at) };
  if ('lookup' in rule) return { ...rule, ...when, key: rewrite(rule.key, at) };
  if ('switch' in rule) return { ...rule, ...when, ...rewriteSwitch(rule, at, rewrite) };
  if ('map' in rule) return { ...rule, ...when, with: rewriteWith(rule.with, `${at}#with`, rewrite) };
  return { ...rule, ...when };
}

function rewriteStructure(
  rule: ObjectRule,
  place: RuleAt,
  rewrite: ExpressionRewrite,
): Pick<ObjectRule, 'let' | 'fields'> {
  const { let: lets } = rule;
  const at = placeOf(place);
  const intermediate =
    lets === undefined ? {} : { let: mapped(lets, (text, name) => rewrite(text, `${at}#let.${name}`)) };
  const fields = mapped(rule.fields, (child, name) =>
    rewriteRule(child, { ...place, path: childPath(place.path, name) }, rewrite),
  );
  return { ...intermediate, fields };
}

function rewriteLoop(rule: LoopRule, at: string, rewrite: ExpressionRewrite): Partial<LoopRule> & { for: string } {
  const part = (name: 'where' | 'distinct' | 'groupBy' | 'limit'): Partial<LoopRule> => {
    const text = rule[name];
    return text === undefined ? {} : { [name]: rewrite(text, `${at}#${name}`) };
  };
  const join = (one: LoopJoin, position: number): LoopJoin => ({
    ...one,
    in: rewrite(one.in, `${at}#join.${position}.in`),
    ...(one.on === undefined
      ? {}
      : {
          on: {
            key: rewrite(one.on.key, `${at}#join.${position}.key`),
            item: rewrite(one.on.item, `${at}#join.${position}.item`),
          },
        }),
  });
  const sortKey = (key: SortKey, position: number): SortKey =>
    typeof key === 'string'
      ? rewrite(key, `${at}#orderBy.${position}`)
      : { ...key, by: rewrite(key.by, `${at}#orderBy.${position}`) };
  return {
    for: rewrite(rule.for, `${at}#for`),
    ...(rule.join === undefined ? {} : { join: rule.join.map(join) }),
    ...part('where'),
    ...part('distinct'),
    ...part('groupBy'),
    ...(rule.orderBy === undefined ? {} : { orderBy: rule.orderBy.map(sortKey) }),
    ...part('limit'),
  };
}

function rewriteSwitch(
  rule: SwitchRule,
  at: string,
  rewrite: ExpressionRewrite,
): Pick<SwitchRule, 'switch' | 'otherwise'> {
  return {
    switch: rule.switch.map((one, position) => ({
      ...one,
      when: rewrite(one.when, `${at}#switch.${position}.when`),
      then: rewrite(one.then, `${at}#switch.${position}.then`),
    })),
    ...(rule.otherwise === undefined ? {} : { otherwise: rewrite(rule.otherwise, `${at}#otherwise`) }),
  };
}
