// Settings of a loop: its list, the names in it, and which items it takes in which order.
import { isKeyword, isPlainName } from '@patchbay/model/expression';
import { isLoop } from '@patchbay/model/mapping';
import type { LoopJoin, LoopRule } from '@patchbay/model/mapping';
import type { MappingView } from '../lineage/mapping-view.ts';
import type { NameScope } from '../lineage/name-scope.ts';
import { aliasOf, rulesAlong, rootScopeOf, structureScopes } from '../lineage/rule-scope.ts';
import { refuse } from './edit.ts';
import type { Edit, EditResult, Refusal } from './edit.ts';
import { itemName, namesIn } from './free-name.ts';
import { mapTexts } from './map-texts.ts';
import { renamedNames } from './rename-name.ts';
import { ruleAt, shownPath } from './rule-at.ts';
import { setRule } from './set-rule.ts';

export type LoopSettings = Pick<
  LoopRule,
  'for' | 'where' | 'distinct' | 'groupBy' | 'orderBy' | 'limit' | 'index' | 'join'
>;

// As many as a document allows.
const maxKeys = 16;
const maxJoins = 8;

const settingWords: Readonly<Record<keyof LoopSettings, string>> = {
  for: 'list',
  where: 'filter',
  distinct: 'distinct',
  groupBy: 'grouping',
  orderBy: 'order',
  limit: 'limit',
  index: 'position name',
  join: 'joins',
};

/** Some settings of a loop; blank texts, empty lists and undefined take a setting away. Texts inside stay as they are. */
export function setLoop(view: MappingView, path: string, change: Partial<LoopSettings>): EditResult {
  const loop = loopAt(view, path);
  if (loop === undefined) return noLoop(path);
  if (change.for !== undefined && change.for.trim() === '') return refuse('A loop needs a list.');
  if ((change.orderBy ?? []).length > maxKeys) return refuse(`A loop is ordered by at most ${maxKeys} keys.`);
  if ((change.join ?? []).length > maxJoins) return refuse(`A loop has at most ${maxJoins} joins.`);
  const next = Object.entries({ ...loop, ...change }).filter(([name, value]) => name === 'fields' || !isBlank(value));
  const words = Object.keys(change).map((name) => settingWords[name as keyof LoopSettings]);
  return {
    doc: setRule(view.doc, path, Object.fromEntries(next) as unknown as LoopRule),
    path,
    said: `Changed the ${words.join(', ')} of ${shownPath(path)}.`,
  };
}

const isBlank = (value: unknown): boolean =>
  value === undefined ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.length === 0);

const loopAt = ({ doc }: MappingView, path: string): LoopRule | undefined => {
  const rule = ruleAt(doc, path);
  return rule !== undefined && isLoop(rule) ? rule : undefined;
};

const noLoop = (path: string): Refusal => refuse(`${shownPath(path)} is no loop.`);

/** Why a text is no name for an item, a position or an intermediate value. */
export function nameMistake(name: string): string | undefined {
  if (name.trim() === '') return 'A name is needed.';
  return isPlainName(name) && !isKeyword(name)
    ? undefined
    : `“${name}” is no name: use letters, digits and _, and none of and, or, not, in, true, false, null.`;
}

/** The name of the loop's item; everything inside that reads it follows. */
export function renameAlias(view: MappingView, path: string, name: string): EditResult {
  return renameInLoop(view, path, { to: name, what: 'alias' });
}

/** The name of the position among the target items; one without a name gets it. */
export function renameIndex(view: MappingView, path: string, name: string): EditResult {
  return renameInLoop(view, path, { to: name, what: 'index' });
}

/** The name of a partner. */
export function renameJoin(view: MappingView, path: string, { from, to }: { from: string; to: string }): EditResult {
  return renameInLoop(view, path, { from, to, what: 'join' });
}

/** What reads a position without a name; no text can name it so. */
const unnamedIndex = '$index';

interface LoopRenaming {
  readonly what: 'alias' | 'index' | 'join';
  readonly from?: string;
  readonly to: string;
}

