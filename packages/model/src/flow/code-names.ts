// What a text of code reads of its scope, by its words alone. Where steps are meant, comments and texts count too: that is more than it
// reads, never less, and a step that is renamed is renamed there as well.
import { codeAlone } from './code-text.ts';

/** A root of the scope as a word of its own: no field of something else, no part of a longer name. `...steps` is one. */
const before = String.raw`(?<![\w$]|(?<!\.\.)\.)`;
const behind = String.raw`(?![\w$])`;
const dot = String.raw`\s*(?:\?\.|\.)\s*`;
const steps = new RegExp(String.raw`${before}(steps|errors)${behind}(?:${dot}([A-Za-z_$][\w$]*))?`, 'g');
const variableName = String.raw`[\p{L}_$][\p{L}\p{N}_$]*`;
/** `vars.rate`; `vars` alone, and before it the fields that it is taken apart into: `const { rate } = vars`. */
const variables = new RegExp(
  String.raw`(?<=\{(?<fields>[^{}]*)\}\s*=\s*|)${before}vars${behind}(?:${dot}(?<name>${variableName}))?`,
  'gu',
);
const field = new RegExp(String.raw`^\s*(${variableName})\s*(?:[:=]|$)`, 'u');
/** Behind `vars`: a position, and what it is where it is a text. */
const position = /\s*(?:\?\.\s*)?\[(?:\s*(?<quote>["'`])(?<key>[^"'`\\$\n]*)\k<quote>\s*\])?/y;

export const namesRoot = (code: string, root: string): boolean =>
  new RegExp(before + root.replaceAll('$', () => String.raw`\$`) + behind).test(code);

/** Each place where it reads a step; `name` is null where it may be any. Offsets are UTF-16 units of the text. */
export function stepReferencesIn(
  code: string,
): { readonly root: string; readonly name: string | null; readonly start: number; readonly end: number }[] {
  return [...code.matchAll(steps)].map((found) => {
    const [whole, root = '', name = null] = found;
    return { root, name, start: found.index, end: found.index + whole.length };
  });
}

/** The variables that it reads, each once; null among them where it may be any (`vars[name]`, `{ ...vars }`). Comments and texts do not count. */
export function variablesNamedIn(code: string): ReadonlySet<string | null> {
  const names = new Set<string | null>();
  for (const { index, 0: whole, groups = {} } of codeAlone(code).matchAll(variables)) {
    const { name, fields } = groups;
    position.lastIndex = index + whole.length;
    const at = position.exec(code);
    if (name !== undefined) names.add(name);
    else if (at !== null) names.add(at.groups?.['key'] ?? null);
    else for (const one of fields?.split(',') ?? ['*']) if (one.trim() !== '') names.add(field.exec(one)?.[1] ?? null);
  }
  return names;
}

/** The steps whose output or error it reads; null: it may read any of them (`steps[name]`, `{ ...steps }`). */
export function stepsNamedIn(code: string): ReadonlySet<string> | null {
  const names = new Set<string>();
  for (const { name } of stepReferencesIn(code)) {
    if (name === null) return null;
    names.add(name);
  }
  return names;
}

/** The code with `steps.<from>` and `errors.<from>` under a new name. */
export const renameStepInCode = (code: string, from: string, to: string): string =>
  code.replace(new RegExp(`(${before}(?:steps|errors)${dot})${from}${behind}`, 'g'), (_, head: string) => head + to);
