// What may be done about a problem, as data: the screen offers it by its title, and one pure edit carries it out.
import * as z from 'zod';

const title = z.string().describe('What it does, in words.');
const said = (says: string) => z.string().describe(says);

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
  z.strictObject({ kind: z.literal('replaceText'), title, text: said('What stands there then.') }),
  z.strictObject({
    kind: z.literal('wrapRule'),
    title,
    function: said('The name of the function.'),
    args: z.array(z.string()).optional().describe('The texts of its other arguments.'),
  }),
  z.strictObject({
    kind: z.literal('setPolicy'),
    title,
    onNull: z.enum(['omit', 'null', 'default', 'error']).optional().describe('What happens without a value.'),
    onError: z.enum(['error', 'null', 'default', 'skip']).optional().describe('What happens when it fails.'),
    default: z.json().optional().describe('The default.'),
  }),
  z.strictObject({ kind: z.literal('moveRule'), title, to: said('The other target path.') }),
  z.strictObject({ kind: z.literal('removeRule'), title }),
  z.strictObject({ kind: z.literal('removePart'), title }),
  z.strictObject({
    kind: z.literal('addRule'),
    title,
    path: said('The target path.'),
    rule: z.json().describe('The rule.'),
  }),
  z.strictObject({
    kind: z.literal('addDefault'),
    title,
    table: said('The lookup table.'),
    value: z.json().optional().describe('The default.'),
  }),
  z.strictObject({
    kind: z.literal('relink'),
    title,
    from: said('The path that is read.'),
    to: said('The path to read.'),
  }),
  z.strictObject({
    kind: z.literal('rename'),
    title,
    what: z.enum(['alias', 'index', 'let', 'source', 'join']).describe('What has the name.'),
    from: said('The name.'),
    to: said('The new name.'),
  }),
]);
export type QuickFix = z.infer<typeof QuickFix>;
