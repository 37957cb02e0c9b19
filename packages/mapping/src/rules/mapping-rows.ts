// The mapping as a flat table of target rows. The document stays the one truth.
import { fieldEntries, isLoop, isObject } from '@patchbay/model/mapping';
import type { MappingDocument, MappingRule, ObjectRule } from '@patchbay/model/mapping';
import { typesOf } from '@patchbay/model/schema';
import type { DataSchema, DataType } from '@patchbay/model/schema';
import { standalone } from '../check/type-algebra.ts';
import { targetSchemaOf } from './library.ts';
import { childPath } from './rule-path.ts';

export interface MappingRow {
  /** The rule's id: `/lines/sku`; the root is the empty text. */
  readonly path: string;
  readonly name: string;
  /** 0 for the fields of the root. The root itself is no row unless it loops (depth −1). */
  readonly depth: number;
  /** `unmapped`: a field of the target schema without a rule. */
  readonly kind: 'expression' | 'constant' | 'lookup' | 'switch' | 'mapping' | 'object' | 'loop' | 'unmapped';
  /** What stands in the rule's cell: the expression, the constant as JSON, the lookup's key, the loop's list, a switch's first condition, the sub-mapping's name. */
  readonly text: string;
  readonly rule: MappingRule | undefined;
  /** What the target schema asks for; empty when there is none or any type will do. */
  readonly types: readonly DataType[];
  readonly required: boolean;
  readonly description?: string | undefined;
}

/** All target rows, depth first: those with a rule in the document's order, then what the target schema has besides. */
export function mappingRows(doc: MappingDocument): MappingRow[] {
  const rows: MappingRow[] = [];
  const schema = targetSchemaOf(doc);
  const target = schema === undefined ? undefined : standalone(schema);
  if (isLoop(doc.root)) rows.push(rowOf({ path: '', name: '', depth: -1, schema: target, required: true }, doc.root));
  addFields(rows, doc.root, { path: '', depth: 0, schema: isLoop(doc.root) ? target?.items : target });
  return rows;
}

interface Level {
  readonly path: string;
  readonly depth: number;
  readonly schema: DataSchema | undefined;
}
interface RowPlace extends Level {
  readonly name: string;
  readonly required: boolean;
}

const maxRowDepth = 12;

function addFields(rows: MappingRow[], rule: ObjectRule | undefined, { path, depth, schema }: Level): void {
  if (depth > maxRowDepth) return;
  const properties = schema?.properties ?? {};
  const unmapped = Object.keys(properties).filter((name) => rule === undefined || !Object.hasOwn(rule.fields, name));
  const named: (readonly [string, MappingRule | undefined])[] = [
    ...(rule === undefined ? [] : fieldEntries(rule)),
    ...unmapped.map((name): [string, undefined] => [name, undefined]),
  ];
  for (const [name, child] of named) {
    const own = Object.hasOwn(properties, name) ? properties[name] : undefined;
    const place = {
      path: childPath(path, name),
      name,
      depth,
      schema: own,
      required: schema?.required?.includes(name) === true,
    };
    rows.push(rowOf(place, child));
    const below = { path: place.path, depth: depth + 1, schema: own?.items ?? own };
    if (child === undefined) addFields(rows, undefined, below);
    else if (isLoop(child) || isObject(child))
      addFields(rows, child, isLoop(child) ? below : { ...below, schema: own });
  }
}

function rowOf({ path, name, depth, schema, required }: RowPlace, rule: MappingRule | undefined): MappingRow {
  const row = {
    path,
    name,
    depth,
    rule,
    required,
    types: schema === undefined ? [] : typesOf(schema),
    description: schema?.description,
  };
  if (rule === undefined) return { ...row, kind: 'unmapped', text: '' };
  if (isLoop(rule)) return { ...row, kind: 'loop', text: rule.for };
  if (isObject(rule)) return { ...row, kind: 'object', text: '' };
  if ('expr' in rule) return { ...row, kind: 'expression', text: rule.expr };
  if ('lookup' in rule) return { ...row, kind: 'lookup', text: rule.key };
  if ('switch' in rule) return { ...row, kind: 'switch', text: rule.switch[0]?.when ?? '' };
  if ('map' in rule) return { ...row, kind: 'mapping', text: rule.map };
  return { ...row, kind: 'constant', text: JSON.stringify(rule.const) };
}
