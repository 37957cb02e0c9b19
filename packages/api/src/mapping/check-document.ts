// The check of a mapping that stands alone: its expressions against the shapes of its sources, its rules against the target.
import type { ScopeTypes } from '@patchbay/mapping';
import { checkMapping } from '@patchbay/mapping';
import { hasErrors } from '@patchbay/model/errors';
import type { MappingDocument } from '@patchbay/model/mapping';
import type { DataSchema } from '@patchbay/model/schema';
import type { Checked } from './mapper.contract.ts';
import { sourceSchema } from './mapping-input.ts';

/** What the expressions may read. A source whose shape nobody says may be anything. */
function typesOfDocument(document: MappingDocument, given: Readonly<Record<string, DataSchema>>): ScopeTypes {
  const declared = Object.keys(document.sources ?? {}).map((name): [string, DataSchema] => [
    name,
    sourceSchema(document, name) ?? {},
  ]);
  return Object.fromEntries([...declared, ...Object.entries(given)]);
}

/** `document` carries its bundle; `given` are shapes that it does not say. */
export function checkDocument(document: MappingDocument, given: Readonly<Record<string, DataSchema>> = {}): Checked {
  const { diagnostics, outputType } = checkMapping(document, typesOfDocument(document, given));
  return { valid: !hasErrors(diagnostics), diagnostics: [...diagnostics], output: outputType };
}
