// Structures: their fields are matched with the fields of the other side.
import type { ObjectRule } from '@patchbay/model/mapping';
import { typesOf } from '@patchbay/model/schema';
import { withDocument } from '../../lineage/mapping-view.ts';
import type { MappingView } from '../../lineage/mapping-view.ts';
import { eachStep } from '../../lineage/source-path.ts';
import type { SourcePath } from '../../lineage/source-path.ts';
import { childPath } from '../../rules/rule-path.ts';
import { converted } from '../conversion.ts';
import { refuse } from '../edit.ts';
import type { Edit, Refusal } from '../edit.ts';
import { freeFieldName, itemName, namesIn } from '../free-name.ts';
import { matchChildren } from '../match-children.ts';
import { ruleAt, shownPath, structureAt } from '../rule-at.ts';
import { setRule } from '../set-rule.ts';
import { itemShape } from '../shapes.ts';
import { ruleDraft } from './drop-choice.ts';
import type { Draft } from './drop-choice.ts';
import { besides, loopOver, shownSource, sourceName } from './drop-site.ts';
import type { DropSite } from './drop-site.ts';
import { goesWhole } from './goes-whole.ts';
import { flatText } from './list-onto-value.ts';

/** Rules for the fields that match; what is mapped already stays. */
export function structureOntoStructure(site: DropSite): Draft[] | Refusal {
  const opened = openedStructure(site);
  const matched = matchChildren(opened, { source: site.source, target: site.target }, { scorer: site.scorer });
  const drafts = matched.paths.length === 0 ? [] : [matchDraft(site, matched.view, matched)];
  if (site.path.lists === 0 && fitsWhole(site) && site.target !== '') drafts.push(wholeDraft(site));
  if (drafts.length > 0) return drafts;
  return refuse(
    `No field of ${shownSource(site.source)} has the name and type of an unmapped field of ${shownPath(site.target)}: map them one by one.`,
  );
}

/** A single value that stands in the way gives way to the fields. */
function openedStructure({ view, target, to }: DropSite): MappingView {
  if (structureAt(view.doc, target) !== undefined) return view;
  return withDocument(view, setRule(view.doc, target, { ...besides(to.rule), fields: {} }));
}

function matchDraft(
  site: DropSite,
  view: MappingView,
  { paths, left }: { paths: readonly string[]; left: readonly string[] },
): Draft {
  const all = paths.length + left.length;
  const names = paths
    .slice(0, 4)
    .map((path) => path.slice(site.target.length + 1))
    .join(', ');
  const more = paths.length > 4 ? `, and ${paths.length - 4} more` : '';
  const said = `Mapped ${paths.length} of ${all} ${all === 1 ? 'field' : 'fields'} of ${shownPath(site.target)}.`;
  return {
    id: 'match',
    title: 'Match fields',
    detail: `${paths.length} of ${all}: ${names}${more}`,
    preview: `${site.path.text} → ${paths.length} fields`,
    edit: () => ({ doc: view.doc, path: site.target, said }),
  };
}

const fitsWhole = ({ from, to }: DropSite): boolean => {
  if (to.rule !== undefined && 'fields' in to.rule && Object.keys(to.rule.fields).length > 0) return false;
  return goesWhole(from, to);
};

const wholeDraft = (site: DropSite): Draft =>
  ruleDraft(
    site.view,
    {
      path: site.target,
      rule: { ...besides(site.to.rule), expr: site.path.text },
      said: `${shownPath(site.target)} is ${site.path.text} as it is.`,
    },
    { id: 'as-is', title: 'As it is', detail: 'The whole structure, unchanged', preview: site.path.text },
  );

/** One item of the target list, made of the structure. */
export function structureOntoList(site: DropSite): Draft[] | Refusal {
  const wanted = itemShape(site.to);
  if (wanted.kind === 'value')
    return refuse(
      `The items of ${shownPath(site.target)} are plain values: drop a field of ${shownSource(site.source)} on it.`,
    );
  const isEach = site.path.lists > 0;
  const list = isEach ? flatText(site.path.text, site.path.lists) : `[${site.path.text}]`;
  const loop = loopOver(site, list);
  const opened = withDocument(site.view, setRule(site.view.doc, site.target, loop));
  const matched = matchChildren(opened, { source: site.source, target: site.target }, { scorer: site.scorer });
  const preview = `for each ${loop.for} as ${loop.as}`;
  const said = isEach
    ? `Made a loop: ${preview}.`
    : `Made one item of ${shownPath(site.target)} from ${shownSource(site.source)}.`;
  const words = isEach
    ? { id: 'each', title: 'Map each', detail: `One item for each ${shownSource(site.source)}` }
    : {
        id: 'one-item',
        title: 'One item',
        detail: `A list with one item made of it; ${matched.paths.length} fields match`,
      };
  return [{ ...words, preview, edit: () => ({ doc: matched.view.doc, path: site.target, said }) }];
}

