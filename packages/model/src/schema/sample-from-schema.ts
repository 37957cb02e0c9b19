// An example value of a schema: always the same one, small, and such that it fits.
import type { DataSchema, DataType } from './data-schema.ts';
import { typesOf } from './data-schema.ts';
import type { Json } from './json.ts';
import { refTarget, resolveRef } from './resolve-ref.ts';
import { sampleNumber, sampleText } from './sample-scalar.ts';
import { shapeOf } from './shape.ts';
import type { FieldShape } from './shape.ts';

export interface SampleOptions {
  /** Default 12 levels; deeper, only what is required. */
  readonly maxDepth?: number;
  /** Default 2,000 values; after them, only what is required. */
  readonly maxValues?: number;
}

interface Making {
  readonly root: DataSchema;
  readonly maxDepth: number;
  readonly maxValues: number;
  values: number;
}

interface Spot {
  readonly schema: DataSchema;
  readonly name: string;
  readonly depth: number;
  /** The types that are being made above: where one comes again, it ends. */
  readonly open: readonly DataSchema[];
  /** What was chosen of alternatives to come here: one that leads back is no choice. */
  readonly chosen?: readonly DataSchema[];
}

const hardDepth = 60;

/** Takes what the schema offers (const, examples, default, enum), else something plausible for type, format and bounds. */
export function sampleFromSchema(root: DataSchema, { maxDepth = 12, maxValues = 2_000 }: SampleOptions = {}): Json {
  return make({ root, maxDepth, maxValues, values: 0 }, { schema: root, name: 'value', depth: 0, open: [] });
}

function make(making: Making, spot: Spot): Json {
  making.values += 1;
  const at = resolveRef(making.root, spot.schema);
  const given = givenValue(at);
  if (given !== undefined) return given;
  const chosen = [...(spot.chosen ?? []), refTarget(making.root, spot.schema)];
  const seen = new Set(chosen);
  const alternative = at.oneOf?.find((one) => !leadsBack(making.root, one, seen));
  if (alternative !== undefined && at.properties === undefined && spot.depth < hardDepth) {
    const isOther = alternative.$ref !== undefined;
    const schema = isOther ? alternative : { ...at, oneOf: undefined, ...alternative };
    return make(making, { ...spot, schema, chosen });
  }
  const type = chosenType(at);
  if (type === 'object') return makeObject(making, spot);
  if (type === 'array') return makeList(making, spot, at);
  if (type === 'boolean') return true;
  if (type === 'integer' || type === 'number') return sampleNumber(at, type);
  return type === 'string' ? sampleText(at, spot.name) : null;
}

/** Whether an alternative is, by its own alternatives alone, one of `seen`: what was chosen before, or looked at in vain. */
function leadsBack(root: DataSchema, alternative: DataSchema, seen: Set<DataSchema>): boolean {
  const target = refTarget(root, alternative);
  if (seen.has(target)) return true;
  const { oneOf, type, properties } = target;
  if (oneOf === undefined || oneOf.length === 0 || type !== undefined || properties !== undefined) return false;
  seen.add(target);
  return oneOf.every((one) => leadsBack(root, one, seen));
}

function givenValue(at: DataSchema): Json | undefined {
  if (at.const !== undefined) return at.const;
  const isWhole = at.properties !== undefined || at.items !== undefined;
  return at.examples?.[0] ?? (isWhole ? undefined : at.default) ?? at.enum?.[0];
}

function chosenType(at: DataSchema): DataType | undefined {
  const types = typesOf(at);
  if (types.length === 0) return shapeOf({}, at).fields.length > 0 ? 'object' : 'string';
  return types.find((type) => type !== 'null');
}

function makeList(making: Making, spot: Spot, at: DataSchema): Json[] {
  const least = at.minItems ?? 0;
  const isTight = isOver(making, spot) || isOpenAbove(making, spot, at.items);
  const count = Math.min(Math.max(least, isTight ? 0 : 1), at.maxItems ?? 1_000, 1_000);
  if (spot.depth >= hardDepth || making.values > making.maxValues * 4) return [];
  const item = at.items ?? {};
  return Array.from({ length: count }, () =>
    make(making, { ...spot, schema: item, depth: spot.depth + 1, chosen: [] }),
  );
}

const isOver = (making: Making, spot: Spot): boolean =>
  spot.depth >= making.maxDepth || making.values >= making.maxValues;

/** The type is being made above, whether it stands there itself or as one of several. */
const isOpenAbove = (making: Making, spot: Spot, schema: DataSchema | undefined): boolean =>
  schema !== undefined &&
  spot.open.length > 0 &&
  shapeOf(making.root, schema).identities.some((identity) => spot.open.includes(identity));

function makeObject(making: Making, spot: Spot): Json {
  const shape = shapeOf(making.root, spot.schema);
  const open = [...spot.open, ...shape.identities];
  const taken = new Map<string, number>();
  const entries: [string, Json][] = [];
  if (spot.depth >= hardDepth || making.values > making.maxValues * 4) return {};
  for (const field of shape.fields) {
    const inside = { schema: field.schema, name: field.name, depth: spot.depth + 1, open };
    if (!isWanted(making, field, inside) || !isChosen(field, taken, making.root)) continue;
    entries.push([field.name, make(making, inside)]);
  }
  if (shape.values !== undefined && entries.length === 0 && !isOver(making, spot)) {
    entries.push(['name', make(making, { schema: shape.values, name: 'name', depth: spot.depth + 1, open })]);
  }
  return Object.fromEntries(entries);
}

function isWanted(making: Making, field: FieldShape, inside: Spot): boolean {
  if (field.required) return true;
  if (isOver(making, inside)) return false;
  const items = resolveRef(making.root, field.schema).items;
  return !isOpenAbove(making, inside, field.schema) && !isOpenAbove(making, inside, items);
}

/** Of a choice only the branch that came first. */
function isChosen(field: FieldShape, taken: Map<string, number>, root: DataSchema): boolean {
  const choices = resolveRef(root, field.schema)['x-xml']?.choice ?? [];
  if (choices.some(({ group, branch }) => (taken.get(group) ?? branch) !== branch)) return false;
  for (const { group, branch } of choices) taken.set(group, branch);
  return true;
}
