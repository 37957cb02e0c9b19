// The target schema at run time: what came out is what the next system was promised, or the path that is not.
import { resolveRef, typeInWords, typeOfValue, typesOf } from '@patchbay/model/schema';
import type { DataSchema, Json } from '@patchbay/model/schema';
import { RE2JS, RE2JSException } from 're2js';
import { parseMoment } from '../dates/civil.ts';
import { isObject } from '../evaluate/value.ts';
import { lengthOf } from '../text/code-points.ts';
import { childPath } from './rule-path.ts';

export interface TargetMistake {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}
type Report = (mistake: TargetMistake) => void;
type Check = (value: unknown, path: string, report: Report) => void;

const prepared = new WeakMap<DataSchema, (value: unknown) => TargetMistake[]>();

/** A check of values against a schema, prepared once for each schema. Understood: type, required, properties, additionalProperties, items, oneOf (as any of), enum, const, bounds, lengths, pattern, format date and date-time. */
export function compileTargetCheck(root: DataSchema): (value: unknown) => TargetMistake[] {
  const known = prepared.get(root);
  if (known !== undefined) return known;
  const check = new CheckCompiler(root).checkOf(root, 0);
  const made = (value: unknown): TargetMistake[] => {
    const mistakes: TargetMistake[] = [];
    check(value, '', (mistake) => {
      if (mistakes.length < 100) mistakes.push(mistake);
    });
    return mistakes;
  };
  prepared.set(root, made);
  return made;
}

const shown = (path: string): string => (path === '' ? 'The result' : path);

const maxDepth = 200;

/** Compiles each part of a schema once, so that shapes that refer to themselves end, and only values decide how deep it goes. */
class CheckCompiler {
  readonly #root: DataSchema;
  readonly #known = new Map<DataSchema, { check: Check }>();

  constructor(root: DataSchema) {
    this.#root = root;
  }

  readonly checkOf = (schema: DataSchema, depth: number): Check => {
    const at = resolveRef(this.#root, schema);
    const known = this.#known.get(at);
    if (known !== undefined) return (value, path, report) => known.check(value, path, report);
    if (depth > maxDepth) return () => undefined;
    const entry: { check: Check } = { check: () => undefined };
    this.#known.set(at, entry);
    entry.check = allOf([
      typeCheck(at),
      valuesCheck(at),
      boundsCheck(at),
      textCheck(at),
      choiceCheck(at, (part) => this.checkOf(part, depth + 1)),
      listCheck(at, (part) => this.checkOf(part, depth + 1)),
      objectCheck(at, (part) => this.checkOf(part, depth + 1)),
    ]);
    return entry.check;
  };
}

type CheckPart = (part: DataSchema) => Check;

function allOf(parts: readonly (Check | undefined)[]): Check {
  const checks = parts.filter((check) => check !== undefined);
  const [first, second, third] = checks;
  if (first === undefined) return () => undefined;
  if (second === undefined) return first;
  if (third === undefined) {
    return (value, path, report) => {
      first(value, path, report);
      second(value, path, report);
    };
  }
  return (value, path, report) => {
    for (const check of checks) check(value, path, report);
  };
}

function typeCheck(schema: DataSchema): Check | undefined {
  const types = schema.type === undefined ? [] : typesOf(schema);
  if (types.length === 0) return undefined;
  const wanted = types.map(typeInWords).join(' or ');
  return (value, path, report) => {
    const type = typeOfValue(value as Json);
    if (types.includes(type) || (type === 'integer' && types.includes('number'))) return;
    report({
      path,
      code: 'target.type',
      message: `${shown(path)} is ${typeInWords(type)}, but the target needs ${wanted}.`,
    });
  };
}

function valuesCheck(schema: DataSchema): Check | undefined {
  const values = schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);
  if (values === undefined) return undefined;
  const allowed = new Set(values.map((value) => JSON.stringify(value)));
  const words = values
    .slice(0, 8)
    .map((value) => JSON.stringify(value))
    .join(', ');
  return (value, path, report) => {
    if (!allowed.has(JSON.stringify(value)))
      report({ path, code: 'target.enum', message: `${shown(path)} is none of the allowed values (${words}).` });
  };
}

function boundsCheck({ minimum, maximum }: DataSchema): Check | undefined {
  if (minimum === undefined && maximum === undefined) return undefined;
  return (value, path, report) => {
    if (typeof value !== 'number') return;
    if (minimum !== undefined && value < minimum)
      report({
        path,
        code: 'target.minimum',
        message: `${shown(path)} is ${value}, but at least ${minimum} is needed.`,
      });
    if (maximum !== undefined && value > maximum)
      report({
        path,
        code: 'target.maximum',
        message: `${shown(path)} is ${value}, but at most ${maximum} is allowed.`,
      });
  };
}

