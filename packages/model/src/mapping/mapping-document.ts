// The mapping document: declarative, shaped like the target tree. Rule ids are target paths (`/items/sku`).
// It is the one truth: canvas, table, text, lineage and tests are drawn from it, and nothing is read back from them.
import * as z from 'zod';
import { DataSchema } from '../schema/data-schema.ts';
import { Json } from '../schema/json.ts';
import { namedRecord } from '../schema/named-record.ts';

/** What to do when a rule yields nothing or fails: `omit` the key, write `null`, write `default`, fail with `error`, or `skip` the record. */
export const RulePolicy = z.enum(['omit', 'null', 'default', 'error', 'skip']);
export type RulePolicy = z.infer<typeof RulePolicy>;

/** Something kept in the workspace's library, in one version: `Order@3`. The name has 1–120 characters and no `@`. */
export const LibraryRef = z.string().regex(/^[^@\s][^@]{0,119}@[1-9]\d{0,8}$/, 'a name and a version, such as Order@3');
export type LibraryRef = z.infer<typeof LibraryRef>;

/** A schema of the document's own, or one of the library. */
export const SchemaUse = z.union([LibraryRef, DataSchema]);
export type SchemaUse = z.infer<typeof SchemaUse>;

const Expr = z.string();

const shared = {
  /** Expression: only when it holds is the target written. */
  when: Expr.optional(),
  onNull: z.enum(['omit', 'null', 'default', 'error']).optional(),
  onError: z.enum(['error', 'null', 'default', 'skip']).optional(),
  default: Json.optional(),
  note: z.string().optional(),
};

export const ExpressionRule = z.strictObject({ ...shared, expr: Expr });
export type ExpressionRule = z.infer<typeof ExpressionRule>;
export const ConstantRule = z.strictObject({ ...shared, const: Json });
export type ConstantRule = z.infer<typeof ConstantRule>;
/** `lookup` names a table of the document; `key` is an expression. `reverse` looks for the value and gives its key. */
export const LookupRule = z.strictObject({
  ...shared,
  lookup: z.string(),
  key: Expr,
  reverse: z.literal(true).optional(),
});
export type LookupRule = z.infer<typeof LookupRule>;
/** The first case whose `when` holds gives the value, else `otherwise`, else nothing. All are expressions. */
export const SwitchRule = z.strictObject({
  ...shared,
  switch: z.array(z.strictObject({ when: Expr, then: Expr, note: z.string().optional() })).min(1),
  otherwise: Expr.optional(),
});
export type SwitchRule = z.infer<typeof SwitchRule>;
/** A mapping of the library makes the value; `with` gives its source, or each of its sources by name. */
export const SubMappingRule = z.strictObject({
  ...shared,
  map: LibraryRef,
  with: z.union([Expr, namedRecord(Expr)]),
});
export type SubMappingRule = z.infer<typeof SubMappingRule>;

export interface ObjectRule {
  when?: string | undefined;
  note?: string | undefined;
  /** Names for intermediate values, in order; later ones and the fields below may use them. */
  let?: Record<string, string> | undefined;
  fields: Record<string, MappingRule>;
}

/** `asc` is 1, 2, 3 and a, b, c; nothing comes last either way. */
export const SortKey = z.union([Expr, z.strictObject({ by: Expr, order: z.enum(['asc', 'desc']) })]);
export type SortKey = z.infer<typeof SortKey>;

/**
 * A second list beside the loop's own: `as` names its item. With `on`, the items are found by their key (`item` is
 * worked out once over each item of `in`, where it is known under `as`; `key` over the loop's item). Without `on`, every pair.
 * `matched`: no partner, no target item · `all`: no partner, `as` is nothing.
 */
export const LoopJoin = z.strictObject({
  as: z.string(),
  in: Expr,
  on: z.strictObject({ key: Expr, item: Expr }).optional(),
  keep: z.enum(['matched', 'all']).optional(),
});
export type LoopJoin = z.infer<typeof LoopJoin>;

/**
 * One target item for each item of the list `for`. The order of work: join → where → distinct → group → order → limit → let → fields.
 * With `groupBy` the item is `{ key, items }`. All but names are expressions over the item.
 */
export interface LoopRule extends ObjectRule {
  for: string;
  /** The name of the item, default `item`. */
  as?: string | undefined;
  /** A name for the position among the target items, from 0; `$index` is the position in the source. */
  index?: string | undefined;
  join?: LoopJoin[] | undefined;
  where?: string | undefined;
  /** Only the first item of each value of this expression is kept. */
  distinct?: string | undefined;
  groupBy?: string | undefined;
  orderBy?: SortKey[] | undefined;
  /** An expression over what stands around the loop; at most so many items. */
  limit?: string | undefined;
}
export type MappingRule =
  | ExpressionRule
  | ConstantRule
  | LookupRule
  | SwitchRule
  | SubMappingRule
  | ObjectRule
  | LoopRule;

