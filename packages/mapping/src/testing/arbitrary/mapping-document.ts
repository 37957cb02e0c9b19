// Documents with data that they read: every kind of rule and every part of a loop, hostile names throughout.
import type { LoopJoin, LoopRule, MappingDocument, MappingRule, ObjectRule, SortKey } from '@patchbay/model/mapping';
import type { DataSchema, Json } from '@patchbay/model/schema';
import type { Draw } from './draw.ts';
import { expressionText, pathOver } from './expression-text.ts';
import type { Names } from './expression-text.ts';
import { anyName, hostileNames, itemFields, pathText } from './names.ts';

export interface MappingCase {
  /** Parses as it is. */
  readonly doc: MappingDocument;
  /** One key a source. */
  readonly scope: Record<string, Json>;
}

const scalars = [null, true, 1.5, 'A', 'B', '7', '12.50', '2026-03-29', '9007199254740993', ''] as const;
const scalar = (draw: Draw): Json => (draw.oneIn(2) ? draw.int(-5, 50) : draw.pick(scalars));

const named = <Value>(draw: Draw, most: number, make: () => Value, least = 0): Record<string, Value> =>
  Object.fromEntries(draw.list(least, most, () => [anyName(draw), make()]));

function item(draw: Draw, more: readonly [string, Json][] = []): Json {
  const fields = draw.list(0, 6, (): [string, Json] => [draw.pick(itemFields), scalar(draw)]);
  return Object.fromEntries<Json>([['id', draw.int(1, 3)], ...fields, ...more]);
}
const items = (draw: Draw): Json[] => draw.list(0, 5, () => item(draw));
const groups = (draw: Draw): Json[] => draw.list(0, 3, () => item(draw, [['lines', items(draw)]]));
const order = (draw: Draw): Json =>
  item(draw, [
    ['lines', items(draw)],
    ['groups', groups(draw)],
    ['`', items(draw)],
  ]);

const sources: Names = ['order', 'products', '__proto__', 'k'];
const lists = ['order.lines', 'order.groups', 'products', 'order.nothing', pathText('__proto__')] as const;

/** Keys without a value are left out, as in a document that was read. */
const present = <Rule extends object>(rule: Rule): Rule =>
  Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined)) as Rule;

const condition = (draw: Draw, names: Names): string => `(${calmText(draw, names)}) ${draw.oneIn(6) ? '=' : '<>'} 1`;

const json = (draw: Draw): Json =>
  draw.oneIn(2)
    ? scalar(draw)
    : draw.oneIn(2)
      ? draw.list(0, 2, () => scalar(draw))
      : named(draw, 2, () => scalar(draw));

/** What seldom fails: where a failure ends more than a value. */
const calmText = (draw: Draw, names: Names): string =>
  draw.oneIn(5) ? expressionText(draw, names, 1) : pathOver(draw, names);

function valueRule(draw: Draw, names: Names): MappingRule {
  const short = (): string => expressionText(draw, names, 1);
  const shared = {
    when: draw.maybe(6, () => condition(draw, names)),
    onNull: draw.maybe(3, () => draw.pick(['omit', 'null', 'default', 'error'] as const)),
    onError: draw.maybe(2, () => draw.pick(['error', 'null', 'default', 'skip'] as const)),
    default: draw.maybe(4, () => json(draw)),
    note: draw.maybe(9, () => draw.text(4)),
  };
  switch (draw.int(1, 9)) {
    case 1:
      return present({ ...shared, const: json(draw) });
    case 2: {
      const reverse = draw.maybe(4, () => draw.int(1, 3) > 1);
      return present({
        ...shared,
        lookup: draw.pick(['t', 'shared', 'products', '__proto__', 'none'] as const),
        key: short(),
        reverse,
      });
    }
    case 3: {
      const cases = draw.list(1, 3, () => ({ when: condition(draw, names), then: short() }));
      return present({ ...shared, switch: cases, otherwise: draw.maybe(2, short) });
    }
    case 4: {
      const map = draw.pick(['Sub@1', 'Sub@1', 'Loop@1', 'Loop@1', 'Self@1', 'Gone@1'] as const);
      const filled = draw.pick([short(), { x: short(), y: short() }, named(draw, 2, short)] as const);
      return present({ ...shared, map, with: filled });
    }
    default:
      return present({ ...shared, expr: expressionText(draw, names) });
  }
}

function objectRule(draw: Draw, names: Names, depth: number): ObjectRule {
  const inner = [...names];
  const lets = draw.maybe(2, () =>
    Object.fromEntries(
      draw.list(0, 2, () => {
        const name = anyName(draw);
        const text = calmText(draw, inner);
        inner.push(name);
        return [name, text];
      }),
    ),
  );
  const when = draw.maybe(8, () => condition(draw, names));
  const fields = named(draw, 6, () => anyRule(draw, inner, depth - 1), 1);
  const order = draw.maybe(5, () => Object.keys(fields).toReversed());
  return present({ when, let: lets, fields, order });
}

