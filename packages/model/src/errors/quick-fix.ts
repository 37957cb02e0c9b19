// What may be done about a problem, as data: the screen offers it by its title, and one pure edit carries it out.
import * as z from 'zod';

const title = z.string();

/**
 * `at` of the diagnostic says where; a fix adds what. The rule of a mapping is the one at `at.field` up to its `#`,
 * a part of it stands after the `#` (`#where`, `#let.total`, `#switch.1.when`, `#join.0.in`).
 *
 * `replaceText` writes `text` over the range of `at` in the expression, or over all of it when there is no range.
 * `wrapRule` makes the rule's expression the first argument of a function; `args` are the texts of the others.
 * `setPolicy` sets what the rule does when it has no value or fails.
 * `moveRule` gives the rule another target path: the field that was probably meant.
 * `removeRule` takes the rule away, `removePart` the named part of it alone.
 * `addRule` writes a rule at the target path `path`.
 * `addDefault` gives the lookup table a default; without `value`, the person is asked for it.
 * `relink` makes every expression that reads the path `from` read `to`; both are texts of paths such as `order.sku`.
 * `rename` gives an alias, an intermediate value or a source another name; what reads it follows.
 */
export const QuickFix = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('replaceText'), title, text: z.string() }),
  z.strictObject({ kind: z.literal('wrapRule'), title, function: z.string(), args: z.array(z.string()).optional() }),
  z.strictObject({
    kind: z.literal('setPolicy'),
    title,
    onNull: z.enum(['omit', 'null', 'default', 'error']).optional(),
    onError: z.enum(['error', 'null', 'default', 'skip']).optional(),
    default: z.json().optional(),
  }),
  z.strictObject({ kind: z.literal('moveRule'), title, to: z.string() }),
  z.strictObject({ kind: z.literal('removeRule'), title }),
  z.strictObject({ kind: z.literal('removePart'), title }),
  z.strictObject({ kind: z.literal('addRule'), title, path: z.string(), rule: z.json() }),
  z.strictObject({ kind: z.literal('addDefault'), title, table: z.string(), value: z.json().optional() }),
  z.strictObject({ kind: z.literal('relink'), title, from: z.string(), to: z.string() }),
  z.strictObject({
    kind: z.literal('rename'),
    title,
    what: z.enum(['alias', 'index', 'let', 'source', 'join']),
    from: z.string(),
    to: z.string(),
  }),
]);
export type QuickFix = z.infer<typeof QuickFix>;
