// Texts of expressions over names that are there: most of them work, some fail, some cannot be read.
import { quoteText } from '@patchbay/model/expression';
import type { Parameter } from '../../functions/definition.ts';
import { functionDefinitions } from '../../functions/index.ts';
import type { Draw } from './draw.ts';
import { anyName, hostileNames, itemFields, pathText } from './names.ts';

/** What may be read: sources, aliases, intermediate values. */
export type Names = readonly string[];

const literals = [
  '0',
  '1.5',
  '2.305',
  '-3',
  'null',
  'true',
  'false',
  "'2026-03-29'",
  "'2026-03-29T01:58:44+01:00'",
  "','",
  "''",
] as const;
const operators = [
  '+',
  '-',
  '*',
  '/',
  '%',
  '^',
  '&',
  '=',
  '<>',
  '<',
  '<=',
  '>',
  '>=',
  'and',
  'or',
  '??',
  'in',
] as const;
const specials = ['$', '$index', '$parent', '$target', '$source', '$vars', '$now'] as const;

function literal(draw: Draw): string {
  const kind = draw.int(1, 4);
  if (kind === 1) return String(draw.int(-20, 2_000));
  if (kind === 2) return draw.pick(literals);
  return quoteText(kind === 3 ? draw.text(8) : draw.pick(hostileNames));
}

/** A path from one of the names. */
export const pathOver = (draw: Draw, names: Names): string =>
  pathText(draw.pick(names), ...draw.list(0, 2, () => draw.pick(draw.oneIn(3) ? itemFields : itemFields.slice(0, 4))));

function path(draw: Draw, names: Names): string {
  const kind = draw.int(1, 9);
  if (kind <= 6) return pathOver(draw, names);
  if (kind === 7) return `${draw.pick(specials)}.${pathText(draw.pick(itemFields))}`;
  return kind === 8 ? draw.pick(specials) : pathText(anyName(draw));
}

/** An expression of at most so many levels. */
export function expressionText(draw: Draw, names: Names, depth = 3): string {
  const inner = (): string => expressionText(draw, names, depth - 1);
  const kind = depth <= 0 ? draw.int(1, 5) : draw.int(1, 24);
  if (kind <= 4) return path(draw, names);
  if (kind <= 6) return literal(draw);
  if (kind <= 11) return callText(draw, names, depth);
  if (kind <= 13) return `(${inner()}) & (${inner()})`;
  if (kind <= 14) return `(${inner()}) ${draw.pick(operators)} (${inner()})`;
  switch (kind) {
    case 15:
    case 16:
      return `IF((${inner()}) = (${inner()}), ${inner()})`;
    case 17:
      return `${path(draw, names)}[(${inner()}) = 1]`;
    case 18:
      return `${path(draw, names)}[${draw.int(-2, 3)}]`;
    case 19:
      return `[${draw.list(0, 3, inner).join(', ')}]`;
    case 20:
      return `{ ${quoteText(anyName(draw))}: ${inner()} }`;
    case 21:
      return `not (${inner()})`;
    case 22:
      return `-(${inner()})`;
    case 23:
      return `${path(draw, names)}[*]`;
    default:
      return draw.oneIn(2) ? draw.text(10) : `${inner()} +`;
  }
}

/** What arguments of these names can use, so that calls of every family work more often than not. */
const usual: Readonly<Record<string, readonly string[]>> = {
  pattern: ["'yyyy-MM-dd HH:mm'", "'dd.MM.yy'", "'#,##0.00'", "'[a-z]+'", "'(.)(.)'"],
  zone: ["'UTC'", "'Europe/Berlin'", "'+02:00'"],
  from: ["'America/New_York'", "'2026-01-31'"],
  locale: ["'de'", "'en'"],
  unit: ["'day'", "'months'", "'seconds'", "'ms'"],
  separator: ["','", "'.'", "'-'"],
  table: ["{ a: 1, '1': 'b' }", "[{ key: 'a', value: 2 }]"],
};

/** Calls of every function alike: made up, or as its own examples have them. */
function callText(draw: Draw, names: Names, depth: number): string {
  const { name, parameters, examples } = draw.pick(functionDefinitions);
  const closed = examples.filter(({ scope }) => scope === undefined);
  if (closed.length > 0 && draw.oneIn(4)) return draw.pick(closed).expr;
  const least = parameters.filter(({ optional, repeats }) => optional !== true && repeats !== true).length;
  const last = parameters.at(-1);
  const most = parameters.length + (last?.repeats === true ? 2 : 0);
  const count = draw.int(least, Math.max(least, most));
  const args = Array.from({ length: count }, (_, at) => argumentText(draw, parameters[at] ?? last, { names, depth }));
  return `${name}(${args.join(', ')})`;
}

function argumentText(
  draw: Draw,
  parameter: Parameter | undefined,
  { names, depth }: { names: Names; depth: number },
): string {
  const inner = (): string => expressionText(draw, names, depth - 1);
  if (parameter === undefined || draw.oneIn(4)) return inner();
  const texts = Object.hasOwn(usual, parameter.name) ? usual[parameter.name] : undefined;
  if (texts !== undefined && !draw.oneIn(4)) return draw.pick(texts);
  switch (parameter.type) {
    case 'item': {
      const body = expressionText(draw, [...names, 'x'], Math.min(depth - 1, 1));
      return draw.pick([body, `x -> ${body}`, `(x, n) -> ${body}`] as const);
    }
    case 'number':
      return String(draw.int(-3, 40));
    case 'list':
    case 'object':
      return path(draw, names);
    case 'date':
      return draw.pick(["'2026-03-29'", "'2026-03-29T02:30:00+01:00'"] as const);
    case 'text':
      return literal(draw);
    case 'any':
    case 'boolean':
      return inner();
  }
}
