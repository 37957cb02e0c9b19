// A list onto a list: item by item, as it is, or together with the list that is there.
import { isLoop } from '@patchbay/model/mapping';
import type { LoopRule, MappingRule } from '@patchbay/model/mapping';
import { withDocument } from '../../lineage/mapping-view.ts';
import { eachStep } from '../../lineage/source-path.ts';
import type { SourcePath } from '../../lineage/source-path.ts';
import { refuse } from '../edit.ts';
import type { Edit, Refusal } from '../edit.ts';
import { matchChildren, valueItems } from '../match-children.ts';
import { shownPath } from '../rule-at.ts';
import { setRule } from '../set-rule.ts';
import { itemShape } from '../shapes.ts';
import type { Draft } from './drop-choice.ts';
import { ruleDraft } from './drop-choice.ts';
import { besides, loopOver, shownSource } from './drop-site.ts';
import type { DropSite } from './drop-site.ts';
import { goesWhole } from './goes-whole.ts';
import { flatText } from './list-onto-value.ts';
import { secondList } from './second-list.ts';
import { bareText } from '../conversion.ts';

/** The whole list at the dropped path as one list. */
export const listText = (site: DropSite): string => flatText(site.path.text, site.path.lists + 1);

export function listOntoList(site: DropSite): Draft[] | Refusal {
  const { rule } = site.to;
  const drafts = [...each(site), ...asIs(site)];
  if (rule === undefined) return drafts.length > 0 ? drafts : unfit(site);
  const replacing = drafts.map((draft) => ({ ...draft, detail: `${draft.detail}, instead of what is there` }));
  if (isLoop(rule)) {
    const isEmpty = Object.keys(rule.fields).length === 0 && bareText(rule.for) === '';
    return isEmpty ? drafts : [...secondList(site, rule), ...replacing];
  }
  const text = 'expr' in rule ? bareText(rule.expr) : '';
  const all = text === '' ? drafts : [append(site, rule, text), ...replacing];
  return all.length > 0 ? all : unfit(site);
}

const unfit = (site: DropSite): Refusal => {
  const items = itemShape(site.from).kind === 'structure' ? 'structures' : 'plain values';
  const wanted = itemShape(site.to).kind === 'structure' ? 'structures' : 'plain values';
  return refuse(
    `The items of ${shownSource(site.source)} are ${items}, those of ${shownPath(site.target)} ${wanted}: map one field of them.`,
  );
};

/** Item by item: a loop for structures, with fields of the same names; an expression for plain values. */
function each(site: DropSite): Draft[] {
  const from = itemShape(site.from);
  const wanted = site.to.schema === undefined ? from : itemShape(site.to);
  const isMade = from.kind === 'structure' || wanted.kind === 'structure';
  if (isMade && wanted.kind !== 'value' && from.kind !== 'value') return [loopDraft(site)];
  if (isMade) return [];
  const text = valueItems(listText(site), from.schema, wanted.schema);
  if (text === undefined) return [];
  const at = {
    path: site.target,
    rule: { ...besides(site.to.rule), expr: text },
    said: `${shownPath(site.target)} is ${text}.`,
  };
  return [
    ruleDraft(site.view, at, { id: 'each', title: 'Each item', detail: 'Every value of the list', preview: text }),
  ];
}

function loopDraft(site: DropSite): Draft {
  const loop = loopOver(site, listText(site));
  const words = `or each ${loop.for} as ${loop.as}`;
  return {
    id: 'each',
    title: 'Map each item',
    detail: `F${words}`,
    preview: `f${words}`,
    edit: () => loopEdit(site, loop),
  };
}

/** The loop with rules for the fields of the same names. Rules that are there stay. */
function loopEdit(site: DropSite, loop: LoopRule): Edit {
  const opened = withDocument(site.view, setRule(site.view.doc, site.target, loop));
  const matched = matchChildren(
    opened,
    { source: itemPath(site.source), target: site.target },
    { scorer: site.scorer },
  );
  const fields = matched.paths.length;
  const also = fields === 0 ? '' : ` ${fields} ${fields === 1 ? 'field' : 'fields'} matched.`;
  return { doc: matched.view.doc, path: site.target, said: `Made a loop: for each ${loop.for} as ${loop.as}.${also}` };
}

const itemPath = ({ root, steps }: SourcePath): SourcePath => ({ root, steps: [...steps, eachStep] });

/** The list itself, when the target takes it. */
function asIs(site: DropSite): Draft[] {
  const { from, to } = site;
  const fits = goesWhole(from, to);
  const isStructures = itemShape(from).kind === 'structure' || itemShape(from).kind === 'any';
  if (!fits || !isStructures) return [];
  const text = listText(site);
  const at = {
    path: site.target,
    rule: { ...besides(to.rule), expr: text },
    said: `${shownPath(site.target)} is ${text} as it is.`,
  };
  return [
    ruleDraft(site.view, at, { id: 'as-is', title: 'As it is', detail: 'The whole list, unchanged', preview: text }),
  ];
}

function append(site: DropSite, rule: MappingRule, old: string): Draft {
  const text = `APPEND(${old}, ${listText(site)})`;
  const at = {
    path: site.target,
    rule: { ...besides(rule), expr: text },
    said: `${shownPath(site.target)} also has the items of ${shownSource(site.source)}.`,
  };
  return ruleDraft(site.view, at, {
    id: 'append',
    title: 'Append',
    detail: 'After the items that are there',
    preview: text,
  });
}
