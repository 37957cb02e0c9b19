// What a text of code reads of its scope, by its words alone. Comments and texts count too: that is more than it reads, never less.

/** A root of the scope as a word of its own: no field of something else, no part of a longer name. `...steps` is one. */
const before = String.raw`(?<![\w$]|(?<!\.\.)\.)`;
const behind = String.raw`(?![\w$])`;
const dot = String.raw`\s*(?:\?\.|\.)\s*`;
const steps = new RegExp(String.raw`${before}(steps|errors)${behind}(?:${dot}([A-Za-z_$][\w$]*))?`, 'g');
const variables = new RegExp(String.raw`${before}vars${behind}(?:${dot}([\p{L}_$][\p{L}\p{N}_$]*))?`, 'gu');

export const namesRoot = (code: string, root: string): boolean => new RegExp(before + root + behind).test(code);

/** Each place where it reads a step; `name` is null where it may be any. Offsets are UTF-16 units of the text. */
export function stepReferencesIn(
  code: string,
): { readonly root: string; readonly name: string | null; readonly start: number; readonly end: number }[] {
  return [...code.matchAll(steps)].map((found) => {
    const [whole, root = '', name = null] = found;
    return { root, name, start: found.index, end: found.index + whole.length };
  });
}

/** The variables that it reads, each once; null among them where it may be any (`vars[name]`, `{ ...vars }`). */
export function variablesNamedIn(code: string): ReadonlySet<string | null> {
  return new Set([...code.matchAll(variables)].map(([, name = null]) => name));
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
