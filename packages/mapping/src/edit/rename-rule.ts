import { isStructure } from '@patchbay/model/mapping';
import type { MappingDocument } from '@patchbay/model/mapping';
import { childPath, pathNames } from '../rules/rule-path.ts';
import { refuse } from './edit.ts';
import type { EditResult } from './edit.ts';
import { withMovedTargets } from './target-references.ts';
import { lastName, parentPath, ruleAt, shownPath } from './rule-at.ts';
import { withMovedMeta } from './rule-meta.ts';
import { setRule, withEntries } from './set-rule.ts';

/** The same rule under another name, in its place; what reads it through `$target` and what is said about it follow. */
export function renameRule(doc: MappingDocument, path: string, name: string): EditResult {
  const parent = ruleAt(doc, parentPath(path));
  const old = lastName(path);
  if (path === '' || parent === undefined || !isStructure(parent) || !Object.hasOwn(parent.fields, old))
    return refuse(`There is no rule at ${shownPath(path)}.`);
  if (name.trim() === '') return refuse('A field needs a name.');
  const to = childPath(parentPath(path), name);
  if (name === old) return { doc, path, said: `${shownPath(path)} keeps its name.` };
  if (Object.hasOwn(parent.fields, name))
    return refuse(`There is a rule for ${shownPath(to)} already. Choose another name.`);
  const renamed = withEntries(parent, (entries) => entries.map(([key, rule]) => [key === old ? name : key, rule]));
  const moved = withMovedTargets(setRule(doc, parentPath(path), renamed), path, to);
  return { doc: withMovedMeta(moved, path, to), path: to, said: `Renamed ${pathNames(path).at(-1)} to ${name}.` };
}
