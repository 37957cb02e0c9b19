// Checks a value against a DataSchema at run time: what a target promised against what it sent.
// `pattern` is left out on purpose: a pattern of a foreign schema may take exponential time.
import { typeOfValue, typesOf } from './data-schema.ts';
import type { DataSchema } from './data-schema.ts';
import { isJsonObject } from './json.ts';
import type { Json, JsonObject } from './json.ts';
import { isLongNumber } from './long-number.ts';
import { resolveRef } from './resolve-ref.ts';

const mostProblems = 20;
/** So many alternatives are tried for one value; where that decides nothing, whatever comes is taken. */
const mostAlternatives = 10_000;
/** What alternatives inside of alternatives may cost for all values together: some seconds. What would cost more is not taken. */
const mostInAll = 2_000_000;

interface Check {
  readonly root: DataSchema;
  readonly problems: string[];
  /** What this is an alternative of: a shape among them again decides nothing. */
  readonly tried: readonly DataSchema[];
  /** Alternatives that may still be tried for the value at hand; nothing outside of alternatives. */
  readonly left?: { alternatives: number } | undefined;
  /** What may still be spent on alternatives for all values together. */
  readonly inAll: { cost: number };
  /** Within alternatives: which values fit which schema, each found out once. */
  readonly known?: WeakMap<DataSchema, WeakMap<object, boolean>>;
}

/** In code points. */
function lengthOf(text: string): number {
  let length = 0;
  for (let at = 0; at < text.length; at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1) length += 1;
  return length;
}

const sameJson = (a: Json, b: Json): boolean => JSON.stringify(a) === JSON.stringify(b);
const at = (path: string): string => (path === '' ? 'the value' : path);

function checkType(value: Json, schema: DataSchema, path: string, check: Check): boolean {
  const types = typesOf(schema);
  if (types.length === 0) return true;
  const own = typeOfValue(value);
  const isWhole = own === 'integer' || (isLong(value) && isWholeText(value));
  if (types.includes(own) || (isWhole && types.includes('integer'))) return true;
  if (types.includes('number') && (isWhole || isLong(value))) return true;
  check.problems.push(`${at(path)} is ${own}, expected ${types.join(' or ')}`);
  return false;
}

/** What has more digits than a double holds is text at every door: of a whole number, or of any. */
const isLong = (value: Json): value is string => typeof value === 'string' && isLongNumber(value);
const isWholeText = (value: string): boolean => !value.includes('.');

const hasRange = ({ minimum, maximum, minLength, maxLength, minItems, maxItems }: DataSchema): boolean =>
  (minimum ?? maximum ?? minLength ?? maxLength ?? minItems ?? maxItems) !== undefined;

function checkRange(value: Json, schema: DataSchema, path: string, check: Check): void {
  const outside = (amount: number, least: number | undefined, most: number | undefined, what: string): void => {
    if (least !== undefined && amount < least) check.problems.push(`${at(path)}: ${what} ${amount} is below ${least}`);
    if (most !== undefined && amount > most) check.problems.push(`${at(path)}: ${what} ${amount} is above ${most}`);
  };
  if (typeof value === 'number') outside(value, schema.minimum, schema.maximum, 'value');
  const types = typesOf(schema);
  if (isLong(value) && types.length > 0 && !types.includes('string'))
    outside(Number(value), schema.minimum, schema.maximum, 'value');
  else if (typeof value === 'string') outside(lengthOf(value), schema.minLength, schema.maxLength, 'length');
  if (Array.isArray(value)) outside(value.length, schema.minItems, schema.maxItems, 'number of items');
}

function checkObject(value: JsonObject, schema: DataSchema, path: string, check: Check): void {
  for (const name of schema.required ?? []) {
    if (!Object.hasOwn(value, name)) check.problems.push(`${at(path)} lacks ${name}`);
  }
  for (const [name, item] of Object.entries(value)) {
    const own = schema.properties !== undefined && Object.hasOwn(schema.properties, name);
    const inner = own ? schema.properties?.[name] : schema.additionalProperties;
    const innerPath = path === '' ? name : `${path}/${name}`;
    if (inner === false) check.problems.push(`${innerPath} is not expected`);
    else if (typeof inner === 'object') checkInner(item, inner, innerPath, check);
  }
}

