import { runRecords } from '@patchbay/mapping';
import type { RejectedRecord } from '@patchbay/mapping';
import { hasErrors } from '@patchbay/model/errors';
import type { MappingDocument } from '@patchbay/model/mapping';
import { StepFailure } from '../plan/step-failure.ts';
import type { RecordStep } from './record-step.ts';

export interface MapOptions {
  /** The source that the records are of; the first payload unless said. */
  readonly source?: string;
  /** Told of records that the rules leave out. */
  readonly onRejected?: (rejected: readonly RejectedRecord[]) => void;
}

/** A mapping document over records. @throws StepFailure when the mapping would have to see all records at once */
export function mapRecords(doc: MappingDocument, options: MapOptions = {}): RecordStep {
  const runner = runRecords(doc, options.source === undefined ? {} : { source: options.source });
  if (hasErrors(runner.diagnostics)) {
    const [first] = runner.diagnostics.filter(({ severity }) => severity === 'error');
    throw new StepFailure({
      code: 'mapping',
      message: `The mapping cannot run record by record. ${first?.message ?? ''}`.trim(),
      next: 'An analyst mends the mapping, or sorts and groups with steps of their own.',
    });
  }
  return {
    kind: 'pass',
    start: (run) => {
      const pass = runner.pass({ context: run.context, scope: run.scope });
      let taken = 0;
      return {
        take: (rows) => {
          const first = taken;
          taken += rows.length;
          const made = pass.take(rows);
          if (made.rejected.length > 0) options.onRejected?.(made.rejected);
          for (const { record, path, code, message } of made.problems) {
            if (run.onFailed === undefined || record === undefined) {
              throw new StepFailure({
                code: 'mapping',
                message,
                next: 'Look at this record. If it is right, an analyst mends the rule in the mapping.',
                details: { record: record ?? null, path },
              });
            }
            run.onFailed({
              position: record,
              record: rows[record - first] ?? null,
              code,
              message,
            });
          }
          return made.rows;
        },
        isFull: () => pass.isFull,
      };
    },
  };
}
