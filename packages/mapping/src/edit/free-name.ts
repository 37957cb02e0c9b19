// Names that are not taken: of fields, of loops' items, of intermediate values.
import { isKeyword, isPlainName, parsePath } from '@patchbay/model/expression';
import { isStructure } from '@patchbay/model/mapping';
import type { MappingDocument, MappingRule } from '@patchbay/model/mapping';
import type { NameScope } from '../lineage/name-scope.ts';

/** The wanted name, or the first of `name2`, `name3`, … that is not taken. */
export function freeName(wanted: string, isTaken: (name: string) => boolean): string {
  if (!isTaken(wanted)) return wanted;
  for (let number = 2; ; number += 1) if (!isTaken(`${wanted}${number}`)) return `${wanted}${number}`;
}

/** A name for a new field of the structure. */
export function freeFieldName(parent: MappingRule | undefined, wanted = 'field1'): string {
  const taken = parent !== undefined && isStructure(parent) ? parent.fields : {};
  const base = wanted === 'field1' ? 'field' : wanted;
  if (wanted !== 'field1') return freeName(base, (name) => Object.hasOwn(taken, name));
  for (let number = Object.keys(taken).length + 1; ; number += 1)
    if (!Object.hasOwn(taken, `field${number}`)) return `field${number}`;
}

/** Every name that a text can read where the scope is seen. */
export function namesIn(scope: NameScope): Set<string> {
  const names = new Set(scope.roots.names);
  for (let at: NameScope | undefined = scope; at !== undefined; at = at.outer)
    for (const name of at.names.keys()) names.add(name);
  return names;
}

/** Names that something has. */
type Names = Pick<ReadonlySet<string>, 'has'>;

/** The name of one of many: `line_items` → `line_item`, `categories` → `category`. */
export function singular(name: string): string {
  if (/[^aeiou]ies$/i.test(name)) return name.slice(0, -3) + (name.endsWith('IES') ? 'Y' : 'y');
  if (/(ss|us|is)$/i.test(name)) return name;
  if (/(s|x|z|ch|sh)es$/i.test(name)) return name.slice(0, -2);
  if (/s$/i.test(name) && name.length > 2) return name.slice(0, -1);
  return name.endsWith('List') && name.length > 4 ? name.slice(0, -4) : name;
}

/** A name like the wanted one that stands bare in expressions and hides nothing. */
export function bareName(wanted: string, taken: Names): string {
  const plain = wanted.replaceAll(/[^\p{L}\p{N}_]+/gu, '_').replaceAll(/^_+|_+$/g, '');
  const chosen = isPlainName(plain) && !isKeyword(plain) ? plain : 'item';
  return freeName(chosen, (name) => taken.has(name));
}

/** A name for the items of a list. */
export const itemName = (list: string, taken: Names): string => bareName(singular(list), taken);

/** A name for the items of the list that a text reads. */
export function loopAlias(text: string, doc: MappingDocument): string {
  const last = (parsePath(text) ?? []).findLast((step) => step.kind === 'name');
  const taken = new Set([...Object.keys(doc.sources ?? {}), 'trigger', 'steps', 'vars', 'errors']);
  return itemName(last?.kind === 'name' ? last.name : 'item', taken);
}
