import type { MappingDocument } from '@patchbay/model/mapping';
import type { Edit } from './edit.ts';
import { isInside, parentPath, ruleAt, shownPath } from './rule-at.ts';
import { withoutMeta } from './rule-meta.ts';
import { setRules } from './set-rule.ts';

/** The document without these rules, the rules inside them and what is said about them. Paths without a rule are passed over. */
export function removeRules(doc: MappingDocument, paths: readonly string[]): Edit {
  const there = paths.filter((path) => ruleAt(doc, path) !== undefined);
  const outer = there.filter((path) => !there.some((other) => other !== path && isInside(path, other)));
  const unique = [...new Set(outer)];
  const next = setRules(
    doc,
    unique.map((path) => [path, undefined]),
  );
  const [only] = unique;
  const said =
    unique.length === 1 && only !== undefined
      ? `Removed the rule of ${shownPath(only)}.`
      : `Removed ${unique.length} rules.`;
  return {
    doc: unique.length === 0 ? doc : withoutMeta(next, unique),
    path: only === undefined ? '' : parentPath(only),
    said,
  };
}
