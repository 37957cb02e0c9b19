import type { MappingDocument, MappingRule } from '@patchbay/model/mapping';
import { childPath } from '../rules/rule-path.ts';
import { refuse } from './edit.ts';
import type { EditResult } from './edit.ts';
import { freeFieldName } from './free-name.ts';
import { ruleAt, shownPath, structureAt } from './rule-at.ts';
import { setRule } from './set-rule.ts';

export interface NewField {
  /** Where the target has no schema, the wanted name; without one `field1`, `field2`, … */
  readonly name?: string | undefined;
  readonly rule?: MappingRule | undefined;
}

/** A new rule at the end of a structure or list; a value that stands in the way is refused. */
export function addField(
  doc: MappingDocument,
  parent: string,
  { name, rule = { expr: '' } }: NewField = {},
): EditResult {
  const above = structureAt(doc, parent);
  if (above === undefined && ruleAt(doc, parent) !== undefined)
    return refuse(`${shownPath(parent)} is a single value. Make it a structure or a list first.`);
  if (name !== undefined && name.trim() === '') return refuse('A field needs a name.');
  if (name !== undefined && above !== undefined && Object.hasOwn(above.fields, name))
    return refuse(`There is a rule for ${shownPath(childPath(parent, name))} already. Choose another name.`);
  const path = childPath(parent, name ?? freeFieldName(above));
  return { doc: setRule(doc, path, rule), path, said: `Added ${shownPath(path)}.` };
}
