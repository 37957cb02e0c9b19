// What goes in and out of the procedures of variables: settings of an environment that are no secrets.
import { VariableName } from '@patchbay/model/identity';
import { Json } from '@patchbay/model/schema';
import * as z from 'zod';
import type { Caller } from '../trpc/caller.ts';
import { TimeText } from '../trpc/paging.ts';

const Name = VariableName.describe('Expressions read it as `vars.<name>`. Unique whatever its case; it never changes.');

export const VariableUser = z.object({
  kind: z.enum(['flow', 'mapping']).describe('A flow, or a mapping of the library.'),
  id: z.string().describe('Of the flow or the mapping.'),
  name: z.string().describe('What it is called.'),
  live: z
    .boolean()
    .describe(
      'What runs reads it: the live version of the flow, or one that a live flow calls. Else a draft or a mapping does.',
    ),
  reads: z
    .enum(['named', 'any'])
    .describe('named: it reads this one by its name. any: it may read any, and so perhaps this one (`vars[key]`).'),
});
export type VariableUser = z.infer<typeof VariableUser>;

export const VariableItem = z.object({
  name: Name,
  value: Json.describe('Text, a number, true or false, a list or an object.'),
  revision: z.int().describe('Counts its changes: whoever sends it with a change is refused when others changed it.'),
  updatedAt: TimeText.describe('When it was set last.'),
  updatedBy: z.string().describe('Who set it last.'),
  usedBy: z.array(VariableUser).describe('What reads it, and what may; by name.'),
});
export type VariableItem = z.infer<typeof VariableItem>;
export const VariableList = z.object({ items: z.array(VariableItem).describe('By name.') });
export type VariableList = z.infer<typeof VariableList>;

export const VariableValues = z.object({
  values: z.record(z.string(), Json).describe('The values by name: what expressions read as `vars`.'),
});
export type VariableValues = z.infer<typeof VariableValues>;

export const VariableSetInput = z.strictObject({
  name: Name,
  value: Json.describe('Text, a number, true or false, a list or an object; at most 64 KiB as JSON. Never null.'),
  revision: z
    .int()
    .min(0)
    .optional()
    .describe('The one that was seen; 0 for a new variable. Without it, whatever is there is replaced.'),
});
export type VariableSetInput = z.infer<typeof VariableSetInput>;
export const VariableSet = z.object({ revision: z.int().describe('Of the variable as it stands now.') });
export type VariableSet = z.infer<typeof VariableSet>;

export const VariableDeleteInput = z.strictObject({ name: Name });
export type VariableDeleteInput = z.infer<typeof VariableDeleteInput>;
export const VariableDeleted = z.object({
  usedBy: z.array(VariableUser).describe('What read it, or may have; nothing that is live did so by its name.'),
});
export type VariableDeleted = z.infer<typeof VariableDeleted>;

/** Everything one can do with the variables of the environment. */
export interface VariableService {
  list(caller: Caller): Promise<VariableList>;
  /** The values alone, for expressions that are shown while they are written. */
  values(caller: Caller): Promise<VariableValues>;
  set(caller: Caller, input: VariableSetInput): Promise<VariableSet>;
  delete(caller: Caller, input: VariableDeleteInput): Promise<VariableDeleted>;
}
