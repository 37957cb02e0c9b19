// What is typed of a formula while it cannot be read. It is kept beside the document, which holds only what was meant.
import { parseExpression } from '@patchbay/model/expression';
import type { Diagnostic } from '@patchbay/model/errors';
import type { MappingRule } from '@patchbay/model/mapping';

/** One expression of a rule. */
export interface DraftPlace {
  readonly path: string;
  /** Which of its expressions: `''` its own, `#when`, `#case.0.then`. */
  readonly part: string;
}

export interface FormulaDraft extends DraftPlace {
  readonly text: string;
  /** The mark of what the rule said when it was typed. Once the rule says something else, the draft is an outdated one. */
  readonly of: string;
  /** When it was typed, in milliseconds since 1970. */
  readonly at: number;
}

/** One for each place and text of its rule. */
export type FormulaDrafts = readonly FormulaDraft[];

/** A draft whose rule or row was removed, and the very rule that it went with. */
export interface GoneDraft {
  readonly draft: FormulaDraft;
  readonly rule: MappingRule | undefined;
}

export const noDrafts: FormulaDrafts = [];

/**
 * Tells whether a rule says what it said. Drafts are kept in the browser, and a rule may be another person's: so this is
 * 32 bits that no text can be read back from (FNV-1a).
 */
export function markOf(text: string): string {
  let mark = 0x81_1c_9d_c5;
  for (let at = 0; at < text.length; at += 1) mark = Math.imul(mark ^ text.charCodeAt(at), 0x01_00_01_93);
  return (mark >>> 0).toString(36);
}

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

/** Why a draft is no rule. A text that can be read is one too, until somebody says that it is meant. */
export function whyNotApplied(rule: MappingRule | undefined, part: string, text: string): string {
  const [mistake] = mistakesIn(rule, part, text);
  return mistake === undefined ? 'Not applied yet' : `Not applied: ${mistake.message}`;
}

export const isSamePlace = (one: DraftPlace, other: DraftPlace): boolean =>
  one.path === other.path && one.part === other.part;

/** The draft of a place whose rule still says `text`; undefined where there is none. */
export function draftFor(drafts: FormulaDrafts, place: DraftPlace, text: string): string | undefined {
  const typed = drafts.filter((draft) => isSamePlace(draft, place));
  return typed.length === 0 ? undefined : typed.find(({ of }) => of === markOf(text))?.text;
}

/** Which draft it is, whatever it says by now. */
export type DraftId = Pick<FormulaDraft, 'path' | 'part' | 'of'>;

export const isSameDraft = (one: DraftId, other: DraftId): boolean => isSamePlace(one, other) && one.of === other.of;

/** The drafts with one more, or with another text in its stead. */
export const withDraft = (drafts: FormulaDrafts, draft: FormulaDraft): FormulaDrafts => [
  ...withoutDraft(drafts, draft),
  draft,
];

export function withoutDraft(drafts: FormulaDrafts, id: DraftId): FormulaDrafts {
  if (!drafts.some((draft) => isSameDraft(draft, id))) return drafts;
  return drafts.length === 1 ? noDrafts : drafts.filter((draft) => !isSameDraft(draft, id));
}

/** An outdated draft becomes that of a rule which says `text` now. One that stood there already takes its place: both stay. */
export function takenUp(drafts: FormulaDrafts, draft: FormulaDraft, text: string): FormulaDrafts {
  const of = markOf(text);
  const standing = drafts.find((other) => isSameDraft(other, { ...draft, of }));
  const others = withDraft(withoutDraft(drafts, draft), { ...draft, of });
  return standing === undefined || standing === draft ? others : withDraft(others, { ...standing, of: draft.of });
}
