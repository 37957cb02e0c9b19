// What steps over lists hand on, told from the shapes of their records.
import type { AggregateNode, ListNode, Measure } from '@patchbay/model/flow';
import type { DataSchema } from '@patchbay/model/schema';
import { checkInScope } from '../check/check-expression.ts';
import { anything, integer, itemsOf, listOf, number, orNull, text } from '../check/type-algebra.ts';
import type { TypeScope } from '../check/type-scope.ts';

/** A record with what is wrong with it. */
const invalidRecord = (record: DataSchema): DataSchema => ({
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

/** @param scopeOf the scope in which `item` is a record of the list that the expression gives */
export function listType(node: ListNode, outer: TypeScope, scopeOf: (items: string) => TypeScope): DataSchema {
  const list = checkInScope(node.items, outer).type;
  const record = itemsOf(list);
  switch (node.kind) {
    case 'sort':
    case 'deduplicate':
      return listOf(record);
    case 'aggregate':
      return listOf(groupType(node, scopeOf(node.items)));
    case 'join': {
      const partner = itemsOf(checkInScope(node.partners, outer).type);
      if (record.type !== 'object') return listOf(anything);
      const own = node.keep === 'left' ? orNull(partner) : partner;
      return listOf({
        ...record,
        properties: { ...record.properties, [node.as]: own },
        required: [...(record.required ?? []).filter((name) => name !== node.as), node.as],
      });
    }
    case 'validate':
      return {
        type: 'object',
        required: ['valid', 'invalid'],
        properties: { valid: listOf(record), invalid: listOf(invalidRecord(record)) },
      };
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
