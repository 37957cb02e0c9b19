// A variable as a person types it: what kind of value it is, and its text.
import { VariableName } from '@patchbay/model/identity';
import { isJsonObject, isSecretName, readJsonText, withoutSecrets } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';

export const variableKinds = [
  { value: 'text', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'yesNo', label: 'Yes or no' },
  { value: 'structure', label: 'List or object' },
] as const;
export type VariableKind = (typeof variableKinds)[number]['value'];

export interface VariableDraft {
  readonly name: string;
  readonly kind: VariableKind;
  /** As typed; of yes or no, `true` or `false`. */
  readonly text: string;
  /** What was typed before it became yes or no, and means nothing there. */
  readonly typed?: string | undefined;
  /** Which of yes and no it was before it became something else. */
  readonly truth?: string | undefined;
}

export const emptyDraft: VariableDraft = { name: '', kind: 'text', text: '' };

export function draftOf({ name, value }: { readonly name: string; readonly value: Json }): VariableDraft {
  const kind = kindOf(value);
  return { name, kind, text: textOf(kind, value) };
}

/** The kind as the form names it. */
export const kindWords = (value: Json): string =>
  variableKinds.find((kind) => kind.value === kindOf(value))?.label ?? '';

function kindOf(value: Json): VariableKind {
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'yesNo';
  return typeof value === 'object' ? 'structure' : 'text';
}

function textOf(kind: VariableKind, value: Json): string {
  if (kind === 'structure') return JSON.stringify(value, null, 2);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The draft as another kind: what was typed stays as far as it means something there, and comes back with its kind. */
export function asKind(draft: VariableDraft, kind: VariableKind): VariableDraft {
  const { text, typed, truth } = draft;
  if (kind === draft.kind) return draft;
  if (kind === 'yesNo')
    return text === 'true' || text === 'false'
      ? { ...draft, kind, typed: undefined }
      : { ...draft, kind, text: truth ?? 'false', typed: text };
  if (draft.kind === 'yesNo' && typed !== undefined) return { ...draft, kind, text: typed, truth: text };
  return { ...draft, kind };
}

export type DraftProblems = Partial<Record<'name' | 'text', string>>;

interface ReadDraft {
  readonly problems: DraftProblems;
  /** There when nothing is to be mended. */
  readonly value?: Json;
}

/** What is to be mended before it can be saved; `others`: the names that are there already. */
export function readDraft(draft: VariableDraft, others: readonly string[] = []): ReadDraft {
  const name = nameProblem(draft.name) ?? takenProblem(draft.name, others);
  const read = valueOf(draft);
  const problems: DraftProblems = {
    ...(name === undefined ? {} : { name }),
    ...('problem' in read ? { text: read.problem } : {}),
  };
  return 'value' in read && name === undefined ? { problems, value: read.value } : { problems };
}

function nameProblem(name: string): string | undefined {
  if (name === '') return 'Give it a name: expressions read it by that.';
  if (VariableName.safeParse(name).success) return undefined;
  if (name === '__proto__') return 'This name means something else in code. Choose another.';
  return 'A name is made of letters, digits and _, and does not start with a digit; at most 64.';
}

function takenProblem(name: string, others: readonly string[]): string | undefined {
  const alike = others.find((other) => other.toLowerCase() === name.toLowerCase());
  if (alike === undefined) return undefined;
  const why = alike === name ? '' : ' Two names may not differ by upper and lower case alone.';
  return `There is a variable “${alike}” already.${why} Edit that one, or choose another name.`;
}

function valueOf({ kind, text }: VariableDraft): { readonly value: Json } | { readonly problem: string } {
  if (kind === 'text') return { value: text };
  if (kind === 'yesNo') return { value: text === 'true' };
  const read = readJsonText(text);
  if (kind === 'number') {
    if (read.ok && typeof read.value === 'number') return { value: read.value };
    return {
      problem:
        read.ok && /^-?\d+$/.test(text.trim())
          ? 'A number of so many digits would lose some of them. Keep it as text.'
          : 'This is no number. Write it with a point: 12.5',
    };
  }
  if (!read.ok) return { problem: `This is not valid JSON: ${read.reason}.` };
  if (Array.isArray(read.value) || isJsonObject(read.value)) return { value: read.value };
  return { problem: 'A list begins with [, an object with {. Choose another kind for a single value.' };
}

/** What keys and tokens of well-known makers look like, private keys, signed tokens, and addresses with a password in them. */
const credentialForms =
  /^(sk|rk)_(live|test)_\w{8,}|^(gh[opsu]|github_pat|glpat)[_-]\w{16,}|^xox[a-z]-\w+-|^(AKIA|ASIA)[A-Z\d]{16}$|^eyJ[\w-]+\.eyJ[\w-]*\.|-----BEGIN [A-Z ]*PRIVATE KEY-----|^(Bearer|Basic) [\w+/.=~-]{12,}$|^[a-z][a-z\d+.-]*:\/\/[^\s/:@]*:[^\s/@]+@/;

const holdsCredential = (value: Json): boolean => {
  if (typeof value === 'string') return credentialForms.test(value.trim());
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsCredential);
};

/** It sounds like a credential, by a name or by the form of a text: they belong elsewhere. */
export function soundsSecret({ name, kind, text }: VariableDraft): boolean {
  if (isSecretName(name) || (kind === 'text' && holdsCredential(text))) return true;
  if (kind !== 'structure') return false;
  const read = readJsonText(text);
  return read.ok && (withoutSecrets(read.value).masked > 0 || holdsCredential(read.value));
}

/** A value on one line. */
export const shownValue = (value: Json): string => {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'string' ? value.replaceAll(/\r?\n/g, ' ↵ ') : JSON.stringify(value);
};
