import * as z from 'zod';

/** The name of a variable, as expressions write it behind `vars.`: a plain name of the language. */
export const VariableName = z
  .string()
  .regex(/^[\p{L}_][\p{L}\p{N}_]{0,63}$/u, 'letters, digits and _, starting with a letter or _; at most 64');
export type VariableName = z.infer<typeof VariableName>;
