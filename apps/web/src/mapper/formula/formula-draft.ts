// What is typed of a formula while it cannot be read. It is kept beside the document, which holds only what was meant.
import { parseExpression } from '@patchbay/model/expression';
import type { Diagnostic } from '@patchbay/model/errors';
import type { MappingDocument, MappingRule } from '@patchbay/model/mapping';
import { ruleAt } from '@patchbay/mapping/edit';
import { ruleText } from '../rows/rule-text.ts';

export interface FormulaDraft {
  readonly text: string;
  /** What the rule said when it was typed: once the rule says something else, nobody waits for the draft. */
  readonly of: string;
}

export type FormulaDrafts = Readonly<Record<string, FormulaDraft>>;

/** Drafts of mappings by the id of their host. */
export type KeptDrafts = Map<string, FormulaDrafts>;

export const noDrafts: FormulaDrafts = {};

const noMistakes: readonly Diagnostic[] = [];

/** Why a text cannot stand in a part of a rule; nothing where it can, though it may read what is not there. */
export function mistakesIn(rule: MappingRule | undefined, part: string, text: string): readonly Diagnostic[] {
  if (text.trim() === '') return noMistakes;
  if (part === '' && rule !== undefined && 'const' in rule && isJson(text)) return noMistakes;
  return parseExpression(text).diagnostics.filter(({ severity }) => severity === 'error');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The draft of a place whose rule says `text`; undefined where there is none. */
export function draftFor(drafts: FormulaDrafts, place: string, text: string): string | undefined {
  const draft = Object.hasOwn(drafts, place) ? drafts[place] : undefined;
  return draft?.of === text ? draft.text : undefined;
}

/** A place of a draft as the path of its rule and the part of it. */
export function draftPlace(place: string): { readonly path: string; readonly part: string } {
  const at = place.indexOf('#');
  return at === -1 ? { path: place, part: '' } : { path: place.slice(0, at), part: place.slice(at) };
}

/** The places whose drafts wait in a document: their rules say what they said when it was typed. */
export const waitingDrafts = (drafts: FormulaDrafts, doc: MappingDocument): readonly string[] =>
  Object.entries(drafts).flatMap(([place, { of }]) => {
    const { path, part } = draftPlace(place);
    const rule = ruleAt(doc, path);
    return (rule === undefined ? '' : ruleText(rule, part)) === of ? [place] : [];
  });

/** The drafts with another one for a place, or without one. */
export function withDraft(drafts: FormulaDrafts, place: string, draft: FormulaDraft | null): FormulaDrafts {
  if (draft === null && !Object.hasOwn(drafts, place)) return drafts;
  const others = Object.entries(drafts).filter(([key]) => key !== place);
  if (draft === null && others.length === 0) return noDrafts;
  return Object.fromEntries(draft === null ? others : [...others, [place, draft]]);
}
