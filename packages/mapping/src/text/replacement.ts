// What stands in place of each match of a pattern, written as in JavaScript: `$$` is a dollar, `$&` the match, `` $` `` what is before
// it, `$'` what is behind it, `$1` to `$99` and `$<name>` its groups. Any other dollar stands for itself.

export type ReplacementPart =
  | { readonly kind: 'text'; readonly text: string }
  /** 0 is the match. */
  | { readonly kind: 'group'; readonly group: number }
  | { readonly kind: 'before' }
  | { readonly kind: 'behind' };

/** The groups that a pattern has: how many, and the numbers of those with a name. */
export interface PatternGroups {
  readonly count: number;
  readonly named: Readonly<Record<string, number>>;
}

const numbered = /\$(?:([$&`'])|(\d{1,2}))/g;
/** Names count only where the pattern has some. */
const named = /\$(?:([$&`'])|(\d{1,2})|<([^>]*)>)/g;

/** The parts of a replacement, in order. */
export function replacementParts(written: string, groups: PatternGroups): readonly ReplacementPart[] {
  const parts: ReplacementPart[] = [];
  let from = 0;
  const add = (part: ReplacementPart | undefined, start: number, end: number): void => {
    if (start > from) parts.push({ kind: 'text', text: written.slice(from, start) });
    if (part !== undefined) parts.push(part);
    from = end;
  };
  const references = Object.keys(groups.named).length > 0 ? named : numbered;
  for (const { index, 0: whole, 1: sign, 2: digits, 3: name } of written.matchAll(references)) {
    const end = index + whole.length;
    if (sign !== undefined) add(signs[sign], index, end);
    else if (digits !== undefined) {
      // Two digits are a group only where there are so many.
      const used = Number(digits) <= groups.count ? digits : digits.charAt(0);
      const group = Number(used);
      if (group >= 1 && group <= groups.count) add({ kind: 'group', group }, index, index + 1 + used.length);
    } else if (name !== undefined) {
      const group = Object.hasOwn(groups.named, name) ? groups.named[name] : undefined;
      add(group === undefined ? undefined : { kind: 'group', group }, index, end);
    }
  }
  add(undefined, written.length, written.length);
  return parts;
}

const signs: Readonly<Record<string, ReplacementPart>> = {
  $: { kind: 'text', text: '$' },
  '&': { kind: 'group', group: 0 },
  '`': { kind: 'before' },
  "'": { kind: 'behind' },
};