/** One of the items, field by field. */
export function listOntoStructure(site: DropSite): Draft[] | Refusal {
  if (itemShape(site.from).kind !== 'structure')
    return refuse(
      `The items of ${shownSource(site.source)} are plain values: drop it on one field of ${shownPath(site.target)}.`,
    );
  const list = flatText(site.path.text, site.path.lists + 1);
  const one = (id: string, title: string, call: string): Draft =>
    itemDraft(site, `${call}(${list})`, {
      id,
      title,
      detail: `Its fields from the ${id} of ${shownSource(site.source)}`,
    });
  return [one('first', 'First', 'FIRST'), one('last', 'Last', 'LAST')];
}

/** An intermediate value for the item, and rules that read its fields. */
function itemDraft(site: DropSite, text: string, words: Omit<Draft, 'edit' | 'preview'>): Draft {
  return { ...words, preview: text, edit: () => itemEdit(site, text) };
}

function itemEdit(site: DropSite, text: string): Edit {
  const { view, target } = site;
  const old = structureAt(view.doc, target);
  const names = namesIn(site.scope);
  const name = itemName(sourceName(site.source), names);
  const structure: ObjectRule = {
    ...besides(site.to.rule),
    let: { ...old?.let, [name]: text },
    fields: old?.fields ?? {},
  };
  const opened = withDocument(view, setRule(view.doc, target, structure));
  const item: SourcePath = { root: site.source.root, steps: [...site.source.steps, eachStep] };
  const matched = matchChildren(opened, { source: item, target }, { scorer: site.scorer, through: name });
  return {
    doc: matched.view.doc,
    path: target,
    said: `${name} is ${text}; ${matched.paths.length} fields of ${shownPath(target)} read it.`,
  };
}

export function structureOntoValue(site: DropSite): Draft[] | Refusal {
  const want = typesOf(site.to.schema ?? {}).filter((type) => type !== 'null');
  const value = converted(site.path.text, { type: 'object' }, site.to.schema);
  const isText =
    want.includes('string') && !('refused' in value) && site.path.lists === 0 && site.to.schema?.format === undefined;
  if (!isText)
    return refuse(
      `${shownSource(site.source)} is a structure, ${shownPath(site.target)} one value: drop one of its fields.`,
    );
  const text = `TOJSON(${site.path.text})`;
  const at = {
    path: site.target,
    rule: { ...besides(site.to.rule), expr: text },
    said: `${shownPath(site.target)} is ${text}.`,
  };
  return [
    ruleDraft(site.view, at, { id: 'as-json', title: 'As JSON text', detail: 'All of it in one text', preview: text }),
  ];
}

/** A value onto a structure: onto its field of that name; a target without a schema gets a new field. */
export function valueOntoStructure(site: DropSite): Draft[] | Refusal {
  const name = sourceName(site.source);
  const parent = site.target;
  const hasSchema = site.to.schema !== undefined && Object.keys(site.to.schema.properties ?? {}).length > 0;
  if (!hasSchema && site.to.schema?.additionalProperties !== false) {
    const path = childPath(parent, freeFieldName(ruleAt(site.view.doc, parent), name));
    return [newField(site, path)];
  }
  return refuse(`${shownPath(parent)} is a structure: drop ${shownSource(site.source)} on one of its fields.`);
}

function newField(site: DropSite, path: string): Draft {
  const { text } = site.path;
  const at = { path, rule: { expr: text }, said: `Added ${shownPath(path)}: ${text}.` };
  return ruleDraft(site.view, at, {
    id: 'new-field',
    title: 'New field',
    detail: `Adds ${shownPath(path)}`,
    preview: text,
  });
}
