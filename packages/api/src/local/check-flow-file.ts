import { listManifests } from '@patchbay/connections';
import type { Diagnostic } from '@patchbay/model/errors';
import type { FlowDocument } from '@patchbay/model/flow';
import { readFlowFile } from '../flow/flow-file.ts';
import { createFlowCheck } from '../flow/flow-problems.ts';

/** Reads and checks a flow file without a database. @throws AppError `unprocessable` when it is no flow file. */
export function checkFlowFile(text: string): { document: FlowDocument; diagnostics: Diagnostic[] } {
  const document = readFlowFile(text);
  return { document, diagnostics: createFlowCheck(listManifests())(document) };
}
