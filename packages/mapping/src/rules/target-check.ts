// The target schema at run time: what came out is what the next system was promised, or the path that is not.
import { isLongNumber, resolveRef, typeInWords, typeOfValue, typesOf } from '@patchbay/model/schema';
import type { DataSchema, DataType, Json } from '@patchbay/model/schema';
import { parseMoment } from '../dates/civil.ts';
import { EvaluationError } from '../evaluate/evaluation-error.ts';
import { Frame } from '../evaluate/frame.ts';
import { Site } from '../evaluate/site.ts';
import { isObject } from '../evaluate/value.ts';
import { lengthOf } from '../text/code-points.ts';
import { hasForm, programOf } from '../text/linear-pattern.ts';
import { childPath } from './rule-path.ts';

export interface TargetMistake {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}
/** One check of a value: patterns and alternatives are much work, and are charged to an evaluation. */
interface Checking {
  readonly report: (mistake: TargetMistake) => void;
  readonly frame: Frame;
  /** Enough is known: nothing else needs to be looked at. */
  isOver: boolean;
}
type Check = (value: unknown, path: string, checking: Checking) => void;
export type TargetCheck = (value: unknown, frame?: Frame) => TargetMistake[];

const maxMistakes = 100;

const prepared = new WeakMap<DataSchema, TargetCheck>();
/** Of a value that no evaluation made. */
const ownFrame = (): Frame => new Frame(0, { now: 0, random: () => 0, uuid: () => '' });

/**
 * A check of values against a schema, prepared once for each schema. Understood: type, required, properties, additionalProperties,
 * items, oneOf (as any of), enum, const, bounds, lengths, pattern, format date and date-time. What it takes is charged to the
 * evaluation that made the value, or held to the budget of one; a budget that is spent is told as a mistake (`budgetExceeded`).
 */
export function compileTargetCheck(root: DataSchema): TargetCheck {
  const known = prepared.get(root);
  if (known !== undefined) return known;
  const check = new CheckCompiler(root).checkOf(root, 0);
  const made: TargetCheck = (value, frame = ownFrame()) => {
    const mistakes: TargetMistake[] = [];
    const checking: Checking = {
      frame,
      isOver: false,
      report: (mistake) => {
        if (mistakes.length < maxMistakes) mistakes.push(mistake);
        checking.isOver = mistakes.length === maxMistakes;
      },
    };
    try {
      check(value, '', checking);
    } catch (cause) {
      if (!(cause instanceof CheckStopped)) throw cause;
      mistakes.push(cause.mistake);
    }
    return mistakes;
  };
  prepared.set(root, made);
  return made;
}

const site = new Site('The check against the schema', { start: 0, end: 0 });

/** The budget is spent: nothing else is looked at. */
class CheckStopped extends Error {
  override readonly name = 'CheckStopped';
  readonly mistake: TargetMistake;

  constructor(mistake: TargetMistake) {
    super(mistake.message);
    this.mistake = mistake;
  }
}

const stopped = ({ code, message }: EvaluationError, path: string): CheckStopped =>
  new CheckStopped({ path, code, message: `${shown(path)} cannot be checked. ${message}` });

function charge(steps: number, path: string, frame: Frame): void {
  try {
    frame.charge(steps, site);
  } catch (cause) {
    throw cause instanceof EvaluationError ? stopped(cause, path) : cause;
  }
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
    if (known !== undefined) return (value, path, checking) => known.check(value, path, checking);
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
    return (value, path, checking) => {
      first(value, path, checking);
      if (!checking.isOver) second(value, path, checking);
    };
  }
  return (value, path, checking) => {
    for (const check of checks) if (!checking.isOver) check(value, path, checking);
  };
}

function typeCheck(schema: DataSchema): Check | undefined {
  const types = schema.type === undefined ? [] : typesOf(schema);
  if (types.length === 0) return undefined;
  const wanted = types.map(typeInWords).join(' or ');
  return (value, path, { report }) => {
    const type = typeOfValue(value as Json);
    if (types.includes(type) || (type === 'integer' && types.includes('number')) || isLongOf(value, types)) return;
    report({
      path,
      code: 'target.type',
      message: `${shown(path)} is ${typeInWords(type)}, but the target needs ${wanted}.`,
    });
  };
}

/** Numbers with more digits than a number holds are text, digit for digit. */
const isLongOf = (value: unknown, types: readonly DataType[]): boolean =>
  typeof value === 'string' &&
  (types.includes('number') || (types.includes('integer') && !value.includes('.'))) &&
  isLongNumber(value);

