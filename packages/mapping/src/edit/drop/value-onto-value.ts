// One value onto one value: as it is, converted, or together with what is mapped there already.
import { quoteText } from '@patchbay/model/expression';
import { withDirection } from '@patchbay/model/mapping';
import type { MappingRule } from '@patchbay/model/mapping';
import { typesOf } from '@patchbay/model/schema';
import type { DataSchema } from '@patchbay/model/schema';
import { setPartText } from '../part-text.ts';
import { converted, operand } from '../conversion.ts';
import type { Converted } from '../conversion.ts';
import { refuse } from '../edit.ts';
import type { Refusal } from '../edit.ts';
import { wholeText } from '../rule-text.ts';
import { shownPath } from '../rule-at.ts';
import { ruleDraft } from './drop-choice.ts';
import type { Draft } from './drop-choice.ts';
import { besides, shownSource } from './drop-site.ts';
import type { DropSite } from './drop-site.ts';
import { translation } from './translation.ts';

/** The text as the rule's value, converted where the types ask for it. */
export function valueDraft(
  site: DropSite,
  text: string,
  {
    from,
    words,
  }: { from: DataSchema | undefined; words: Omit<Draft, 'edit' | 'preview' | 'detail'> & { detail?: string } },
): Draft | Refusal {
  const value = converted(text, from, site.to.schema);
  if ('refused' in value)
    return refuse(`${shownSource(site.source)} does not fit ${shownPath(site.target)}: ${value.refused}.`);
  const rule: MappingRule = { ...besides(site.to.rule), expr: value.text };
  const detail = words.detail ?? detailOf(site, value);
  const at = { path: site.target, rule, said: saidOf(site, value) };
  return ruleDraft(site.view, at, { ...words, preview: value.text, detail });
}

const isRefused = (draft: Draft | Refusal): draft is Refusal => 'refused' in draft;

function detailOf(site: DropSite, { by, loss }: Converted): string {
  const lost = loss === undefined ? '' : `; ${loss}`;
  if (by !== undefined) return `Converted with ${by}${lost}`;
  return isRepeated(site) ? 'The same in every item' : 'As it is';
}

function saidOf(site: DropSite, { by, text }: Converted): string {
  const repeated = isRepeated(site) ? ', the same in every item' : '';
  const how = by === undefined ? '' : `, converted with ${by}`;
  return `${shownPath(site.target)} is ${text}${how}${repeated}.`;
}

/** A value from outside the loop around the target. */
const isRepeated = ({ path, scope }: DropSite): boolean => {
  for (let at: typeof scope | undefined = scope; at !== undefined; at = at.outer)
    if (at.item !== undefined)
      return at.item.origin.taken.every(({ place }) => place.steps.length > path.through.length);
  return false;
};

export function valueOntoValue(site: DropSite): Draft[] | Refusal {
  const { from, path } = site;
  if (site.part !== undefined) return [partDraft(site, site.part)];
  const direct = valueDraft(site, path.text, {
    from: from.schema,
    words: { id: 'direct', title: titleOf(site) },
  });
  const table = translation(site);
  if (isRefused(direct)) return table === undefined ? direct : [table];
  return table === undefined ? [direct] : [direct, table];
}

const titleOf = (site: DropSite): string => `Take ${shownSource(site.source)}`;

function partDraft(site: DropSite, part: string): Draft {
  const { text } = site.path;
  return {
    id: 'direct',
    title: titleOf(site),
    detail: 'As it is',
    preview: text,
    edit: () => ({
      doc: setPartText(site.view.doc, site.target, { part, text }),
      path: site.target,
      said: `${part} is ${text}.`,
    }),
  };
}

/** A second line onto a mapped value. */
export function secondValue(site: DropSite, rule: MappingRule): Draft[] | Refusal {
  const old = wholeText(withDirection(rule, site.view.doc));
  const replacing = valueOntoValue(site);
  const replace = 'refused' in replacing ? [] : replacing.slice(0, 1).map(asReplace);
  if (old === undefined) return 'refused' in replacing ? replacing : replace;
  const { text } = site.path;
  const want = typesOf(site.to.schema ?? {});
  const isText = want.length === 0 || want.includes('string');
  const isNumber = want.length === 0 || want.includes('number') || want.includes('integer');
  const drafts = [...replace];
  if (isText) drafts.push(concat(site, rule, old));
  const fallback = fitted(site, text);
  if (fallback !== undefined)
    drafts.push(
      together(site, rule, {
        text: `${operand(old, '??')} ?? ${operand(fallback, '??')}`,
        words: {
          id: 'first-filled',
          title: 'First that is filled',
          detail: `${shownSource(site.source)} where the other has no value`,
        },
      }),
    );
  if (isNumber && fallback !== undefined && isNumeric(site, want))
    drafts.push(
      together(site, rule, {
        text: `${operand(old, '+')} + ${rightOperand(fallback, '+')}`,
        words: { id: 'sum', title: 'Sum', detail: 'Both added up' },
      }),
    );
  return drafts.length === 0 && 'refused' in replacing ? replacing : drafts;
}

const asReplace = (draft: Draft): Draft => ({ ...draft, id: 'replace', title: 'Replace' });

const isNumeric = ({ from }: DropSite, want: readonly string[]): boolean => {
  const have = typesOf(from.schema ?? {});
  return want.length > 0 || have.includes('number') || have.includes('integer');
};

/** The text converted to what the target asks for, when it can be. */
function fitted(site: DropSite, text: string): string | undefined {
  const value = converted(text, site.from.schema, site.to.schema);
  return 'refused' in value ? undefined : value.text;
}

const separators: readonly (readonly [RegExp, string])[] = [
  [/street|address|addr|city|location/i, ', '],
  [/note|comment|description|remark/i, '; '],
];

function concat(site: DropSite, rule: MappingRule, old: string): Draft {
  const [, separator = ' '] = separators.find(([pattern]) => pattern.test(site.target)) ?? [];
  const text = `${operand(old, '&')} & ${quoteText(separator)} & ${rightOperand(site.path.text, '&')}`;
  return together(site, rule, {
    text,
    words: { id: 'concat', title: 'Join as text', detail: `Both, with “${separator}” between them` },
  });
}

/** On the right side, what binds no tighter than the operator stands in parentheses. */
const rightOperand = (text: string, operator: '&' | '+'): string => operand(text, operator === '&' ? '+' : '*');

function together(
  site: DropSite,
  rule: MappingRule,
  { text, words }: { text: string; words: Omit<Draft, 'edit' | 'preview'> },
): Draft {
  const at = {
    path: site.target,
    rule: { ...besides(rule), expr: text },
    said: `${shownPath(site.target)} is ${text}.`,
  };
  return ruleDraft(site.view, at, { ...words, preview: text });
}
