import type { ValidationRule } from '@patchbay/model/flow';
import { attempted, leftOut } from './record-expression.ts';
import { chargeBytes } from './list-work.ts';
import type { ListRun, ListWork } from './list-work.ts';
import type { RecordSink, RecordStep, Row } from './record-step.ts';
import { sizeOfValue } from './spill/row-size.ts';
import { compileRules } from './validation-rule.ts';
import type { BrokenRule } from './validation-rule.ts';

/** A record that leaves by `invalid`. */
export interface InvalidRecord {
  readonly record: Row;
  readonly problems: readonly BrokenRule[];
}

/** Records that keep all rules go on; the others leave by `invalid`, each with the fields, rules and values that are wrong. */
export function validateRecords(rules: readonly ValidationRule[], invalid?: RecordSink): RecordStep {
  const compiled = compileRules(rules);
  return {
    kind: 'pass',
    aside: invalid,
    start: (run) => {
      const check = compiled(run);
      let position = 0;
      let aside: Row[] = [];
      return {
        take: (rows) => {
          aside = [];
          const good: Row[] = [];
          for (const row of rows) {
            const problems = attempted(() => check(row), { run, position, row, operation: 'Validate' });
            position += 1;
            if (problems === leftOut) continue;
            if (problems.length === 0) good.push(row);
            else if (invalid !== undefined) aside.push(invalidRow({ record: row, problems }));
          }
          return good;
        },
        aside: () => aside,
      };
    },
  };
}

/** As other steps read it. */
export const invalidRow = ({ record, problems }: InvalidRecord): Row => ({
  record,
  problems: problems.map((one) => ({ ...one })),
});

/** The same for a list that is at hand. */
export function validateList(
  rules: readonly ValidationRule[],
): (list: readonly Row[], run: ListRun) => ListWork<{ valid: Row[]; invalid: InvalidRecord[] }> {
  const compiled = compileRules(rules);
  return function* validated(list, run) {
    const check = compiled(run);
    const valid: Row[] = [];
    const invalid: InvalidRecord[] = [];
    for (const record of list) {
      const problems = check(record);
      if (problems.length === 0) valid.push(record);
      else {
        invalid.push({ record, problems });
        chargeBytes(run, sizeOfValue(problems));
      }
      yield;
    }
    return { valid, invalid };
  };
}