const structure = {
  when: Expr.optional(),
  note: z.string().optional(),
  let: namedRecord(Expr).optional(),
};
export const ObjectRule: z.ZodType<ObjectRule> = z.lazy(() =>
  z.strictObject({ ...structure, fields: namedRecord(MappingRule) }),
);
export const LoopRule: z.ZodType<LoopRule> = z.lazy(() =>
  z.strictObject({
    for: Expr,
    as: z.string().optional(),
    index: z.string().optional(),
    join: z.array(LoopJoin).max(8).optional(),
    where: Expr.optional(),
    distinct: Expr.optional(),
    groupBy: Expr.optional(),
    orderBy: z.array(SortKey).max(16).optional(),
    limit: Expr.optional(),
    ...structure,
    fields: namedRecord(MappingRule),
  }),
);
export const MappingRule: z.ZodType<MappingRule> = z.lazy(() =>
  z.union([ExpressionRule, ConstantRule, LookupRule, SwitchRule, SubMappingRule, LoopRule, ObjectRule]),
);

/** A table: key text → value; `default` where there is no such key. */
export const LookupTable = z.strictObject({ values: namedRecord(Json), default: Json.optional() });
export type LookupTable = z.infer<typeof LookupTable>;
/** A table of the library, with a default of the document's own. */
export const SharedLookup = z.strictObject({ table: LibraryRef, default: Json.optional() });
export type SharedLookup = z.infer<typeof SharedLookup>;
export const Lookup = z.union([LookupTable, SharedLookup]);
export type Lookup = z.infer<typeof Lookup>;

/**
 * One thing the mapping reads. Standing alone, the input is an object with one key a source. Inside a flow, `from` is an
 * expression over the flow's scope that fills it; the scope's roots (`trigger`, `steps`, `vars`) may be read besides.
 * A `lookup` source is a list of records that is found by `key`, the path of a field of its items.
 */
export const MappingSource = z.strictObject({
  schema: SchemaUse.optional(),
  role: z.enum(['payload', 'lookup', 'headers', 'variables']).optional(),
  key: z.string().optional(),
  from: Expr.optional(),
});
export type MappingSource = z.infer<typeof MappingSource>;

/** A named input; with `out` it is a test, run on every save. `now` is the ISO instant that the test takes for the start of the run. */
export const MappingSample = z.strictObject({
  name: z.string().min(1).max(200),
  in: Json,
  out: Json.optional(),
  now: z.string().optional(),
});
export type MappingSample = z.infer<typeof MappingSample>;

/** What people say about a rule; it does not change what the rule makes. `by` is who made it: `auto:0.93` is auto-map at 93 %. */
export const RuleMeta = z.strictObject({
  status: z.enum(['todo', 'reviewed']).optional(),
  comment: z.string().max(5_000).optional(),
  owner: z.string().max(200).optional(),
  by: z.string().max(200).optional(),
});
export type RuleMeta = z.infer<typeof RuleMeta>;

/** What a document uses of the library, by reference, so that it runs anywhere and stays what it was. Filled when it is published. */
export interface MappingBundle {
  schemas?: Record<string, DataSchema> | undefined;
  lookups?: Record<string, LookupTable> | undefined;
  mappings?: Record<string, MappingDocument> | undefined;
}
export const MappingBundle: z.ZodType<MappingBundle> = z.lazy(() =>
  z.strictObject({
    schemas: namedRecord(DataSchema).optional(),
    lookups: namedRecord(LookupTable).optional(),
    mappings: namedRecord(MappingDocument).optional(),
  }),
);

/**
 * `map` is the version of the format. With a target schema, required and type of the result are checked at run time.
 * Without sources, the roots of the flow's scope are read.
 */
export interface MappingDocument {
  map: 1;
  sources?: Record<string, MappingSource> | undefined;
  target?: { schema: SchemaUse } | undefined;
  lookups?: Record<string, Lookup> | undefined;
  root: ObjectRule | LoopRule;
  samples?: MappingSample[] | undefined;
  meta?: { rules: Record<string, RuleMeta> } | undefined;
  bundle?: MappingBundle | undefined;
}
export const MappingDocument: z.ZodType<MappingDocument> = z.lazy(() =>
  z.strictObject({
    map: z.literal(1),
    sources: namedRecord(MappingSource).optional(),
    target: z.strictObject({ schema: SchemaUse }).optional(),
    lookups: namedRecord(Lookup).optional(),
    root: z.union([LoopRule, ObjectRule]),
    samples: z.array(MappingSample).max(200).optional(),
    meta: z.strictObject({ rules: namedRecord(RuleMeta) }).optional(),
    bundle: MappingBundle.optional(),
  }),
);

export const isLoop = (rule: MappingRule): rule is LoopRule => 'for' in rule;
export const isObject = (rule: MappingRule): rule is ObjectRule => 'fields' in rule && !('for' in rule);
/** A rule with rules inside it. */
export const isStructure = (rule: MappingRule): rule is ObjectRule | LoopRule => 'fields' in rule;
