import type { MappingDocument } from '@patchbay/model/mapping';
import { childPath } from '../rules/rule-path.ts';
import { refuse } from './edit.ts';
import type { EditResult } from './edit.ts';
import { freeFieldName } from './free-name.ts';
import { lastName, parentPath, ruleAt, shownPath, structureAt } from './rule-at.ts';
import { withCopiedMeta } from './rule-meta.ts';
import { setRule, withEntries } from './set-rule.ts';

/** The same rule once more, right below, under a free name. */
export function duplicateRule(doc: MappingDocument, path: string): EditResult {
  const rule = ruleAt(doc, path);
  const parent = structureAt(doc, parentPath(path));
  if (path === '' || rule === undefined || parent === undefined)
    return refuse(`There is no rule at ${shownPath(path)}.`);
  const name = lastName(path);
  const copy = freeFieldName(parent, name);
  const to = childPath(parentPath(path), copy);
  const next = withEntries(parent, (entries) =>
    entries.flatMap(([key, child]) =>
      key === name ? [[key, child] as const, [copy, child] as const] : [[key, child] as const],
    ),
  );
  return {
    doc: withCopiedMeta(setRule(doc, parentPath(path), next), path, to),
    path: to,
    said: `Duplicated ${shownPath(path)} as ${shownPath(copy)}.`,
  };
}
