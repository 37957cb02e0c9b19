// Checks a value against a DataSchema at run time: what a target promised against what it sent.
// `pattern` is left out on purpose: a pattern of a foreign schema may take exponential time.
import { isJsonObject, typeOfValue, typesOf } from '@patchbay/model/schema';
import type { DataSchema, Json, JsonObject } from '@patchbay/model/schema';

const mostProblems = 20;

interface Check {
  readonly root: DataSchema;
  readonly problems: string[];
  /** What this is an alternative of: a shape among them again decides nothing. */
  readonly tried: readonly DataSchema[];
}

const sameJson = (a: Json, b: Json): boolean => JSON.stringify(a) === JSON.stringify(b);
const at = (path: string): string => (path === '' ? 'the value' : path);

function resolve(schema: DataSchema, root: DataSchema): DataSchema {
  let current = schema;
  for (let hops = 0; current.$ref !== undefined && hops < 20; hops += 1) {
    const name = /^#\/\$defs\/(.+)$/.exec(current.$ref)?.[1];
    if (name === undefined) return {};
    current = root.$defs?.[decodeURIComponent(name).replaceAll('~1', '/').replaceAll('~0', '~')] ?? {};
  }
  return current;
}

function checkType(value: Json, schema: DataSchema, path: string, check: Check): boolean {
  const types = typesOf(schema);
  if (types.length === 0) return true;
  const own = typeOfValue(value);
  if (types.includes(own) || (own === 'integer' && types.includes('number'))) return true;
  check.problems.push(`${at(path)} is ${own}, expected ${types.join(' or ')}`);
  return false;
}

function checkRange(value: Json, schema: DataSchema, path: string, check: Check): void {
  const outside = (amount: number, least: number | undefined, most: number | undefined, what: string): void => {
    if (least !== undefined && amount < least) check.problems.push(`${at(path)}: ${what} ${amount} is below ${least}`);
    if (most !== undefined && amount > most) check.problems.push(`${at(path)}: ${what} ${amount} is above ${most}`);
  };
  if (typeof value === 'number') outside(value, schema.minimum, schema.maximum, 'value');
  if (typeof value === 'string') outside(Array.from(value).length, schema.minLength, schema.maxLength, 'length');
  if (Array.isArray(value)) outside(value.length, schema.minItems, schema.maxItems, 'number of items');
}

function checkObject(value: JsonObject, schema: DataSchema, path: string, check: Check): void {
  for (const name of schema.required ?? []) {
    if (!Object.hasOwn(value, name)) check.problems.push(`${at(path)} lacks ${name}`);
  }
  const inside: Check = { ...check, tried: [] };
  for (const [name, item] of Object.entries(value)) {
    const own = schema.properties !== undefined && Object.hasOwn(schema.properties, name);
    const inner = own ? schema.properties?.[name] : schema.additionalProperties;
    const innerPath = path === '' ? name : `${path}/${name}`;
    if (inner === false) check.problems.push(`${innerPath} is not expected`);
    else if (typeof inner === 'object') checkValue(item, inner, innerPath, inside);
  }
}

function checkValue(value: Json, unresolved: DataSchema, path: string, check: Check): void {
  if (check.problems.length >= mostProblems) return;
  const schema = resolve(unresolved, check.root);
  if (!checkType(value, schema, path, check)) return;
  if (schema.const !== undefined && !sameJson(schema.const, value))
    check.problems.push(`${at(path)} is not the constant`);
  if (schema.enum !== undefined && !schema.enum.some((item) => sameJson(item, value))) {
    check.problems.push(`${at(path)} is none of ${JSON.stringify(schema.enum)}`);
  }
  checkRange(value, schema, path, check);
  if (schema.oneOf !== undefined) {
    const tried = [...check.tried, schema];
    const options = schema.oneOf.filter((option) => !tried.includes(resolve(option, check.root)));
    const fits = options.filter((option) =>
      fitsOption(option, value, { root: check.root, problems: [], tried }),
    ).length;
    if (fits !== 1) check.problems.push(`${at(path)} fits ${fits} of the alternatives, expected one`);
  }
  if (isJsonObject(value)) checkObject(value, schema, path, check);
  if (Array.isArray(value) && schema.items !== undefined) {
    const inside: Check = { ...check, tried: [] };
    for (const [index, item] of value.entries()) checkValue(item, schema.items, `${path}/${index}`, inside);
  }
}

function fitsOption(option: DataSchema, value: Json, check: Check): boolean {
  checkValue(value, option, '', check);
  return check.problems.length === 0;
}

/** What in `value` breaks `schema`, one sentence each, at most 20; empty when it fits. `root` holds `$defs`. */
export function schemaProblems(schema: DataSchema, value: Json, root: DataSchema = schema): string[] {
  const check: Check = { root, problems: [], tried: [] };
  checkValue(value, schema, '', check);
  return check.problems;
}
