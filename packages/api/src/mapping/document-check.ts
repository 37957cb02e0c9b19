// Where a mapping of the API is checked: small ones in this process, larger ones by a thread. Without one (the command line)
// everything is checked here.
import { AppError } from '@patchbay/model/errors';
import type { Diagnostic } from '@patchbay/model/errors';
import type { MappingDocument } from '@patchbay/model/mapping';
import type { DataSchema, Json } from '@patchbay/model/schema';
import type { WorkPool } from '../work/work-pool.ts';
import { checkDocument } from './check-document.ts';
import { isLargerThan } from './map-runner.ts';
import type { Checked } from './mapper.contract.ts';

/** Documents up to so many characters of JSON are checked in this process, in some ten milliseconds. */
const inlineSize = 32_000;

export interface DocumentCheck {
  /** @throws AppError `unprocessable` when it had to be ended, `unavailable` when too many wait. */
  readonly check: (document: MappingDocument, given?: Readonly<Record<string, DataSchema>>) => Promise<Checked>;
  /** Of a document that is good to have even where it cannot be checked: then it says so, and never throws. */
  readonly diagnostics: (document: MappingDocument) => Promise<Diagnostic[]>;
}

/** Large documents are checked by a thread, without the samples, which no check reads. */
export function createDocumentCheck(pool?: WorkPool): DocumentCheck {
  const check: DocumentCheck['check'] = async (document, given = {}) => {
    const { samples: _samples, ...rules } = document;
    const isSmall = !isLargerThan({ rules, given } as unknown as Json, inlineSize);
    if (pool === undefined || isSmall) return checkDocument(document, given);
    return pool.run({ kind: 'check', document: rules, given });
  };
  return {
    check,
    diagnostics: async (document) => {
      try {
        return (await check(document)).diagnostics;
      } catch (cause) {
        if (!(cause instanceof AppError) || cause.code === 'internal') throw cause;
        return [
          {
            severity: 'warning',
            code: 'mapping.notChecked',
            message: cause.userMessage ?? cause.message,
            at: { field: 'mapping' },
          },
        ];
      }
    },
  };
}
