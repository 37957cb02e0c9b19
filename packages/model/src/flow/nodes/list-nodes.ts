// What is done to lists: put in order, made free of repetitions, summed up, joined, judged. `items` is the list, `item` a record
// of it in the expressions of the node.
import * as z from 'zod';
import { ExpressionText, nodeBase } from './node-base.ts';
import { RecordsMode } from './records-mode.ts';

/** The name of a field that a node makes. */
const FieldName = z
  .string()
  .min(1)
  .max(200)
  .refine((name) => name !== '__proto__', 'this name is no name for a field');

const listBase = {
  ...nodeBase,
  /** Blank where the records come along the edge. */
  items: ExpressionText,
  records: RecordsMode.optional(),
};

/** Equal keys keep their order; nothing comes last in both directions. */
export const SortNode = z.strictObject({
  ...listBase,
  kind: z.literal('sort'),
  keys: z
    .array(z.strictObject({ by: ExpressionText, order: z.enum(['asc', 'desc']) }))
    .min(1)
    .max(10),
});
export type SortNode = z.infer<typeof SortNode>;

/** The first record of each key stays. */
export const DeduplicateNode = z.strictObject({
  ...listBase,
  kind: z.literal('deduplicate'),
  /** Without any, the whole record is the key. */
  by: z.array(ExpressionText).max(10),
});
export type DeduplicateNode = z.infer<typeof DeduplicateNode>;

/** Values that are nothing are left out of all but `collect`, and of `count` only when it has a field. */
export const Measure = z.strictObject({
  /** The field of the result. */
  name: FieldName,
  kind: z.enum(['sum', 'count', 'min', 'max', 'average', 'collect', 'first']),
  /** Over `item`. `count` without it counts records; `collect` and `first` without it take the whole record. */
  of: ExpressionText.optional(),
});
export type Measure = z.infer<typeof Measure>;
export type MeasureKind = Measure['kind'];

/** One record for each group, in the order in which the groups first come. */
export const AggregateNode = z.strictObject({
  ...listBase,
  kind: z.literal('aggregate'),
  /** Without any, all records are one group. */
  groupBy: z.array(z.strictObject({ name: FieldName, expr: ExpressionText })).max(20),
  measures: z.array(Measure).max(50),
});
export type AggregateNode = z.infer<typeof AggregateNode>;

/** Every record with every partner of the same key; a key that is nothing has no partner. */
export const JoinNode = z.strictObject({
  ...listBase,
  kind: z.literal('join'),
  /** The other list. Blank where the partners are records that come along an edge of their own, into the port `partners`. */
  partners: ExpressionText,
  key: ExpressionText,
  /** Over `item`, which here is a partner. */
  partnerKey: ExpressionText,
  /** The field under which a record holds its partner. */
  as: FieldName,
  /** inner: records without a partner are left out · left: their partner is nothing. */
  keep: z.enum(['inner', 'left']),
});
export type JoinNode = z.infer<typeof JoinNode>;

const ofField = {
  /** A path in the record: `email`, `address.zip`, `lines[*].sku` for each line. */
  field: z.string().max(2_000),
  /** Said in the place of the usual words. */
  message: z.string().max(500).optional(),
};
const bound = z.union([z.number(), z.string().max(200)]).optional();

/** A value that is nothing keeps every rule but `required` and `condition`. */
export const ValidationRule = z.discriminatedUnion('rule', [
  z.strictObject({ ...ofField, rule: z.literal('required') }),
  z.strictObject({
    ...ofField,
    rule: z.literal('type'),
    type: z.enum(['text', 'number', 'integer', 'boolean', 'date', 'dateTime', 'list', 'structure']),
  }),
  /** Bounds are part of the range. Numbers with numbers, texts (also dates) with texts. */
  z.strictObject({ ...ofField, rule: z.literal('range'), min: bound, max: bound }),
  /** RE2 syntax: its time grows with the text alone. */
  z.strictObject({ ...ofField, rule: z.literal('pattern'), pattern: z.string().max(1_000) }),
  /** An expression of a list: the value must be one of it. */
  z.strictObject({ ...ofField, rule: z.literal('oneOf'), values: ExpressionText }),
  /** A condition over `item`; `field` is where the mistake is shown. */
  z.strictObject({ ...ofField, rule: z.literal('condition'), condition: ExpressionText }),
]);
export type ValidationRule = z.infer<typeof ValidationRule>;
export type ValueType = Extract<ValidationRule, { rule: 'type' }>['type'];

/** The output is `{ valid, invalid }`; invalid records stand with what is wrong with them. */
export const ValidateNode = z.strictObject({
  ...listBase,
  kind: z.literal('validate'),
  rules: z.array(ValidationRule).min(1).max(100),
});
export type ValidateNode = z.infer<typeof ValidateNode>;

export type ListNode = SortNode | DeduplicateNode | AggregateNode | JoinNode | ValidateNode;
const listKinds: ReadonlySet<string> = new Set<ListNode['kind']>([
  'sort',
  'deduplicate',
  'aggregate',
  'join',
  'validate',
]);
export const isListNode = <Node extends { readonly kind: string }>(node: Node): node is Extract<Node, ListNode> =>
  listKinds.has(node.kind);
