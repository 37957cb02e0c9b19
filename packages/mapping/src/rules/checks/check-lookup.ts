import { isReversed } from '@patchbay/model/mapping';
import type { LookupRule } from '@patchbay/model/mapping';
import type { DataSchema, Json } from '@patchbay/model/schema';
import { closest } from '../../check/suggest.ts';
import { anything, orNull, text } from '../../check/type-algebra.ts';
import { misfitOf } from './check-constants.ts';
import type { RulePlace } from './checked-rule.ts';
import type { RuleReport } from './rule-report.ts';

/** A lookup: its key, its table, and whether what stands there fits. The shape of what it gives. */
export function lookupType(
  rule: LookupRule,
  { scope, target, document, required }: RulePlace,
  report: RuleReport,
): DataSchema {
  report.expression(rule.key, { scope, expected: { type: ['string', 'number', 'boolean'] } });
  const known = scope.tables.get(rule.lookup);
  if (known === undefined) {
    const meant = closest(rule.lookup, scope.tables);
    const hint = meant === undefined ? 'Add it, or choose another.' : `Did you mean “${meant}”?`;
    report.add({
      severity: 'error',
      code: 'unknownTable',
      message: `There is no lookup table “${rule.lookup}” in this mapping. ${hint}`,
      fixes:
        meant === undefined
          ? []
          : [
              {
                kind: 'addRule',
                title: `Look up in ${meant}`,
                path: report.path,
                rule: { ...rule, lookup: meant } as Json,
              },
            ],
    });
    return anything;
  }
  const table = document.tables.get(rule.lookup);
  if (isReversed(rule, table)) {
    if (known.keys === undefined && table === undefined) {
      const message = `“${rule.lookup}” is a source, so it cannot be looked up backwards. Choose a table.`;
      report.add({ severity: 'error', code: 'noReverse', message });
    }
    return orNull(text);
  }
  if (table !== undefined) checkTableValues(Object.values(table.values), { table: rule.lookup, target, report });
  if (!known.hasDefault) checkNoDefault(rule, required, report);
  return known.hasDefault ? known.value : orNull(known.value);
}

function checkNoDefault(rule: LookupRule, required: boolean, report: RuleReport): void {
  if (rule.onNull === 'error' || rule.default !== undefined) return;
  report.add({
    severity: required ? 'warning' : 'info',
    code: 'noDefault',
    message: `A key that “${rule.lookup}” does not have gives nothing. Give the table a default, or let the rule fail.`,
    fixes: [
      { kind: 'addDefault', title: `Give ${rule.lookup} a default`, table: rule.lookup },
      { kind: 'setPolicy', title: 'Fail for a key that is not there', onNull: 'error' },
    ],
  });
}

const maxTableValues = 2_000;

function checkTableValues(
  values: readonly Json[],
  { table, target, report }: { table: string; target: DataSchema | undefined; report: RuleReport },
): void {
  if (target === undefined) return;
  const misfits = [...new Set(values.slice(0, maxTableValues))].filter(
    (value) => value !== null && misfitOf(value, target) !== undefined,
  );
  const [first] = misfits;
  if (first === undefined) return;
  const others = misfits.length === 1 ? '' : `, and ${misfits.length - 1} more do not fit either`;
  const isAll = misfits.length === new Set(values).size;
  report.add({
    severity: isAll ? 'error' : 'warning',
    code: 'tableValue',
    message: `A value of “${table}” does not fit the target: ${misfitOf(first, target)?.replace(/\.$/, '') ?? ''}${others}.`,
  });
}
