// A value of one list onto a field that is made for each item of another: the partner by key, or one of all its values.
import { quoteMember, quoteName } from '@patchbay/model/expression';
import { withDocument } from '../../lineage/mapping-view.ts';
import { aliasOf } from '../../lineage/rule-scope.ts';
import { eachStep } from '../../lineage/source-path.ts';
import type { SourcePath } from '../../lineage/source-path.ts';
import { converted } from '../conversion.ts';
import type { Edit } from '../edit.ts';
import { pathTextIn } from '../expression-for.ts';
import { shownPath } from '../rule-at.ts';
import { setRule } from '../set-rule.ts';
import type { Draft } from './drop-choice.ts';
import { besides, shownSource } from './drop-site.ts';
import type { DropSite } from './drop-site.ts';
import { loopsAround } from './implied-loops.ts';
import { joinKeys } from './join-keys.ts';
import { flatText } from './list-onto-value.ts';
import { crossDraft, joinDrafts, loopedList, maxJoins } from './second-list.ts';
import { valueDraft } from './value-onto-value.ts';

/** The choices that pair the items of both lists; empty outside of loops. */
export function pairings(site: DropSite): Draft[] {
  const [around] = loopsAround(site.view, site.target);
  const list = site.lists[0];
  if (around === undefined || list === undefined || around.loop.groupBy !== undefined) return [];
  if ((around.loop.join ?? []).length >= maxJoins) return [];
  const at = { ...around, list };
  const rest = site.source.steps.slice(list.steps.length + 1);
  const isPlain = !rest.includes(eachStep);
  const then =
    (said: string) =>
    ({ doc, as }: { doc: Edit['doc']; as: string }): Edit => {
      const value = converted([quoteName(as), ...rest.map(quoteMember)].join('.'), site.from.schema, site.to.schema);
      const text = 'refused' in value ? quoteName(as) : value.text;
      const next = setRule(doc, site.target, { ...besides(site.to.rule), expr: text });
      return {
        doc: withDocument(site.view, next).doc,
        path: site.target,
        said: `${said} ${shownPath(site.target)} is ${text}.`,
      };
    };
  const isFit = !('refused' in converted('value', site.from.schema, site.to.schema));
  if (!isFit || !isPlain) return [];
  const joins = joinDrafts(site, at, then);
  return [
    ...joins,
    ...lookup(site, { list, rest, at }),
    ...samePosition(site, { list, rest }),
    crossDraft(site, at, then),
  ];
}

interface Partner {
  readonly list: SourcePath;
  readonly rest: readonly string[];
}

/** `XLOOKUP(line.sku, products.sku, products.title)`: the value alone, without a partner beside the item. */
function lookup(site: DropSite, { list, rest, at }: Partner & { at: Parameters<typeof joinDrafts>[1] }): Draft[] {
  const looped = loopedList(site, at.path, at.loop);
  const [pair] = looped === undefined ? [] : joinKeys({ ...site, loop: looped, partner: list });
  const rows = pathTextIn(site.scope, list);
  if (pair === undefined || rows === undefined || rows.lists > 0 || rest.length === 0) return [];
  const values = [rows.text, ...rest.map(quoteMember)].join('.');
  const text = `XLOOKUP(${quoteName(aliasOf(at.loop))}.${pair.key}, ${rows.text}.${pair.item}, ${values})`;
  const detail = `Found among ${shownSource(list)} by ${pair.item}`;
  const draft = valueDraft(site, text, {
    from: site.from.schema,
    words: { id: 'look-up', title: 'Look it up', detail },
  });
  return 'refused' in draft ? [] : [draft];
}

/** The item at the same position. */
function samePosition(site: DropSite, { list, rest }: Partner): Draft[] {
  const rows = pathTextIn(site.scope, list);
  if (rows === undefined) return [];
  const text = [`${flatText(rows.text, rows.lists + 1)}[$index]`, ...rest.map(quoteMember)].join('.');
  const detail = `Item 1 with item 1, item 2 with item 2 of ${shownSource(list)}`;
  const draft = valueDraft(site, text, {
    from: site.from.schema,
    words: { id: 'same-position', title: 'Same position', detail },
  });
  return 'refused' in draft ? [] : [draft];
}