function valuesCheck(schema: DataSchema): Check | undefined {
  const values = schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);
  if (values === undefined) return undefined;
  const allowed = new Set(values.map((value) => JSON.stringify(value)));
  const words = values
    .slice(0, 8)
    .map((value) => JSON.stringify(value))
    .join(', ');
  return (value, path, { report }) => {
    if (!allowed.has(JSON.stringify(value)))
      report({ path, code: 'target.enum', message: `${shown(path)} is none of the allowed values (${words}).` });
  };
}

function boundsCheck({ minimum, maximum }: DataSchema): Check | undefined {
  if (minimum === undefined && maximum === undefined) return undefined;
  return (value, path, { report }) => {
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
  const fitsPattern = schema.pattern === undefined ? undefined : formCheck(schema.pattern);
  const isDate = format === 'date' || format === 'date-time';
  if (minLength === undefined && maxLength === undefined && fitsPattern === undefined && !isDate) return undefined;
  return (value, path, { report, frame }) => {
    if (typeof value !== 'string') return;
    if (minLength !== undefined && lengthOf(value) < minLength)
      report({ path, code: 'target.minLength', message: `${shown(path)} is shorter than ${minLength} characters.` });
    if (maxLength !== undefined && lengthOf(value) > maxLength)
      report({ path, code: 'target.maxLength', message: `${shown(path)} is longer than ${maxLength} characters.` });
    if (fitsPattern !== undefined && !fitsPattern(value, path, frame))
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

type FitsPattern = (value: string, path: string, frame: Frame) => boolean;

/** A pattern of the schema that the linear engine does not know is not checked: schemas come from outside. */
function formCheck(pattern: string): FitsPattern {
  let isKnown = true;
  return (value, path, frame) => {
    try {
      return !isKnown || hasForm(programOf(pattern, frame, site), value, frame, site);
    } catch (cause) {
      if (!(cause instanceof EvaluationError)) throw cause;
      if (cause.code === 'budgetExceeded') throw stopped(cause, path);
      isKnown = false;
      return true;
    }
  };
}

/** Steps of an alternative that is tried. Where alternatives refer to themselves they are tried anew at each level. */
const choiceSteps = 2;

/** Whether a value fits an alternative: one mistake is enough to tell. */
function fits(
  choice: Check,
  value: unknown,
  { path, frame }: { readonly path: string; readonly frame: Frame },
): boolean {
  charge(choiceSteps, path, frame);
  const trial: Checking = {
    frame,
    isOver: false,
    report: () => {
      trial.isOver = true;
    },
  };
  choice(value, path, trial);
  return !trial.isOver;
}

/** One of several shapes; which one is told by whether it fits. */
function choiceCheck({ oneOf }: DataSchema, checkPart: CheckPart): Check | undefined {
  if (oneOf === undefined || oneOf.length === 0) return undefined;
  const choices = oneOf.map(checkPart);
  // Where a shape is an alternative of itself, the same value comes back to it: that decides nothing.
  const tried = new Set<string>();
  const fitsOne = (value: unknown, path: string, frame: Frame): boolean => {
    if (tried.has(path)) return false;
    tried.add(path);
    try {
      return choices.some((choice) => fits(choice, value, { path, frame }));
    } finally {
      tried.delete(path);
    }
  };
  return (value, path, { report, frame }) => {
    if (fitsOne(value, path, frame)) return;
    const message = `${shown(path)} has none of the ${choices.length} shapes that the target allows.`;
    report({ path, code: 'target.oneOf', message });
  };
}

function listCheck({ items, minItems, maxItems }: DataSchema, checkPart: CheckPart): Check | undefined {
  if (items === undefined && minItems === undefined && maxItems === undefined) return undefined;
  const inner = items === undefined ? undefined : checkPart(items);
  return (value, path, checking) => {
    if (!Array.isArray(value)) return;
    const { report } = checking;
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
    for (let position = 0; position < value.length && !checking.isOver; position += 1)
      inner(value[position], `${path}/${position}`, checking);
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
  return (value, path, checking) => {
    if (!isObject(value)) return;
    const { report } = checking;
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
      if (!checking.isOver && Object.hasOwn(value, name)) check(value[name], childPath(path, name), checking);
    if (others !== undefined)
      for (const name of Object.keys(value)) if (!named.has(name)) others(value[name], childPath(path, name), checking);
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
