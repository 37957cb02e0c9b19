// The shapes at both ends of a line.
import { isLoop, isStructure } from '@patchbay/model/mapping';
import type { MappingRule } from '@patchbay/model/mapping';
import { typesOf } from '@patchbay/model/schema';
import type { DataSchema } from '@patchbay/model/schema';
import type { MappingView } from '../lineage/mapping-view.ts';
import { fieldSchema, isList, itemSchema, placeAt, placeOf } from '../lineage/place.ts';
import type { SourcePath } from '../lineage/source-path.ts';
import { childPath, pathNames } from '../rules/rule-path.ts';
import { ruleAt, shownPath } from './rule-at.ts';

/** `any`: nobody knows. */
export type ShapeKind = 'value' | 'list' | 'structure' | 'any';

export interface Shape {
  readonly kind: ShapeKind;
  readonly schema: DataSchema | undefined;
  /** Where the references of the schema lead. */
  readonly definitions: DataSchema | undefined;
}

export function kindOfSchema(schema: DataSchema | undefined): ShapeKind {
  if (schema === undefined) return 'any';
  if (isList(schema)) return 'list';
  if (schema.properties !== undefined || typeof schema.additionalProperties === 'object') return 'structure';
  const known = typesOf(schema);
  const types = known.filter((type) => type !== 'null');
  if (types.length === 0 && known.length > 0) return 'value';
  if (types.length === 0) return schema.oneOf === undefined ? 'any' : 'structure';
  return types.every((type) => type === 'object') ? 'structure' : 'value';
}

/** The shape of what a source path leads to; inside lists, that of one item. */
export function sourceShape(view: MappingView, { root, steps }: SourcePath): Shape {
  const definitions = view.sources.find((source) => source.root === root)?.schema;
  const { schema } = placeAt(placeOf(root, definitions), steps);
  return { kind: kindOfSchema(schema), schema, definitions };
}

/** The shape of a list's items. */
export function itemShape({ schema, definitions }: Shape): Shape {
  const items = itemSchema(schema, definitions);
  return { kind: kindOfSchema(items), schema: items, definitions };
}

export interface TargetShape extends Shape {
  readonly required: boolean;
  readonly rule: MappingRule | undefined;
}

/** What the target asks for at a rule's path: by its schema, else by the rule that stands there. */
export function targetShape(view: MappingView, path: string): TargetShape {
  const { target } = view;
  const rule = ruleAt(view.doc, path);
  let { schema } = placeOf('', target);
  let required = true;
  for (const name of pathNames(path)) {
    if (isList(schema)) schema = itemSchema(schema, target);
    required = schema?.required?.includes(name) === true;
    schema = fieldSchema(schema, name, target);
  }
  const kind = schema === undefined ? kindOfRule(rule) : kindOfSchema(schema);
  return { kind, schema, definitions: target, required, rule };
}

function kindOfRule(rule: MappingRule | undefined): ShapeKind {
  if (rule === undefined || !isStructure(rule)) return 'any';
  return isLoop(rule) ? 'list' : 'structure';
}

/** The target lists around a path that no rule fills item by item, outermost first. */
export function listsWithoutLoop(view: MappingView, path: string): string[] {
  const names = pathNames(path);
  const found: string[] = [];
  let at = '';
  for (const name of ['', ...names].slice(0, -1)) {
    if (at !== '' || name !== '') at = childPath(at, name);
    const { kind, rule } = targetShape(view, at);
    if (kind === 'list' && (rule === undefined || !isLoop(rule))) found.push(at);
  }
  return found;
}

export interface FieldShape extends Shape {
  readonly name: string;
}

/** The fields of a structure, or of a list's items. */
export function fieldsOf(shape: Shape): FieldShape[] {
  const { definitions } = shape;
  const schema = isList(shape.schema) ? itemSchema(shape.schema, definitions) : shape.schema;
  const names = new Set(Object.keys(schema?.properties ?? {}));
  for (const option of schema?.oneOf ?? []) for (const name of Object.keys(option.properties ?? {})) names.add(name);
  return [...names].map((name) => {
    const own = fieldSchema(schema, name, definitions);
    return { name, kind: kindOfSchema(own), schema: own, definitions };
  });
}

/** Why rules cannot be put below a path as they are: a single value stands there, or a list that nothing loops over. */
export function placeMistake(view: MappingView, parent: string): string | undefined {
  const { kind, rule } = targetShape(view, parent);
  if (rule !== undefined && !isStructure(rule)) return `${shownPath(parent)} is a single value: it takes no fields.`;
  const [list] = [
    ...listsWithoutLoop(view, parent),
    ...(kind === 'list' && (rule === undefined || !isLoop(rule)) ? [parent] : []),
  ];
  return list === undefined ? undefined : `${shownPath(list)} is a list: make a loop there first.`;
}
