// The fields of an object as one function: what is done when all goes well stands in it, what is done when a rule fails is
// the code of the other back end.
import { fieldEntries, isLoop, isStructure } from '@patchbay/model/mapping';
import type { LoopRule, MappingRule, ObjectRule } from '@patchbay/model/mapping';
import { withNames } from '../compile/environment.ts';
import { readsTarget } from '../evaluate/snapshot.ts';
import { isWeighty, plainTextLength } from '../evaluate/written.ts';
import { lookupFinder } from '../rules/lookup-rule.ts';
import { loopFiller } from '../rules/loop-rule.ts';
import { childPath } from '../rules/rule-path.ts';
import { parsedAt, whenOf } from '../rules/rule-scope.ts';
import type { FieldPlace, Place, RuleScope, ValueRule, Writer } from '../rules/rule-scope.ts';
import { subMappingValue } from '../rules/sub-mapping-rule.ts';
import { switchValue } from '../rules/switch-rule.ts';
import { expressionOf, nullPolicyOf, valueFailure, writtenSite } from '../rules/value-writer.ts';
import { structureFailure } from '../rules/writer-of.ts';
import { generateNode } from './generate-node.ts';
import { literal, slotText } from './program.ts';
import type { FunctionText, Program } from './program.ts';

/** What the parts of one object are written in. */
interface ObjectWriting {
  readonly program: Program;
  readonly text: FunctionText;
  readonly scope: RuleScope;
}

/** Declares the function that fills an object of this rule; its name. */
export function generateObject(
  rule: ObjectRule,
  place: Place,
  writing: { program: Program; scope: RuleScope },
): string {
  const { program } = writing;
  return program.declareFiller((text) => {
    const { statements, scope } = letStatements(rule, place, { ...writing, text });
    const failures: Writer['failed'][] = [];
    const cases = fieldEntries(rule).map(([name, child], at) => {
      const field = { name, path: childPath(place.path, name), loops: place.loops };
      failures.push(isStructure(child) ? structureFailure(field) : valueFailure(child, field, scope));
      return `case ${at}: ${fieldStatement(child, field, { program, text, scope })} at = ${at + 1};`;
    });
    if (cases.length === 0) return `${statements} return false;`;
    const failed = program.capture(failures);
    return `${statements} let at = 0; for (;;) { try { switch (at) { ${cases.join('\n')} } return false; } catch (e) { rt.goOn(e); if (${failed}[at](run, target, e)) return true; at += 1; } }`;
  });
}

/** Intermediate values come first, in their order. */
function letStatements(
  rule: ObjectRule,
  place: Place,
  { program, text, scope: outer }: ObjectWriting,
): { readonly statements: string; readonly scope: RuleScope } {
  let scope = outer;
  const statements = Object.entries(rule.let ?? {}).map(([name, expression]) => {
    const { environment } = scope;
    const value = partText(expression, { path: place.path, part: `#let.${name}` }, { program, text, scope });
    const slot = environment.layout.allocate();
    if (place.loops.length === 0) environment.layout.steady.add(slot);
    scope = { ...scope, environment: withNames(environment, new Map([[name, slot]])) };
    return `${slotText(slot)} = ${value};`;
  });
  return { statements: statements.join(' '), scope };
}

/** A part of the target that is put into it is one of this moment. */
const snapshotText = (text: string, value: string): string => (readsTarget(text) ? `rt.snapshot(${value}, f)` : value);

/** A part of a rule beside its value: a function of its own, whose failure names the part. */
function partText(
  text: string,
  { path, part }: { path: string; part: string },
  { program, scope }: ObjectWriting,
): string {
  const ast = parsedAt(text, path + part, scope);
  const name = program.declareFunction('p', 'f', (inner) => {
    const value = snapshotText(text, generateNode(ast, { program, text: inner, environment: scope.environment }));
    return `try { return ${value}; } catch (e) { throw rt.partFailed(e, ${literal(part)}, ${literal(text)}); }`;
  });
  return `${name}(f)`;
}

