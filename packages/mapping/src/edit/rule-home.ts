// What is seen around a rule: the names, and the texts of intermediate values.
import { isLoop, isStructure } from '@patchbay/model/mapping';
import type { MappingView } from '../lineage/mapping-view.ts';
import type { NameScope } from '../lineage/name-scope.ts';
import { aliasOf, rootScopeOf, rulesAlong, structureScopes } from '../lineage/rule-scope.ts';
import { parentPath } from './rule-at.ts';
import type { LetTexts } from './rebase-text.ts';

export interface RuleHome {
  readonly scope: NameScope;
  readonly lets: LetTexts;
}

/** What the rules inside a structure see; inside a path without one, what a new structure there would. */
export function homeInside(view: MappingView, parent: string): RuleHome {
  const root = rootScopeOf(view);
  const along = rulesAlong(view.doc, parent, root);
  const lets = new Map<string, string>();
  let scope = root;
  for (const { rule, scope: around } of along) {
    scope = around;
    if (!isStructure(rule)) break;
    if (isLoop(rule))
      for (const name of [aliasOf(rule), rule.index, ...(rule.join ?? []).map(({ as }) => as)]) lets.delete(name ?? '');
    for (const [name, text] of Object.entries(rule.let ?? {})) lets.set(name, text);
    ({ fields: scope } = structureScopes(rule, around));
  }
  return { scope, lets };
}

/** What the rule at a path sees around it. */
export const homeOf = (view: MappingView, path: string): RuleHome =>
  path === '' ? { scope: rootScopeOf(view), lets: new Map() } : homeInside(view, parentPath(path));
