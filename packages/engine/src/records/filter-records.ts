import { attempted, recordCondition } from './record-expression.ts';
import type { RecordSink, RecordStep, Row } from './record-step.ts';

/** Keeps the records for which the condition holds; the others leave by `rejected`. */
export function filterRecords(condition: string, rejected?: RecordSink): RecordStep {
  const compiled = recordCondition(condition, 'Filter');
  return {
    kind: 'pass',
    aside: rejected,
    start: (run) => {
      const holds = compiled(run);
      let position = 0;
      let aside: Row[] = [];
      return {
        take: (rows) => {
          aside = [];
          const kept: Row[] = [];
          for (const row of rows) {
            const found = attempted(() => holds(row), { run, position, row, operation: 'Filter' });
            position += 1;
            if (found === true) kept.push(row);
            else if (found === false && rejected !== undefined) aside.push(row);
          }
          return kept;
        },
        aside: () => aside,
      };
    },
  };
}