function fieldStatement(rule: MappingRule, place: FieldPlace, writing: ObjectWriting): string {
  // First, as in the other back end: mistakes are told in the order in which texts are read.
  const when = whenOf(rule, place, writing.scope);
  const statement = isStructure(rule) ? structureStatement(rule, place, writing) : valueStatement(rule, place, writing);
  return when === undefined ? statement : `if (${writing.program.capture(when)}(f)) { ${statement} }`;
}

function structureStatement(
  rule: ObjectRule | LoopRule,
  place: FieldPlace,
  { program, text, scope }: ObjectWriting,
): string {
  const target = text.temporary();
  if (isLoop(rule)) {
    const fill = program.capture(loopFiller(rule, place, scope));
    return `${target} = []; ${assignment(place.name, target)} if (${fill}(run, ${target})) return true;`;
  }
  const fill = generateObject(rule, place, { program, scope });
  return `${target} = new ${program.declareShape()}(); ${assignment(place.name, target)} if (${fill}(run, ${target})) return true;`;
}

function assignment(name: string, value: string): string {
  return name === '__proto__' ? `rt.put(target, ${literal(name)}, ${value});` : `target[${literal(name)}] = ${value};`;
}

function valueStatement(rule: ValueRule, place: FieldPlace, writing: ObjectWriting): string {
  const { program, text } = writing;
  const value = text.temporary();
  const made = `${value} = ${valueText(rule, place, writing)};`;
  const put = assignment(place.name, value);
  const charge = chargeText(rule, value, program);
  const write = charge === '' ? put : `{ ${charge} ${put} }`;
  switch (nullPolicyOf(rule)) {
    case 'null':
      return `${made} ${write}`;
    case 'omit':
      return `${made} if (${value} !== null) ${write}`;
    case 'error':
      return `${made} if (${value} === null) throw rt.missingValue(); ${write}`;
    case 'default': {
      const fallback = rule.default ?? null;
      const whole = isWeighty(fallback) ? `f.chargeWritten(${value}, ${program.capture(writtenSite(rule))});` : '';
      const instead = `{ ${value} = ${constantText(fallback, program)}; ${whole} }`;
      return `${made} if (${value} === null) ${instead} else { ${charge} } ${put}`;
    }
  }
}

/** As in the other back end: most values are too little to be worth a call, and a mapping of the library has charged its own. */
function chargeText(rule: ValueRule, value: string, program: Program): string {
  if ('map' in rule || ('const' in rule && !isWeighty(rule.const))) return '';
  const isLong = `typeof ${value} === "string" && ${value}.length > ${plainTextLength}`;
  return `if (typeof ${value} === "object" || ${isLong}) f.chargeWritten(${value}, ${program.capture(writtenSite(rule))});`;
}

/** Plain values stand in the program; lists and structures are those of the document. */
const constantText = (value: unknown, program: Program): string =>
  typeof value === 'object' && value !== null ? program.capture(value) : literal(value);

function valueText(rule: ValueRule, place: FieldPlace, writing: ObjectWriting): string {
  const { program, text, scope } = writing;
  if ('const' in rule) return constantText(rule.const, program);
  if ('switch' in rule) return `${program.capture(switchValue(rule, place, scope))}(f)`;
  if ('map' in rule) return `${program.capture(subMappingValue(rule, place, scope))}(run)`;
  const ast = parsedAt(expressionOf(rule) ?? '', place.path, scope);
  const value = generateNode(ast, { program, text, environment: scope.environment });
  if ('expr' in rule) return snapshotText(rule.expr, value);
  const { find, site } = lookupFinder(rule, place, scope);
  const key = text.temporary();
  return `((${key} = ${value}) === null ? null : ${program.capture(find)}(rt.textOf(${key}, ${program.capture(site)}), f))`;
}
