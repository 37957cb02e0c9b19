// What steps over lists hand on, told from the shapes of their records.
import type { AggregateNode, ListNode, Measure } from '@patchbay/model/flow';
import type { DataSchema } from '@patchbay/model/schema';
import { checkInScope } from '../check/check-expression.ts';
import { anything, integer, itemsOf, listOf, number, orNull, text } from '../check/type-algebra.ts';
import type { TypeScope } from '../check/type-scope.ts';

/** A record with what is wrong with it. */
export const invalidRecord = (record: DataSchema): DataSchema => ({
  type: 'object',
  required: ['record', 'problems'],
  properties: {
    record,
    problems: listOf({
      type: 'object',
      required: ['field', 'rule', 'value', 'message'],
      properties: { field: text, rule: text, value: anything, message: text },
    }),
  },
});

/** @param inner the scope in which `item` is a record of the list; @param partner of a join: a record of the other side */
export function listType(node: ListNode, inner: TypeScope, partner: DataSchema): DataSchema {
  if (node.kind !== 'validate') return listOf(madeRecord(node, inner, partner));
  const record = itemOf(inner);
  return {
    type: 'object',
    required: ['valid', 'invalid'],
    properties: { valid: listOf(record), invalid: listOf(invalidRecord(record)) },
  };
}

export const itemOf = (inner: TypeScope): DataSchema => inner.names.get('item') ?? anything;

/** What a step over a list, or over records, makes of them. */
export function madeRecord(node: ListNode, inner: TypeScope, partner: DataSchema): DataSchema {
  const record = itemOf(inner);
  switch (node.kind) {
    case 'sort':
    case 'deduplicate':
    case 'validate':
      return record;
    case 'aggregate':
      return groupType(node, inner);
    case 'join': {
      if (record.type !== 'object') return anything;
      // Where nobody knows the fields of a record, one that is known would make the others look like mistakes.
      if (Object.keys(record.properties ?? {}).length === 0)
        return record.additionalProperties === false ? anything : record;
      const own = node.keep === 'left' ? orNull(partner) : partner;
      return {
        ...record,
        properties: { ...record.properties, [node.as]: own },
        required: [...(record.required ?? []).filter((name) => name !== node.as), node.as],
      };
    }
  }
}

function groupType({ groupBy, measures }: AggregateNode, scope: TypeScope): DataSchema {
  const typeOf = (expr: string | undefined): DataSchema => checkInScope(expr ?? 'item', scope).type;
  const properties = Object.fromEntries([
    ...groupBy.map(({ name, expr }): [string, DataSchema] => [name, typeOf(expr)]),
    ...measures.map((measure): [string, DataSchema] => [measure.name, measureType(measure, typeOf)]),
  ]);
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

function measureType({ kind, of }: Measure, typeOf: (expr: string | undefined) => DataSchema): DataSchema {
  switch (kind) {
    case 'sum':
      return number;
    case 'count':
      return integer;
    case 'average':
      return orNull(number);
    case 'min':
    case 'max': {
      const type = typeOf(of);
      return orNull(type.type === 'array' ? itemsOf(type) : type);
    }
    case 'collect':
      return listOf(typeOf(of));
    case 'first':
      return orNull(typeOf(of));
  }
}
