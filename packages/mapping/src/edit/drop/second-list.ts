// A second list onto a target list that loops already: its items after the others, beside them by key, or all with all.

import type { LoopJoin, LoopRule } from '@patchbay/model/mapping';
import { quoteMember, quoteName } from '@patchbay/model/expression';
import { originOfText } from '../../lineage/origin-of.ts';
import { itemOf } from '../../lineage/place.ts';
import { aliasOf, scopeAt } from '../../lineage/rule-scope.ts';
import { eachStep, sourceKey } from '../../lineage/source-path.ts';
import type { SourcePath } from '../../lineage/source-path.ts';
import type { Edit } from '../edit.ts';
import { pathTextIn } from '../expression-for.ts';
import { itemName, namesIn } from '../free-name.ts';
import { byName } from '../best-pairs.ts';
import { visitTexts } from '../map-texts.ts';
import { shownPath } from '../rule-at.ts';
import { setRule } from '../set-rule.ts';
import { fieldsOf } from '../shapes.ts';
import { bareText } from '../conversion.ts';
import type { Draft } from './drop-choice.ts';
import { shownSource, sourceName } from './drop-site.ts';
import type { DropSite } from './drop-site.ts';
import { joinKeys } from './join-keys.ts';
import type { KeyPair } from './join-keys.ts';
import { flatText } from './list-onto-value.ts';

/** The source list that a loop goes over, when it is one place. */
export function loopedList(site: Pick<DropSite, 'view'>, path: string, loop: LoopRule): SourcePath | undefined {
  const { taken } = originOfText(loop.for, scopeAt(site.view, path, 'for'));
  const [only, ...others] = taken;
  if (only === undefined || others.length > 0) return undefined;
  const item = itemOf(only.place);
  return item.steps.at(-1) === eachStep ? { root: item.root, steps: item.steps.slice(0, -1) } : undefined;
}

/** As many as a document allows. */
export const maxJoins = 8;

export function secondList(site: DropSite, loop: LoopRule): Draft[] {
  const at = { path: site.target, loop, list: site.source };
  const isOpen = loop.groupBy === undefined && (loop.join ?? []).length < maxJoins;
  return [appendDraft(site, loop), ...(isOpen ? [...joinDrafts(site, at), crossDraft(site, at)] : [])];
}

/** A loop that gets a partner. */
export interface Partnering {
  readonly path: string;
  readonly loop: LoopRule;
  /** The list to be joined. */
  readonly list: SourcePath;
}

/** What is done once the partner has a name: nothing, or a rule that reads it. */
type Then = (edit: { doc: Edit['doc']; as: string }) => Edit;

const keep: (path: string, said: string) => Then =
  (path, said) =>
  ({ doc }) => ({ doc, path, said });

/** By key: one choice for each likely pair of keys. */
export function joinDrafts(site: DropSite, at: Partnering, then?: (said: string) => Then): Draft[] {
  const looped = loopedList(site, at.path, at.loop);
  const pairs = looped === undefined ? [] : joinKeys({ ...site, loop: looped, partner: at.list });
  const many = shownSource(at.list);
  return pairs.map((pair, position): Draft => {
    const { join, text } = joinFor(site, at, pair);
    const said = `Joined ${many} as ${join.as}: where ${text}.`;
    return {
      id: position === 0 ? 'join' : `join-${position + 1}`,
      title: position === 0 ? 'Join by key' : `Join by ${pair.item}`,
      detail: `${many} where ${text} (${pair.reason})`,
      preview: `join ${join.in} as ${join.as} where ${text}`,
      edit: () => withPartner(site, { ...at, join }, (then ?? ((words) => keep(at.path, words)))(said)),
    };
  });
}

function joinFor(site: DropSite, { path, loop, list }: Partnering, pair: KeyPair): { join: LoopJoin; text: string } {
  const partner = partnerOf(site, { path, loop, list });
  const key = `${quoteName(aliasOf(loop))}.${pair.key}`;
  const item = `${quoteName(partner.as)}.${pair.item}`;
  return { join: { ...partner, on: { key, item }, keep: 'all' }, text: `${key} = ${item}` };
}

