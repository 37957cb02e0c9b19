// Names that hide other names: allowed, but seldom meant.
import type { QuickFix } from '@patchbay/model/errors';
import type { LoopRule, MappingDocument, ObjectRule } from '@patchbay/model/mapping';
import { visibleNames } from '../../check/type-scope.ts';
import type { TypeScope } from '../../check/type-scope.ts';
import { aliasOf } from '../loop/compile-loop.ts';
import { RuleReport } from './rule-report.ts';
import type { StructureScopes } from './structure-scopes.ts';

type Named = Extract<QuickFix, { kind: 'rename' }>['what'];

const sees = (scope: TypeScope, name: string): boolean => {
  for (let at: TypeScope | undefined = scope; at !== undefined; at = at.outer) if (at.names.has(name)) return true;
  return false;
};

/** `line2` where `line` is taken. */
export function freeName(name: string, scope: TypeScope): string {
  for (let number = 2; ; number += 1) if (!sees(scope, `${name}${number}`)) return `${name}${number}`;
}

function hides(
  name: string,
  { what, part, scope }: { what: Named; part: string; scope: TypeScope },
  report: RuleReport,
): void {
  if (!sees(scope, name)) return;
  const to = freeName(name, scope);
  report.add({
    severity: 'warning',
    code: 'shadowedName',
    message: `“${name}” means something else around here, which cannot be read inside any more. Choose another name.`,
    part,
    fixes: [{ kind: 'rename', title: `Call it ${to}`, what, from: name, to }],
  });
}

export function checkLetNames(rule: ObjectRule, scopes: StructureScopes, report: RuleReport): void {
  Object.keys(rule.let ?? {}).forEach((name, position) => {
    hides(name, { what: 'let', part: `#let.${name}`, scope: scopes.lets[position] ?? scopes.turns }, report);
  });
}

/** Two names of one loop that are the same cannot both be read; names of outer loops are only hidden. */
export function checkLoopNames(rule: LoopRule, { around, pairs }: StructureScopes, report: RuleReport): void {
  const taken = new Map<string, string>([[aliasOf(rule), 'its item']]);
  const claim = (name: string, what: Named, { part, word }: { part: string; word: string }): void => {
    const other = taken.get(name);
    if (other === undefined) {
      taken.set(name, word);
      hides(name, { what, part, scope: around }, report);
      return;
    }
    const to = freeName(name, pairs);
    const message = `The loop calls both ${other} and ${word} “${name}”. Give one of them another name.`;
    report.add({
      severity: 'error',
      code: 'duplicateName',
      message,
      part,
      fixes: [{ kind: 'rename', title: `Call ${word} ${to}`, what, from: name, to }],
    });
  };
  // Nested loops that nobody has named all have an item.
  if (rule.as !== undefined) hides(rule.as, { what: 'alias', part: '#for', scope: around }, report);
  if (rule.index !== undefined) claim(rule.index, 'index', { part: '#for', word: 'the position' });
  (rule.join ?? []).forEach(({ as }, position) => {
    claim(as, 'join', { part: `#join.${position}.in`, word: 'the partner' });
  });
}

/** Sources that hide a root of the flow, and tables that hide lookup sources. */
export function checkSourceNames(doc: MappingDocument, around: TypeScope): RuleReport {
  const report = new RuleReport('');
  const visible = visibleNames(around);
  for (const [name, { from, role }] of Object.entries(doc.sources ?? {})) {
    if (from !== undefined && visible.has(name))
      hides(name, { what: 'source', part: `#source.${name}`, scope: around }, report);
    if (role !== 'lookup' || !Object.hasOwn(doc.lookups ?? {}, name)) continue;
    const to = freeName(name, around);
    report.add({
      severity: 'error',
      code: 'duplicateName',
      message: `A lookup table and a lookup source are both called “${name}”. Give one of them another name.`,
      part: `#source.${name}`,
      fixes: [{ kind: 'rename', title: `Call the source ${to}`, what: 'source', from: name, to }],
    });
  }
  return report;
}