function textCheck(schema: DataSchema): Check | undefined {
  const { minLength, maxLength, format } = schema;
  const pattern = schema.pattern === undefined ? undefined : compiledPattern(schema.pattern);
  const isDate = format === 'date' || format === 'date-time';
  if (minLength === undefined && maxLength === undefined && pattern === undefined && !isDate) return undefined;
  return (value, path, report) => {
    if (typeof value !== 'string') return;
    if (minLength !== undefined && lengthOf(value) < minLength)
      report({ path, code: 'target.minLength', message: `${shown(path)} is shorter than ${minLength} characters.` });
    if (maxLength !== undefined && lengthOf(value) > maxLength)
      report({ path, code: 'target.maxLength', message: `${shown(path)} is longer than ${maxLength} characters.` });
    if (pattern !== undefined && !pattern.test(value))
      report({ path, code: 'target.pattern', message: `${shown(path)} does not have the form ${schema.pattern}.` });
    if (isDate && !hasFormat(value, format))
      report({
        path,
        code: 'target.format',
        message: `${shown(path)} is no ${format === 'date' ? 'date (2026-03-29)' : 'date and time with zone (2026-03-29T01:58:44Z)'}.`,
      });
  };
}

function hasFormat(value: string, format: string): boolean {
  const moment = parseMoment(value);
  return moment !== undefined && (format === 'date' ? !moment.hasTime : moment.hasTime && moment.offset !== undefined);
}

/** A pattern of the schema that the linear engine does not know is not checked: schemas come from outside. */
function compiledPattern(pattern: string): RE2JS | undefined {
  try {
    return RE2JS.compile(pattern);
  } catch (cause) {
    if (cause instanceof RE2JSException) return undefined;
    throw cause;
  }
}

/** One of several shapes; which one is told by whether it fits. */
function choiceCheck({ oneOf }: DataSchema, checkPart: CheckPart): Check | undefined {
  if (oneOf === undefined || oneOf.length === 0) return undefined;
  const choices = oneOf.map(checkPart);
  // Where a shape is an alternative of itself, the same value comes back to it: that decides nothing.
  const tried = new Set<string>();
  const fitsOne = (value: unknown, path: string): boolean => {
    if (tried.has(path)) return false;
    tried.add(path);
    const found = choices.some((choice) => {
      let fits = true;
      choice(value, path, () => {
        fits = false;
      });
      return fits;
    });
    tried.delete(path);
    return found;
  };
  return (value, path, report) => {
    if (fitsOne(value, path)) return;
    const message = `${shown(path)} has none of the ${choices.length} shapes that the target allows.`;
    report({ path, code: 'target.oneOf', message });
  };
}

function listCheck({ items, minItems, maxItems }: DataSchema, checkPart: CheckPart): Check | undefined {
  if (items === undefined && minItems === undefined && maxItems === undefined) return undefined;
  const inner = items === undefined ? undefined : checkPart(items);
  return (value, path, report) => {
    if (!Array.isArray(value)) return;
    if (minItems !== undefined && value.length < minItems)
      report({
        path,
        code: 'target.minItems',
        message: `${shown(path)} has ${value.length} items, but at least ${minItems} are needed.`,
      });
    if (maxItems !== undefined && value.length > maxItems)
      report({
        path,
        code: 'target.maxItems',
        message: `${shown(path)} has ${value.length} items, but at most ${maxItems} are allowed.`,
      });
    if (inner === undefined) return;
    for (let position = 0; position < value.length; position += 1)
      inner(value[position], `${path}/${position}`, report);
  };
}

function objectCheck(schema: DataSchema, checkPart: CheckPart): Check | undefined {
  const { required = [], additionalProperties } = schema;
  const properties = Object.entries(schema.properties ?? {}).map(([name, part]) => ({
    name,
    check: checkPart(part),
  }));
  const closed = additionalProperties === false ? new Set(properties.map(({ name }) => name)) : undefined;
  const others = typeof additionalProperties === 'object' ? checkPart(additionalProperties) : undefined;
  if (properties.length + required.length === 0 && closed === undefined && others === undefined) return undefined;
  const named = new Set(properties.map(({ name }) => name));
  return (value, path, report) => {
    if (!isObject(value)) return;
    for (const name of required) {
      if (!Object.hasOwn(value, name)) {
        const missing = childPath(path, name);
        report({
          path: missing,
          code: 'target.required',
          message: `${missing} is missing, but the target needs it. Give it a rule that always has a value.`,
        });
      }
    }
    for (const { name, check } of properties)
      if (Object.hasOwn(value, name)) check(value[name], childPath(path, name), report);
    if (others !== undefined)
      for (const name of Object.keys(value)) if (!named.has(name)) others(value[name], childPath(path, name), report);
    if (closed === undefined) return;
    for (const name of Object.keys(value)) {
      if (!closed.has(name))
        report({
          path: childPath(path, name),
          code: 'target.unknown',
          message: `${childPath(path, name)} is not a field of the target.`,
        });
    }
  };
}
