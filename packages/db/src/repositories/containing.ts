/** The text itself for `contains`, which would take `%` and `_` for wildcards. */
export const containing = (text: string): { contains: string; mode: 'insensitive' } => ({
  contains: text.replaceAll(/[\\%_]/g, String.raw`\$&`),
  mode: 'insensitive',
});
