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
const expression = (says: string) => Expr.describe(`${says} An expression.`);
const note = z.string().optional().describe('What people wrote beside the rule.');

/** The type of a field where no schema gives it one; dates are texts in their formats. */
export const FieldType = z.enum(['string', 'number', 'integer', 'boolean', 'date', 'date-time', 'object', 'array']);
export type FieldType = z.infer<typeof FieldType>;

const shared = {
  type: FieldType.optional().describe(
    'What the value must be, where the target has no schema; it is checked as a schema’s type is.',
  ),
  when: expression('Only when it holds is the target written.').optional(),
  onNull: z
    .enum(['omit', 'null', 'default', 'error'])
    .optional()
    .describe('When there is no value: leave the key out (unless said otherwise), write null or `default`, or fail.'),
  onError: z
    .enum(['error', 'null', 'default', 'skip'])
    .optional()
    .describe(
      'When the value cannot be made: fail (unless said otherwise), write null or `default`, or leave the record out.',
    ),
  default: Json.optional().describe('What stands for a value that is missing or cannot be made.'),
  note,
};

export const ExpressionRule = z.strictObject({ ...shared, expr: expression('The value.') });
export type ExpressionRule = z.infer<typeof ExpressionRule>;
export const ConstantRule = z.strictObject({ ...shared, const: Json.describe('The value, always the same.') });
export type ConstantRule = z.infer<typeof ConstantRule>;
/** `lookup` names a table of the document; `key` is an expression. `reverse` looks for the value and gives its key; without it, the table says. */
export const LookupRule = z.strictObject({
  ...shared,
  lookup: z.string().describe('The name of a table of the document.'),
  key: expression('What is looked for.'),
  reverse: z.boolean().optional().describe('Look for the value, and give its key. Without it, as the table says.'),
});
export type LookupRule = z.infer<typeof LookupRule>;
/** The first case whose `when` holds gives the value, else `otherwise`, else nothing. All are expressions. */
export const SwitchRule = z.strictObject({
  ...shared,
  switch: z
    .array(z.strictObject({ when: expression('The condition.'), then: expression('The value when it holds.'), note }))
    .min(1)
    .describe('The first case whose condition holds gives the value.'),
  otherwise: expression('The value when no case holds; without it there is none.').optional(),
});
export type SwitchRule = z.infer<typeof SwitchRule>;
/** A mapping of the library makes the value; `with` gives its source, or each of its sources by name. */
export const SubMappingRule = z.strictObject({
  ...shared,
  map: LibraryRef.describe('A mapping of the library, such as `Address@1`: it makes the value.'),
  with: z
    .union([Expr, namedRecord(Expr)])
    .describe('What fills its source, or each of its sources by name. Expressions.'),
});
export type SubMappingRule = z.infer<typeof SubMappingRule>;

export interface ObjectRule {
  when?: string | undefined;
  note?: string | undefined;
  /** Names for intermediate values, in order; later ones and the fields below may use them. */
  let?: Record<string, string> | undefined;
  fields: Record<string, MappingRule>;
  /** The names of the fields in their order, where it is not the one in which JavaScript has them: see `fieldEntries`. */
  order?: string[] | undefined;
}

/** `asc` is 1, 2, 3 and a, b, c; nothing comes last either way. */
export const SortKey = z.union([
  Expr,
  z.strictObject({
    by: expression('What is compared.'),
    order: z.enum(['asc', 'desc']).describe('asc: 1, 2, 3 and a, b, c; nothing comes last either way.'),
  }),
]);
export type SortKey = z.infer<typeof SortKey>;

/**
 * A second list beside the loop's own: `as` names its item. With `on`, the items are found by their key (`item` is
 * worked out once over each item of `in`, where it is known under `as`; `key` over the loop's item). Without `on`, every pair.
 * `matched`: no partner, no target item · `all`: no partner, `as` is nothing.
 */