function loopRule(draw: Draw, names: Names, depth: number): LoopRule {
  const as = draw.pick(['item', 'l', 'g', ...hostileNames.slice(0, 4)]);
  const join = draw.maybe(3, () => [joinOf(draw, [...names, as], as)]);
  const pairs = join === undefined ? [...names, as] : [...names, as, 'p'];
  const short = (): string => calmText(draw, pairs);
  const groupBy = draw.maybe(4, short);
  const turns = [...(groupBy === undefined ? pairs : [...names, as]), 'n'];
  const sortKey = (): SortKey => {
    const by = calmText(draw, turns);
    return draw.oneIn(2) ? by : { by, order: draw.pick(['asc', 'desc'] as const) };
  };
  const around = (): string => expressionText(draw, names, 1);
  return present({
    for: draw.oneIn(5) ? around() : draw.pick(lists),
    as: as === 'item' ? undefined : as,
    index: draw.maybe(3, () => 'n'),
    join,
    where: draw.maybe(3, () => condition(draw, pairs)),
    distinct: draw.maybe(6, short),
    groupBy,
    orderBy: draw.maybe(3, () => draw.list(1, 2, sortKey)),
    limit: draw.maybe(5, () => (draw.oneIn(4) ? around() : String(draw.int(-1, 4)))),
    ...objectRule(draw, turns, depth),
  });
}

function joinOf(draw: Draw, names: Names, as: string): LoopJoin {
  const key = {
    key: draw.pick([pathText(as, 'sku'), pathText(as, 'id')]),
    item: draw.pick(['p.sku', 'p.id', 'p.id & k'] as const),
  };
  return present({
    as: 'p',
    in: draw.oneIn(6) ? expressionText(draw, names, 1) : draw.pick([...lists, pathText(as, 'lines')]),
    on: draw.oneIn(6) ? undefined : key,
    keep: draw.maybe(3, () => draw.pick(['matched', 'all'] as const)),
  });
}

function anyRule(draw: Draw, names: Names, depth: number): MappingRule {
  const kind = depth <= 0 ? 1 : draw.int(1, 5);
  if (kind <= 3) return valueRule(draw, names);
  return kind === 4 ? objectRule(draw, names, depth) : loopRule(draw, names, depth);
}

const partSchemas: readonly DataSchema[] = [
  { type: 'string' },
  { type: 'number', maximum: 20 },
  { enum: ['A', 'B'] },
  { type: 'array' },
  {},
];

function target(draw: Draw): DataSchema {
  const properties = named(draw, 3, () => draw.pick(partSchemas));
  const required = Object.keys(properties).filter(() => draw.oneIn(2));
  return present({ type: 'object' as const, properties, required, additionalProperties: draw.maybe(2, () => false) });
}

function inner(root: ObjectRule | LoopRule): MappingDocument {
  return { map: 1, sources: { x: {}, y: {} }, root };
}

function bundle(draw: Draw): MappingDocument['bundle'] {
  return {
    schemas: { 'Any@1': { type: 'object' } },
    lookups: { 'Table@1': { values: named(draw, 4, () => scalar(draw)) } },
    mappings: {
      'Sub@1': inner(objectRule(draw, ['x', 'y'], 1)),
      'Loop@1': inner({ ...loopRule(draw, ['x', 'y'], 1), for: 'x' }),
      'Self@1': inner({ fields: { again: { map: 'Self@1', with: 'x' } } }),
    },
  };
}

/** A document of every kind with its data. */
export function drawCase(draw: Draw): MappingCase {
  const root = draw.oneIn(3) ? loopRule(draw, sources, 2) : objectRule(draw, sources, 3);
  const isWorked = draw.oneIn(2);
  const schema = draw.maybe(3, () => target(draw));
  const otherwise = draw.maybe(2, () => scalar(draw));
  const k = scalar(draw);
  const input = order(draw);
  const doc: MappingDocument = {
    map: 1,
    sources: Object.fromEntries([
      ['order', draw.oneIn(3) ? { schema: 'Any@1' } : {}],
      ['products', { role: 'lookup' as const, key: 'sku' }],
      ['__proto__', {}],
      ['k', isWorked ? { from: 'trigger.k' } : {}],
    ]),
    ...(schema === undefined ? {} : { target: { schema } }),
    lookups: {
      t: present({
        values: named(draw, 4, () => scalar(draw)),
        default: otherwise,
        reverse: draw.maybe(5, () => draw.oneIn(2)),
      }),
      shared: present({ table: 'Table@1', reverse: draw.maybe(5, () => draw.oneIn(2)) }),
      none: { table: 'None@1' },
    },
    root,
    samples: [{ name: 'one', in: input }],
    meta: { rules: { [`/${anyName(draw)}`]: { comment: draw.text(3) } } },
    bundle: bundle(draw),
  };
  const scope = Object.fromEntries<Json>([
    ['order', input],
    ['products', items(draw)],
    ['__proto__', draw.oneIn(2) ? items(draw) : scalar(draw)],
    isWorked ? ['trigger', { k }] : ['k', k],
  ]);
  return { doc, scope };
}
