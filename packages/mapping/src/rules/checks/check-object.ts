import type { ObjectRule, MappingRule } from '@patchbay/model/mapping';
import { childPath, fieldEntries, fieldNames } from '@patchbay/model/mapping';
import { typesOf } from '@patchbay/model/schema';
import type { DataSchema } from '@patchbay/model/schema';
import type { QuickFix } from '@patchbay/model/errors';
import { quoteMember, quoteName } from '@patchbay/model/expression';
import { closest, indexOf } from '../../check/suggest.ts';
import { admits, bounded, inWords } from '../../check/type-algebra.ts';
import { visibleNames } from '../../check/type-scope.ts';
import type { TypeScope } from '../../check/type-scope.ts';
import type { CheckedRule, CheckRule, RulePlace } from './checked-rule.ts';
import { checkWhen } from './check-condition.ts';
import { checkLetNames } from './check-names.ts';
import { removeRule, RuleReport, shown } from './rule-report.ts';
import { structureScopes } from './structure-scopes.ts';
import type { StructureScopes } from './structure-scopes.ts';
import { targetReads } from './target-reads.ts';

export function checkObject(rule: ObjectRule, place: RulePlace, checkRule: CheckRule<MappingRule>): CheckedRule {
  const report = new RuleReport(place.path);
  const scopes = structureScopes(rule, place.scope);
  checkWhen(rule, place, report);
  const made = checkFields(rule, { place, scopes, report, target: place.target }, checkRule);
  return { ...made, optional: rule.when !== undefined };
}

interface Structure {
  readonly place: RulePlace;
  readonly scopes: StructureScopes;
  readonly report: RuleReport;
  /** What the target asks of the object: of a loop, of its items. */
  readonly target: DataSchema | undefined;
}

/** Intermediate values and fields of an object, or of the items of a loop. What `report` holds already comes first. */
export function checkFields(
  rule: ObjectRule,
  { place, scopes, report, target }: Structure,
  checkRule: CheckRule<MappingRule>,
): Omit<CheckedRule, 'optional'> {
  Object.entries(rule.let ?? {}).forEach(([name, text], position) => {
    report.expression(text, { part: `#let.${name}`, scope: scopes.lets[position] ?? scopes.turns });
  });
  checkLetNames(rule, scopes, report);
  const object = checkTarget(rule, { target, scope: scopes.fields }, report);
  const diagnostics = [...report.diagnostics];
  const reads = [...targetReads(rule, place.path)];
  const properties: [string, DataSchema][] = [];
  const required: string[] = [];
  for (const [name, child] of fieldEntries(rule)) {
    const path = childPath(place.path, name);
    const made = checkRule(child, {
      path,
      scope: scopes.fields,
      target: propertyOf(object, name),
      required: object?.required?.includes(name) === true,
      document: place.document,
      checkInner: place.checkInner,
    });
    for (const diagnostic of made.diagnostics) diagnostics.push(diagnostic);
    for (const read of made.reads) reads.push(read);
    properties.push([name, made.type]);
    if (!made.optional) required.push(name);
  }
  const type = bounded({
    type: 'object',
    properties: Object.fromEntries(properties),
    required,
    additionalProperties: false,
  });
  return { type, diagnostics, reads };
}

/** Fields that the target does not have, and those that it needs and nobody fills. The target, when it is an object. */
function checkTarget(
  rule: ObjectRule,
  { target, scope }: { target: DataSchema | undefined; scope: TypeScope },
  report: RuleReport,
): DataSchema | undefined {
  if (target === undefined) return undefined;
  const { path } = report;
  if (typesOf(target).length > 0 && !admits(target, 'object')) {
    const message = `${shown(path)} makes a structure, but the target needs ${inWords(target)}.`;
    report.add({ severity: 'error', code: 'targetMismatch', message, fixes: path === '' ? [] : [removeRule] });
    return undefined;
  }
  if (target.additionalProperties === false) checkUnknown(rule, target, path, report);
  for (const name of target.required ?? []) {
    if (Object.hasOwn(rule.fields, name)) continue;
    const missing = childPath(path, name);
    const place = new RuleReport(missing);
    place.add({
      severity: 'error',
      code: 'requiredUnmapped',
      message: `${missing} is required by the target and has no rule. Map a field to it.`,
      fixes: proposals(name, missing, { scope, target: propertyOf(target, name) }),
    });
    report.diagnostics.push(...place.diagnostics);
  }
  return target;
}

function checkUnknown(rule: ObjectRule, target: DataSchema, path: string, report: RuleReport): void {
  const known = target.properties ?? {};
  const free = Object.keys(known).filter((name) => !Object.hasOwn(rule.fields, name));
  for (const name of fieldNames(rule)) {
    if (Object.hasOwn(known, name)) continue;
    const meant = closest(name, free);
    const hint = meant === undefined ? 'Delete the rule.' : `Did you mean “${meant}”?`;
    const own = childPath(path, name);
    const place = new RuleReport(own);
    const move: QuickFix[] =
      meant === undefined ? [] : [{ kind: 'moveRule', title: `Move it to ${meant}`, to: childPath(path, meant) }];
    const message = `${own} is not a field of the target. ${hint}`;
    place.add({ severity: 'error', code: 'unknownTarget', message, fixes: [...move, removeRule] });
    report.diagnostics.push(...place.diagnostics);
  }
}

const maxProposals = 3;

/** Rules for an unmapped field: what the target itself says, and fields of the same name where the rule stands. */
function proposals(
  name: string,
  path: string,
  { scope, target }: { scope: TypeScope; target: DataSchema | undefined },
): QuickFix[] {
  const constant = target?.const ?? target?.default ?? (target?.enum?.length === 1 ? target.enum[0] : undefined);
  const fixes: QuickFix[] =
    constant === undefined
      ? []
      : [{ kind: 'addRule', title: `Write ${JSON.stringify(constant)}`, path, rule: { const: constant } }];
  const lower = name.toLowerCase();
  for (const [root, type] of visibleNames(scope)) {
    if (fixes.length >= maxProposals) break;
    if (root.toLowerCase() === lower) fixes.push(addExpression(path, quoteName(root)));
    const field = indexOf(type.properties ?? {}).alike(name);
    if (field !== undefined) fixes.push(addExpression(path, `${quoteName(root)}.${quoteMember(field)}`));
  }
  return fixes.slice(0, maxProposals);
}

const addExpression = (path: string, expr: string): QuickFix => ({
  kind: 'addRule',
  title: `Map ${expr}`,
  path,
  rule: { expr },
});

export function propertyOf(target: DataSchema | undefined, name: string): DataSchema | undefined {
  const properties = target?.properties;
  if (properties !== undefined && Object.hasOwn(properties, name)) return properties[name];
  return typeof target?.additionalProperties === 'object' ? target.additionalProperties : undefined;
}
