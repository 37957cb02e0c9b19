// Steps that wait and hold no slot of a worker: for a time, for another system, for a person.
import * as z from 'zod';
import { Role } from '../../identity/index.ts';
import { FieldValue } from './field-value.ts';
import { nodeBase } from './node-base.ts';

/** Nothing waits longer. */
export const longestWaitMs = 366 * 86_400_000;
/** How long an answer is waited for when the step does not say. */
export const usualWaitMs = 7 * 86_400_000;

const WaitMs = z.int().min(1_000).max(longestWaitMs);

/** Goes on after a while, or at a time. */
export const DelayNode = z.strictObject({
  ...nodeBase,
  kind: z.literal('delay'),
  mode: z.enum(['for', 'until']),
  /** for: a number of `unit`, or a duration as text (ISO 8601: `PT5M`, `P1DT2H`) · until: a time as text (ISO 8601). */
  value: FieldValue,
  /** Of a number; minutes when none is given. */
  unit: z.enum(['seconds', 'minutes', 'hours', 'days']).optional(),
});
export type DelayNode = z.infer<typeof DelayNode>;

/** Waits until another system calls the address that stands in `links.<name>`; what it sends is the output. */
export const CallbackNode = z.strictObject({
  ...nodeBase,
  kind: z.literal('callback'),
  /** post: POST and PUT · any: GET as well, for links that people press; a scanner of mails presses them too. */
  method: z.enum(['post', 'any']),
  /** Seven days when none is given. Then it leaves by `timeout`, or fails. */
  timeoutMs: WaitMs.optional(),
});
export type CallbackNode = z.infer<typeof CallbackNode>;

/** A field of the form that a person fills in. */
export const FormField = z.strictObject({
  /** Under which the output holds what was given. */
  name: z.string().regex(/^[a-z][A-Za-z0-9_]{0,59}$/, 'letters, digits and _, starting with a lower-case letter'),
  label: z.string().min(1).max(120),
  type: z.enum(['text', 'number', 'choice', 'yesNo', 'date']),
  required: z.boolean().optional(),
  hint: z.string().max(500).optional(),
  /** Of a choice. */
  options: z.array(z.string().min(1).max(200)).max(100).optional(),
});
export type FormField = z.infer<typeof FormField>;

/** Asks a person: yes or no, with a form. */
export const ApprovalNode = z.strictObject({
  ...nodeBase,
  kind: z.literal('approval'),
  title: FieldValue,
  description: FieldValue.optional(),
  fields: z.array(FormField).max(50),
  /** The least role of those who may decide; operator when none is given. */
  decidedBy: Role.exclude(['viewer']).optional(),
  /** Whoever has the address in `links.<name>` may decide as well, without signing in. */
  byLink: z.boolean().optional(),
  /** After so long without a decision it leaves by `remind` once, and goes on waiting. */
  remindAfterMs: WaitMs.optional(),
  /** Seven days when none is given. Then it leaves by `timeout`, or fails. */
  timeoutMs: WaitMs.optional(),
});
export type ApprovalNode = z.infer<typeof ApprovalNode>;

export type WaitNode = DelayNode | CallbackNode | ApprovalNode;

/** Whether `links.<name>` holds an address at which the step gets its answer. */
export const hasLink = (node: { readonly kind: string; readonly byLink?: boolean | undefined }): boolean =>
  node.kind === 'callback' || (node.kind === 'approval' && node.byLink === true);