/** The name and the text of a partner. */
function partnerOf({ view }: DropSite, { path, loop, list }: Partnering): LoopJoin {
  const inside = scopeAt(view, path);
  const text = pathTextIn(scopeAt(view, path, 'join.0.in'), list);
  const taken = namesIn(inside);
  for (const { as } of loop.join ?? []) taken.add(as);
  return {
    as: itemName(sourceName(list), taken),
    in: text === undefined ? shownSource(list) : flatText(text.text, text.lists + 1),
  };
}

function withPartner({ view }: DropSite, { path, loop, join }: Partnering & { join: LoopJoin }, then: Then): Edit {
  const doc = setRule(view.doc, path, { ...loop, join: [...(loop.join ?? []), join] });
  return then({ doc, as: join.as });
}

/** All with all: asked for, since a thousand with a thousand are a million. */
export function crossDraft(site: DropSite, at: Partnering, then?: (said: string) => Then): Draft {
  const join = partnerOf(site, at);
  const [first, second] = [bareText(at.loop.for), shownSource(at.list)];
  const said = `Made a loop over ${first} × ${second}.`;
  return {
    id: 'nested',
    title: 'All with all',
    detail: `Every ${aliasOf(at.loop)} with every ${join.as}`,
    preview: `join ${join.in} as ${join.as}`,
    needsConfirm: `Loop over ${first} × ${second}? Every item of one is paired with every item of the other: 1,000 and 1,000 make 1,000,000.`,
    edit: () => withPartner(site, { ...at, join }, (then ?? ((words) => keep(at.path, words)))(said)),
  };
}

/** One after the other. Where the items differ, those of the second list are given the fields that the rules read. */
function appendDraft(site: DropSite, loop: LoopRule): Draft {
  const list = flatText(site.path.text, site.path.lists + 1);
  const read = fieldsRead(site, loop);
  const own = fieldsOf(site.from);
  const isSame = read.every((name) => own.some((field) => field.name === name));
  const pairs = read.flatMap((name) => {
    const partner = own.find((field) => field.name === name) ?? own.find((field) => fits(site, field, name));
    return partner === undefined ? [] : [`${quoteMember(name)}: ${quoteName('item')}.${quoteMember(partner.name)}`];
  });
  const second = isSame || own.length === 0 ? list : `MAP(${list}, item -> { ${pairs.join(', ')} })`;
  const text = `APPEND(${bareText(loop.for)}, ${second})`;
  const missing = isSame || own.length === 0 ? 0 : read.length - pairs.length;
  const left = missing === 0 ? '' : `; ${missing} of their fields are not in it`;
  return {
    id: 'append',
    title: 'Append',
    detail: `Its items after those of ${bareText(loop.for)}${left}`,
    preview: `for each ${text} as ${aliasOf(loop)}`,
    edit: () => ({
      doc: setRule(site.view.doc, site.target, { ...loop, for: text }),
      path: site.target,
      said: `${shownPath(site.target)} also loops over ${shownSource(site.source)}${left}.`,
    }),
  };
}

const fits = (site: DropSite, field: { name: string; schema: DropSite['from']['schema'] }, wanted: string): boolean =>
  (site.scorer ?? byName)(
    { name: field.name, path: [], schema: field.schema },
    { name: wanted, path: [], schema: undefined },
  ) >= 0.7;

/** The fields of the loop's item that its rules read. */
function fieldsRead(site: DropSite, loop: LoopRule): string[] {
  const list = loopedList(site, site.target, loop);
  if (list === undefined) return [];
  const prefix = `${sourceKey({ root: list.root, steps: [...list.steps, eachStep] })}/`;
  const names = new Set<string>();
  const scope = scopeAt(site.view, site.target, 'for');
  visitTexts(loop, { path: site.target, scope }, (text, place) => {
    if (place.part === 'for') return;
    for (const { place: read } of readPlaces(text, place.scope)) {
      const key = sourceKey(read);
      if (key.startsWith(prefix)) names.add(read.steps[list.steps.length + 1] ?? '');
    }
  });
  return [...names].filter((name) => name !== '');
}

const readPlaces = (text: string, scope: ReturnType<typeof scopeAt>): readonly { readonly place: SourcePath }[] => {
  const { taken, uses } = originOfText(text, scope);
  return [...taken, ...uses];
};