function renameInLoop(view: MappingView, path: string, { what, from: wanted, to }: LoopRenaming): EditResult {
  const loop = loopAt(view, path);
  if (loop === undefined) return noLoop(path);
  const from = what === 'alias' ? aliasOf(loop) : what === 'index' ? (loop.index ?? unnamedIndex) : wanted;
  const mistake = nameMistake(to);
  if (mistake !== undefined) return refuse(mistake);
  if (from === undefined || (what === 'join' && loop.join?.some(({ as }) => as === from) !== true))
    return refuse(`${shownPath(path)} has no such name.`);
  if (from === to) return { doc: view.doc, path, said: `${from} keeps its name.` };
  if (ownNames(loop).includes(to)) return refuse(`“${to}” is a name of this loop already.`);
  const along = rulesAlong(view.doc, path, rootScopeOf(view));
  const scope = along.at(-1)?.scope ?? rootScopeOf(view);
  const binders = bindersOf(loop, scope);
  const renaming = renamedNames({
    from,
    to,
    isBinder: (binder) =>
      binder !== undefined && binders.has(binder) && (from === unnamedIndex || binder.names.has(from)),
  });
  const rewritten = mapTexts(loop, { path, scope }, renaming.change);
  const [clash] = renaming.clashes;
  if (clash !== undefined)
    return refuse(`“${to}” means something else in ${shownPath(clash.path)}. Choose another name.`);
  if (!isLoop(rewritten)) return noLoop(path);
  return {
    doc: setRule(view.doc, path, withName(rewritten, { what, from, to })),
    path,
    said: from === unnamedIndex ? `The position is named ${to}.` : `Renamed ${from} to ${to}.`,
  };
}

const ownNames = (loop: LoopRule): string[] => [
  aliasOf(loop),
  ...(loop.index === undefined ? [] : [loop.index]),
  ...(loop.join ?? []).map(({ as }) => as),
];

/** The scopes that give the loop's own names their meaning. */
function bindersOf(loop: LoopRule, around: NameScope): Set<NameScope> {
  const scopes = structureScopes(loop, around);
  const found = new Set<NameScope>();
  const add = (from: NameScope): void => {
    for (let at: NameScope | undefined = from; at !== undefined && at !== around; at = at.outer) found.add(at);
  };
  add(scopes.group);
  add(scopes.item);
  for (const key of scopes.keys) add(key);
  return found;
}

function withName(
  loop: LoopRule,
  { what, from, to }: { what: LoopRenaming['what']; from: string; to: string },
): LoopRule {
  switch (what) {
    case 'alias':
      return { ...loop, as: to };
    case 'index':
      return { ...loop, index: to };
    case 'join':
      return { ...loop, join: (loop.join ?? []).map((join) => (join.as === from ? { ...join, as: to } : join)) };
  }
}

/** One more partner; without a name it gets one after its list. */
export function addJoin(view: MappingView, path: string, join: Omit<LoopJoin, 'as'> & { as?: string }): EditResult {
  const loop = loopAt(view, path);
  if (loop === undefined) return noLoop(path);
  if ((loop.join ?? []).length >= maxJoins) return refuse(`A loop has at most ${maxJoins} joins.`);
  const scope = structureScopes(
    loop,
    rulesAlong(view.doc, path, rootScopeOf(view)).at(-1)?.scope ?? rootScopeOf(view),
  ).fields;
  const taken = namesIn(scope);
  for (const name of ownNames(loop)) taken.add(name);
  const as = join.as ?? itemName(/[\p{L}_][\p{L}\p{N}_]*$/u.exec(join.in)?.[0] ?? 'item', taken);
  const mistake =
    nameMistake(as) ?? (ownNames(loop).includes(as) ? `“${as}” is a name of this loop already.` : undefined);
  if (mistake !== undefined) return refuse(mistake);
  const next = { ...loop, join: [...(loop.join ?? []), { ...join, as }] };
  return { doc: setRule(view.doc, path, next), path, said: `Joined ${join.in} as ${as}.` };
}

/** The list, the keys and what is kept of a partner. */
export function setJoin(
  view: MappingView,
  path: string,
  { at, change }: { at: number; change: Partial<Omit<LoopJoin, 'as'>> },
): EditResult {
  const loop = loopAt(view, path);
  const old = loop?.join?.[at];
  if (loop === undefined || old === undefined) return refuse(`${shownPath(path)} has no such join.`);
  const next = Object.fromEntries(
    Object.entries({ ...old, ...change }).filter(([, value]) => value !== undefined),
  ) as unknown as LoopJoin;
  const join = (loop.join ?? []).map((other, position) => (position === at ? next : other));
  return { doc: setRule(view.doc, path, { ...loop, join }), path, said: `Changed the join ${old.as}.` };
}

/** The loop without a partner; texts that read it stay and are shown as wrong. */
export function removeJoin(view: MappingView, path: string, at: number): EditResult {
  const loop = loopAt(view, path);
  const old = loop?.join?.[at];
  if (loop === undefined || old === undefined) return refuse(`${shownPath(path)} has no such join.`);
  const { join, ...rest } = loop;
  const left = (join ?? []).filter((_, position) => position !== at);
  const edit: Edit = {
    doc: setRule(view.doc, path, left.length === 0 ? rest : { ...rest, join: left }),
    path,
    said: `Removed the join ${old.as}.`,
  };
  return edit;
}
