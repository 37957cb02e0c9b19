import { fieldNames } from '@patchbay/model/mapping';
import type { MappingDocument } from '@patchbay/model/mapping';
import { refuse } from './edit.ts';
import type { EditResult } from './edit.ts';
import { lastName, parentPath, shownPath, structureAt } from './rule-at.ts';
import { setRule, withEntries } from './set-rule.ts';

/** The rule so many places later (or, negative, earlier) among its siblings; at the ends it stays. */
export function moveRule(doc: MappingDocument, path: string, by: number): EditResult {
  const parent = structureAt(doc, parentPath(path));
  const name = lastName(path);
  if (path === '' || parent === undefined || !Object.hasOwn(parent.fields, name))
    return refuse(`There is no rule at ${shownPath(path)}.`);
  const names = fieldNames(parent);
  const from = names.indexOf(name);
  const to = Math.min(Math.max(from + Math.trunc(by), 0), names.length - 1);
  if (from === to) return { doc, path, said: `${shownPath(path)} stays where it is.` };
  const moved = withEntries(parent, (entries) => {
    const others = entries.filter(([key]) => key !== name);
    return [...others.slice(0, to), ...entries.slice(from, from + 1), ...others.slice(to)];
  });
  return {
    doc: setRule(doc, parentPath(path), moved),
    path,
    said: `Moved ${shownPath(path)} ${to < from ? 'up' : 'down'}.`,
  };
}