function checkValue(value: Json, unresolved: DataSchema, path: string, check: Check): void {
  if (check.problems.length >= mostProblems) return;
  const schema = resolveRef(check.root, unresolved);
  if (!checkType(value, schema, path, check)) return;
  if (schema.const !== undefined && !sameJson(schema.const, value))
    check.problems.push(`${at(path)} is not the constant`);
  if (schema.enum !== undefined && !schema.enum.some((item) => sameJson(item, value))) {
    check.problems.push(`${at(path)} is none of ${JSON.stringify(schema.enum)}`);
  }
  if (hasRange(schema)) checkRange(value, schema, path, check);
  if (schema.oneOf !== undefined) checkAlternatives(value, schema.oneOf, path, { check, schema });
  if (isJsonObject(value)) checkObject(value, schema, path, check);
  if (Array.isArray(value) && schema.items !== undefined) {
    const { items } = schema;
    value.forEach((item, index) => {
      checkInner(item, items, `${path}/${index}`, check);
    });
  }
}

/** Those of a value itself are as many as the schema says; inside of others, and above all of the same value again, they multiply. */
function costOfOne({ known, tried }: Check): number {
  if (known === undefined) return 0;
  return tried.length === 0 ? 1 : 4;
}

function checkAlternatives(
  value: Json,
  options: readonly DataSchema[],
  path: string,
  { check, schema }: { readonly check: Check; readonly schema: DataSchema },
): void {
  const {
    root,
    inAll,
    left = { alternatives: mostAlternatives },
    known = new WeakMap<DataSchema, WeakMap<object, boolean>>(),
  } = check;
  const tried = [...check.tried, schema];
  let fits = 0;
  for (const option of options) {
    if (tried.includes(resolveRef(root, option))) continue;
    left.alternatives -= 1;
    inAll.cost -= costOfOne(check);
    if (left.alternatives < 0 || inAll.cost < 0) return;
    const own: Check = { root, problems: [], tried, left, inAll, known };
    checkValue(value, option, '', own);
    if (own.problems.length === 0) fits += 1;
  }
  if (left.alternatives < 0) return;
  if (fits !== 1) check.problems.push(`${at(path)} fits ${fits} of the alternatives, expected one`);
}

/** A value inside of another. Schemas that refer to themselves along several ways would have it looked at again and again. */
function checkInner(value: Json, schema: DataSchema, path: string, check: Check): void {
  if (check.known === undefined) {
    checkValue(value, schema, path, check);
    return;
  }
  const inside: Check = { ...check, tried: [], left: undefined };
  if (typeof value !== 'object' || value === null) {
    checkValue(value, schema, path, inside);
    return;
  }
  const ofSchema = check.known.get(schema) ?? new WeakMap<object, boolean>();
  check.known.set(schema, ofSchema);
  const known = ofSchema.get(value);
  if (known === undefined) {
    const own: Check = { ...inside, problems: [] };
    checkValue(value, schema, '', own);
    ofSchema.set(value, own.problems.length === 0);
    check.problems.push(...own.problems);
  } else if (!known) check.problems.push(`${at(path)} does not fit`);
}

/** What in `value` breaks `schema`, one sentence each, at most 20; empty when it fits. `root` holds `$defs`. */
export function schemaProblems(schema: DataSchema, value: Json, root: DataSchema = schema): string[] {
  const check: Check = { root, problems: [], tried: [], inAll: { cost: mostInAll } };
  checkValue(value, schema, '', check);
  if (check.inAll.cost < 0)
    check.problems.push(
      'the alternatives of the schema lead into one another more often than can be tried for its values',
    );
  return check.problems;
}
