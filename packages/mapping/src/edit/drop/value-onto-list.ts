// One value onto a list: one item of it, or many out of a text.
import { quoteText } from '@patchbay/model/expression';
import { typesOf } from '@patchbay/model/schema';
import type { MappingRule } from '@patchbay/model/mapping';
import { bareText, converted } from '../conversion.ts';
import { refuse } from '../edit.ts';
import type { Refusal } from '../edit.ts';
import { valueItems } from '../match-children.ts';
import { shownPath } from '../rule-at.ts';
import { itemShape } from '../shapes.ts';
import { ruleDraft } from './drop-choice.ts';
import type { Draft } from './drop-choice.ts';
import { besides, shownSource } from './drop-site.ts';
import type { DropSite } from './drop-site.ts';
import { flatText } from './list-onto-value.ts';
import { sampleValues } from './sample-values.ts';

export function valueOntoList(site: DropSite): Draft[] | Refusal {
  const wanted = itemShape(site.to);
  if (wanted.kind === 'structure')
    return refuse(
      `The items of ${shownPath(site.target)} are structures: drop ${shownSource(site.source)} on one of their fields.`,
    );
  if (wanted.kind === 'list') return refuse(`${shownPath(site.target)} is a list of lists: write a formula for it.`);
  const { rule } = site.to;
  const old = rule !== undefined && 'expr' in rule ? bareText(rule.expr) : '';
  const drafts = site.path.lists > 0 ? eachValue(site) : [...oneItem(site), ...split(site)];
  if (drafts.length === 0)
    return refuse(`${shownSource(site.source)} does not fit the items of ${shownPath(site.target)}.`);
  const [first] = drafts;
  return old === '' || first === undefined
    ? drafts
    : [appended(site, rule, { old, added: first.preview }), ...drafts.map(asReplace)];
}

const asReplace = (draft: Draft): Draft => ({ ...draft, detail: `${draft.detail}, instead of what is there` });

const draftOf = (site: DropSite, text: string, words: Omit<Draft, 'edit' | 'preview'>): Draft =>
  ruleDraft(
    site.view,
    {
      path: site.target,
      rule: { ...besides(site.to.rule), expr: text },
      said: `${shownPath(site.target)} is ${text}.`,
    },
    { ...words, preview: text },
  );

/** All values that the path maps over. */
function eachValue(site: DropSite): Draft[] {
  const list = flatText(site.path.text, site.path.lists);
  const text = valueItems(list, site.from.schema, itemShape(site.to).schema);
  if (text === undefined) return [];
  return [
    draftOf(site, text, {
      id: 'each',
      title: 'Each value',
      detail: `One item for each value of ${shownSource(site.source)}`,
    }),
  ];
}

function oneItem(site: DropSite): Draft[] {
  const value = converted(site.path.text, site.from.schema, itemShape(site.to).schema);
  if ('refused' in value) return [];
  return [
    draftOf(site, `[${value.text}]`, { id: 'one-item', title: 'One item', detail: 'A list with this value alone' }),
  ];
}

const separators = [', ', ',', '; ', ';', ' | ', '|', '\n', '\t', ' '];

function split(site: DropSite): Draft[] {
  const types = typesOf(site.from.schema ?? {});
  if (types.length > 0 && !types.includes('string')) return [];
  const texts = sampleValues(site, site.source).filter((value) => typeof value === 'string');
  const separator = separators.find((mark) => texts.some((text) => text.includes(mark))) ?? ',';
  const parts = `TEXTSPLIT(${site.path.text}, ${quoteText(separator)})`;
  const text = valueItems(parts, { type: 'string' }, itemShape(site.to).schema);
  if (text === undefined) return [];
  return [
    draftOf(site, text, {
      id: 'split',
      title: 'Split the text',
      detail: `One item for each part between “${separator}”`,
    }),
  ];
}

function appended(
  site: DropSite,
  rule: MappingRule | undefined,
  { old, added }: { old: string; added: string },
): Draft {
  const text = `APPEND(${old}, ${added})`;
  return ruleDraft(
    site.view,
    {
      path: site.target,
      rule: { ...besides(rule), expr: text },
      said: `${shownPath(site.target)} also has ${shownSource(site.source)}.`,
    },
    { id: 'new-item', title: 'New item', detail: 'After the items that are there', preview: text },
  );
}
