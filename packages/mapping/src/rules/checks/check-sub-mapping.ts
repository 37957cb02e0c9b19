// A mapping of the library: whether it is there, ends, and is given what it reads. What is wrong inside is its own matter.
import { hasErrors } from '@patchbay/model/errors';
import type { MappingDocument, SubMappingRule } from '@patchbay/model/mapping';
import type { DataSchema } from '@patchbay/model/schema';
import { isAssignable } from '@patchbay/model/schema';
import { closest } from '../../check/suggest.ts';
import { anything, inWords, standalone } from '../../check/type-algebra.ts';
import type { References } from '../library.ts';
import type { CheckedMapping, CheckInner, RulePlace } from './checked-rule.ts';
import { usesOf } from '../../library/uses-of.ts';
import type { RuleReport } from './rule-report.ts';

type Place = Pick<RulePlace, 'scope' | 'target' | 'document' | 'checkInner'>;

/** Checks a use of a mapping; the shape of what it makes. */
export function checkSubMapping(
  rule: Pick<SubMappingRule, 'map' | 'with'>,
  place: Place,
  report: RuleReport,
): DataSchema {
  const { references } = place.document;
  const inner = references.mapping(rule.map);
  if (inner === undefined) {
    const message = `The library has no mapping “${rule.map}”, or it is not loaded. Choose another, or import it.`;
    report.add({ severity: 'error', code: 'missingMapping', message });
    checkGiven(rule, undefined, { place, report });
    return anything;
  }
  if (usesItself(inner, references)) {
    const message = `“${rule.map}” uses itself, so it would never end. Use another mapping here.`;
    report.add({ severity: 'error', code: 'recursion', message });
    checkGiven(rule, inner, { place, report });
    return anything;
  }
  checkGiven(rule, inner, { place, report });
  const { outputType, diagnostics } = innerCheck(inner, { ...place, references });
  if (hasErrors(diagnostics)) {
    const message = `“${rule.map}” has problems of its own, so it may fail. Open it and mend them.`;
    report.add({ severity: 'warning', code: 'innerProblems', message });
  }
  const { target } = place;
  const result = target === undefined ? undefined : isAssignable(outputType, target);
  if (target !== undefined && result?.ok === false) {
    const where = result.path.length === 0 ? '' : ` (at ${result.path.join('.')})`;
    const message = `${report.path} needs ${inWords(target)}, but “${rule.map}” makes ${inWords(outputType)}: ${result.reason}${where}.`;
    report.add({ severity: 'error', code: 'targetMismatch', message });
  }
  return outputType;
}

const checked = new WeakMap<MappingDocument, { references: References; made: CheckedMapping }>();

function innerCheck(
  inner: MappingDocument,
  { references, checkInner }: { references: References; checkInner: CheckInner },
): CheckedMapping {
  const known = checked.get(inner);
  if (known !== undefined && known.references === references) return known.made;
  const made = checkInner(inner, references);
  checked.set(inner, { references, made });
  return made;
}

/** Whether a mapping is among those that it uses, directly or through others. */
export function usesItself(doc: MappingDocument, references: References): boolean {
  const open: { doc: MappingDocument; references: References }[] = [{ doc, references }];
  const seen = new Set<MappingDocument>();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const within = next.references.within(next.doc);
    for (const { kind, ref } of usesOf(next.doc)) {
      const inner = kind === 'mapping' ? within.mapping(ref) : undefined;
      if (inner === doc) return true;
      if (inner === undefined || seen.has(inner)) continue;
      seen.add(inner);
      open.push({ doc: inner, references: within });
    }
  }
  return false;
}

function checkGiven(
  rule: Pick<SubMappingRule, 'map' | 'with'>,
  inner: MappingDocument | undefined,
  { place, report }: { place: Place; report: RuleReport },
): void {
  const sources = new Map(Object.entries(inner?.sources ?? {}));
  const names = [...sources.keys()];
  const schemaOf = (name: string | undefined): DataSchema | undefined => {
    const use = name === undefined ? undefined : sources.get(name)?.schema;
    const schema = place.document.references.schema(use);
    return schema === undefined ? undefined : standalone(schema);
  };
  if (typeof rule.with === 'string') {
    report.expression(rule.with, { part: '#with', scope: place.scope, expected: schemaOf(names[0]) });
    if (inner !== undefined) checkSingle(rule.map, names, report);
    return;
  }
  for (const [name, text] of Object.entries(rule.with)) {
    const part = `#with.${name}`;
    report.expression(text, { part, scope: place.scope, expected: schemaOf(name) });
    if (inner === undefined || sources.has(name)) continue;
    const meant = closest(name, names);
    const hint = names.length === 0 ? 'It has none.' : `It has ${names.map((one) => `“${one}”`).join(', ')}.`;
    const fixes =
      meant === undefined
        ? []
        : [{ kind: 'rename' as const, title: `Change to ${meant}`, what: 'source' as const, from: name, to: meant }];
    report.add({
      severity: 'error',
      code: 'unknownParameter',
      message: `“${rule.map}” has no source “${name}”. ${hint}`,
      part,
      fixes,
    });
  }
  for (const name of names) {
    if (Object.hasOwn(rule.with, name)) continue;
    const message = `The source “${name}” of “${rule.map}” is not given, so it is empty there.`;
    report.add({ severity: 'warning', code: 'missingParameter', message, part: '#with' });
  }
}

function checkSingle(map: string, names: readonly string[], report: RuleReport): void {
  const [first, ...others] = names;
  if (first === undefined) {
    const message = `“${map}” has no source, so what it is given is not read.`;
    report.add({ severity: 'warning', code: 'unknownParameter', message, part: '#with' });
  } else if (others.length > 0) {
    const message = `“${map}” reads ${names.length} sources, and only “${first}” is given. Give each by its name.`;
    report.add({ severity: 'warning', code: 'missingParameter', message, part: '#with' });
  }
}
