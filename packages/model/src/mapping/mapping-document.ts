// The mapping document: declarative, shaped like the target tree. Rule ids are target paths (`/items/sku`).
import * as z from 'zod';
import { DataSchema } from '../schema/data-schema.ts';
import { Json } from '../schema/json.ts';

/** What to do when a rule yields nothing or fails: `omit` the key, write `null`, write `default`, fail with `error`, or `skip` the record. */
export const RulePolicy = z.enum(['omit', 'null', 'default', 'error', 'skip']);
export type RulePolicy = z.infer<typeof RulePolicy>;

const shared = {
  /** Expression: only when it holds is the target written. */
  when: z.string().optional(),
  onNull: z.enum(['omit', 'null', 'default', 'error']).optional(),
  onError: z.enum(['error', 'null', 'default', 'skip']).optional(),
  default: Json.optional(),
  note: z.string().optional(),
};

export const ExpressionRule = z.strictObject({ ...shared, expr: z.string() });
export const ConstantRule = z.strictObject({ ...shared, const: Json });
/** `lookup` names a table of the document; `key` is an expression. */
export const LookupRule = z.strictObject({ ...shared, lookup: z.string(), key: z.string() });

export interface ObjectRule {
  when?: string | undefined;
  note?: string | undefined;
  /** Names for intermediate values, in order; later ones and the fields below may use them. */
  let?: Record<string, string> | undefined;
  fields: Record<string, MappingRule>;
}
/** One target item for each item of the list `for`; `as` names the item (default `item`), `where` filters. */
export interface LoopRule extends ObjectRule {
  for: string;
  as?: string | undefined;
  where?: string | undefined;
}
export type MappingRule =
  | z.infer<typeof ExpressionRule>
  | z.infer<typeof ConstantRule>
  | z.infer<typeof LookupRule>
  | ObjectRule
  | LoopRule;

export const ObjectRule: z.ZodType<ObjectRule> = z.lazy(() =>
  z.strictObject({
    when: z.string().optional(),
    note: z.string().optional(),
    let: z.record(z.string(), z.string()).optional(),
    fields: z.record(z.string(), MappingRule),
  }),
);
export const LoopRule: z.ZodType<LoopRule> = z.lazy(() =>
  z.strictObject({
    for: z.string(),
    as: z.string().optional(),
    where: z.string().optional(),
    when: z.string().optional(),
    note: z.string().optional(),
    let: z.record(z.string(), z.string()).optional(),
    fields: z.record(z.string(), MappingRule),
  }),
);
export const MappingRule: z.ZodType<MappingRule> = z.lazy(() =>
  z.union([ExpressionRule, ConstantRule, LookupRule, LoopRule, ObjectRule]),
);

/** A small table of the document: key text → value. */
export const LookupTable = z.strictObject({ values: z.record(z.string(), Json), default: Json.optional() });
export type LookupTable = z.infer<typeof LookupTable>;

/**
 * `map` is the version of the format. Sources are the scope's roots (`trigger`, `steps`, `vars`) inside a flow.
 * With a target schema, required and type of the result are checked at run time.
 */
export const MappingDocument = z.strictObject({
  map: z.literal(1),
  target: z.strictObject({ schema: DataSchema }).optional(),
  lookups: z.record(z.string(), LookupTable).optional(),
  root: z.union([ObjectRule, LoopRule]),
  samples: z.array(z.strictObject({ name: z.string(), in: Json, out: Json.optional() })).optional(),
});
export type MappingDocument = z.infer<typeof MappingDocument>;

export const isLoop = (rule: MappingRule): rule is LoopRule => 'for' in rule;
export const isObject = (rule: MappingRule): rule is ObjectRule => 'fields' in rule && !('for' in rule);