export const LoopJoin = z.strictObject({
  as: z.string().describe('The name of its item.'),
  in: expression('The second list.'),
  on: z
    .strictObject({
      key: expression('The key, over the item of the loop.'),
      item: expression('The key, over each item of `in`, which is known under `as`.'),
    })
    .optional()
    .describe('How items find each other; without it, every pair.'),
  keep: z
    .enum(['matched', 'all'])
    .optional()
    .describe('matched: no partner, no target item (unless said otherwise) · all: no partner, `as` is nothing.'),
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
  when: expression('Only when it holds is the structure written.').optional(),
  note,
  let: namedRecord(Expr)
    .optional()
    .describe('Names for intermediate values, in order; later ones and the fields may use them. Expressions.'),
};
const fields = 'A rule for each field of the target, by its name.';
const order = z
  .array(z.string())
  .optional()
  .describe('The names of the fields in their order; written only where names like 2024 do not come first.');
export const ObjectRule: z.ZodType<ObjectRule> = z.lazy(() =>
  z.strictObject({ ...structure, fields: namedRecord(MappingRule).describe(fields), order }),
);
export const LoopRule: z.ZodType<LoopRule> = z.lazy(() =>
  z.strictObject({
    for: expression('One target item for each item of this list.'),
    as: z.string().optional().describe('The name of the item; `item` unless said.'),
    index: z.string().optional().describe('A name for the position among the target items, from 0.'),
    join: z.array(LoopJoin).max(8).optional().describe('Second lists beside the loop’s own.'),
    where: expression('Only items for which it holds.').optional(),
    distinct: expression('Only the first item of each value of it.').optional(),
    groupBy: expression('Items of one value of it are one group: the item is then `{ key, items }`.').optional(),
    orderBy: z.array(SortKey).max(16).optional().describe('The order of the target items; the first key counts most.'),
    limit: expression('At most so many items; it reads what stands around the loop.').optional(),
    ...structure,
    fields: namedRecord(MappingRule).describe(fields),
    order,
  }),
);
export const MappingRule: z.ZodType<MappingRule> = z.lazy(() =>
  z.union([ExpressionRule, ConstantRule, LookupRule, SwitchRule, SubMappingRule, LoopRule, ObjectRule]),
);

const direction = z
  .boolean()
  .optional()
  .describe('Rules that do not say otherwise look for the value, and give its key.');
/** A table: key text → value; `default` where there is no such key. */
export const LookupTable = z.strictObject({
  values: namedRecord(Json).describe('The value of each key; keys are texts.'),
  default: Json.optional().describe('What stands for a key that the table does not have; without it, nothing.'),
  reverse: direction,
});
export type LookupTable = z.infer<typeof LookupTable>;
/** A table of the library, with a default of the document's own. */
export const SharedLookup = z.strictObject({
  table: LibraryRef.describe('A lookup table of the library, such as `Countries@2`.'),
  default: Json.optional().describe('What stands for a key that the table does not have, in the place of its own.'),
  reverse: direction,
});
export type SharedLookup = z.infer<typeof SharedLookup>;
export const Lookup = z.union([LookupTable, SharedLookup]);
export type Lookup = z.infer<typeof Lookup>;

/**
 * One thing the mapping reads. Standing alone, the input is an object with one key a source. Inside a flow, `from` is an
 * expression over the flow's scope that fills it; the scope's roots (`trigger`, `steps`, `vars`) may be read besides.
 * A `lookup` source is a list of records that is found by `key`, the path of a field of its items.
 */
export const MappingSource = z.strictObject({
  schema: SchemaUse.optional().describe('Its shape, or a reference to one of the library, such as `Order@3`.'),
  role: z
    .enum(['payload', 'lookup', 'headers', 'variables'])
    .optional()
    .describe('payload (unless said otherwise): what is mapped · lookup: a list of records that is found by `key`.'),
  key: z.string().optional().describe('Of a lookup source: the path of the field by which its records are found.'),
  from: expression('Inside a flow: what fills it.').optional(),
});
export type MappingSource = z.infer<typeof MappingSource>;

/** A named input; with `out` it is a test, run on every save. `now` is the ISO instant that the test takes for the start of the run. */
export const MappingSample = z.strictObject({
  name: z.string().min(1).max(200).describe('The name of the sample, or of the test.'),
  in: Json.describe('The input: an object with one key for each source.'),
  out: Json.optional().describe('What must come out; it makes the sample a test.'),
  now: z.string().optional().describe('The instant that the test takes for the start of the run, as ISO text.'),
});
export type MappingSample = z.infer<typeof MappingSample>;

/** What people say about a rule; it does not change what the rule makes. `by` is who made it: `auto:0.93` is auto-map at 93 %. */
export const RuleMeta = z.strictObject({
  status: z.enum(['todo', 'reviewed']).optional().describe('What is to be done with the rule.'),
  comment: z.string().max(5_000).optional().describe('What people say about it.'),
  owner: z.string().max(200).optional().describe('Who is to look after it.'),
  by: z.string().max(200).optional().describe('Who made it; `auto:0.93` is auto-map at 93 %.'),
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
    schemas: namedRecord(DataSchema).optional().describe('Schemas by their references.'),
    lookups: namedRecord(LookupTable).optional().describe('Lookup tables by their references.'),
    mappings: namedRecord(MappingDocument).optional().describe('Mappings by their references.'),
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
    map: z.literal(1).describe('The version of the format.'),
    sources: namedRecord(MappingSource)
      .optional()
      .describe('What it reads, by the names that expressions use; without sources, the roots of the flow.'),
    target: z
      .strictObject({ schema: SchemaUse.describe('Its shape, or a reference to one of the library.') })
      .optional()
      .describe('What it makes: required fields and types are checked when it runs.'),
    lookups: namedRecord(Lookup).optional().describe('Lookup tables, by the names that rules use.'),
    root: z.union([LoopRule, ObjectRule]).describe('The rule for the whole: a structure, or a loop that makes a list.'),
    samples: z.array(MappingSample).max(200).optional().describe('Inputs to try it with; those with `out` are tests.'),
    meta: z
      .strictObject({ rules: namedRecord(RuleMeta).describe('By the target path of the rule: `/items/sku`.') })
      .optional()
      .describe('What people say about rules.'),
    bundle: MappingBundle.optional().describe('What it uses of the library; filled when it is published.'),
  }),
);

export const isLoop = (rule: MappingRule): rule is LoopRule => 'for' in rule;
export const isObject = (rule: MappingRule): rule is ObjectRule => 'fields' in rule && !('for' in rule);
/** A rule with rules inside it. */
export const isStructure = (rule: MappingRule): rule is ObjectRule | LoopRule => 'fields' in rule;
