// The document's lookup tables among the sources: rows that make a lookup of the rule they are dropped on.
import { parseSourceKey } from '@patchbay/mapping';
import type { MappingView } from '@patchbay/mapping';
import { convertRule, isRefusal, ruleAt } from '@patchbay/mapping/edit';
import type { DropChoices, Refusal } from '@patchbay/mapping/edit';
import { quoteText } from '@patchbay/model/expression';
import { isStructure } from '@patchbay/model/mapping';
import type { MappingDocument } from '@patchbay/model/mapping';
import type { DataSchema } from '@patchbay/model/schema';
import type { MapperSource } from '../mapper-host.ts';

/** No expression reads it, so it is none that a source could have. */
const tablesRoot = '#lookups';

type Lookups = MappingDocument['lookups'];

/** The sources, and below them the tables, where there are any. */
export function withTables(sources: readonly MapperSource[], lookups: Lookups): readonly MapperSource[] {
  const names = Object.keys(lookups ?? {});
  // Without a source the tree asks for one first.
  if (names.length === 0 || sources.length === 0) return sources;
  const tables: MapperSource = {
    root: tablesRoot,
    label: 'Lookup tables',
    role: 'tables',
    schema: {
      type: 'object',
      properties: Object.fromEntries(names.map((name) => [name, shapeOf(lookups, name)])),
      required: names,
    },
  };
  return [...sources, tables];
}

function shapeOf(lookups: Lookups, name: string): DataSchema {
  const table = lookups?.[name];
  if (table === undefined || !('values' in table))
    return { description: `A table of the library: ${table?.table ?? ''}` };
  const count = Object.keys(table.values).length;
  return { description: `A table of ${count} ${count === 1 ? 'key' : 'keys'}` };
}

/** The table that a row stands for: empty for their head, undefined for rows of data. */
export function tableOf(key: string): string | undefined {
  const { root, steps } = parseSourceKey(key);
  return root === tablesRoot ? (steps[0] ?? '') : undefined;
}

interface TableDrop {
  readonly table: string;
  /** The rule's path, and the part of it where only one is meant. */
  readonly path: string;
  readonly part?: string | undefined;
}

/** A table dropped on a rule: what the rule gave so far is what is looked up. */
export function tableDrop(view: MappingView, { table, path, part }: TableDrop): DropChoices | Refusal {
  if (table === '') return { refused: 'Take one of the tables below it.' };
  const rule = ruleAt(view.doc, path);
  if (path === '' || (rule !== undefined && isStructure(rule)))
    return { refused: 'A lookup gives one value: drop it on a field.' };
  if (part !== undefined) return { refused: 'A lookup is a rule of its own: drop it on the row of the field.' };
  const edit = convertRule(view, path, { kind: 'lookup', table });
  if (isRefusal(edit)) return edit;
  const made = ruleAt(edit.doc, path);
  const key = made !== undefined && 'lookup' in made ? made.key : '';
  const title = `Look up in ${table}`;
  const detail = key === '' ? 'The key is typed next' : `${key} is the key`;
  return {
    kind: 'value-to-value',
    choices: [
      {
        id: 'lookup',
        kind: 'value-to-value',
        title,
        detail,
        preview: title,
        apply: () => ({ ...edit, said: `${title}. ${edit.said}` }),
      },
    ],
    preferred: 0,
  };
}

/** How a formula looks up in a table: up to where its key is typed. */
export const lookupText = (table: string): string => `LOOKUP(${quoteText(table)}, `;
