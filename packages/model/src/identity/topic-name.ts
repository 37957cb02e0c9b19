import * as z from 'zod';

/** The name of a topic, by which flows and programs know it; it never changes: `orders.created`. */
export const TopicName = z
  .string()
  .regex(/^[a-z][a-z0-9._-]{0,99}$/, 'lower-case letters, digits, dots, - and _, starting with a letter; at most 100');
export type TopicName = z.infer<typeof TopicName>;
