import * as z from 'zod';

/** The one plain name that is no name of a field in JavaScript: what is put under it is lost on the way into code. */
const taken = '__proto__';

/** The name of a variable, as expressions write it behind `vars.`: a plain name of the language. */
export const VariableName = z
  .string()
  .regex(/^[\p{L}_][\p{L}\p{N}_]{0,63}$/u, 'letters, digits and _, starting with a letter or _; at most 64')
  .refine((name) => name !== taken, `“${taken}” means something else in code; choose another name`);
export type VariableName = z.infer<typeof VariableName>;
