// Names in expressions: which stand bare, and how the others are quoted.

const plainName = /^[\p{L}_][\p{L}\p{N}_]*$/u;
const keywords = new Set(['and', 'or', 'not', 'in', 'true', 'false', 'null']);

/** Words that are never names, in any case, unless quoted or after a dot. */
export const isKeyword = (word: string): boolean => keywords.has(word.toLowerCase());
export const isPlainName = (name: string): boolean => plainName.test(name);

const inBackticks = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

/** The name as it stands after a dot: bare where the grammar allows, else between back-ticks. */
export const quoteMember = (name: string): string => (isPlainName(name) ? name : inBackticks(name));
/** The name as it may stand anywhere in an expression. */
export const quoteName = (name: string): string => (isPlainName(name) && !isKeyword(name) ? name : inBackticks(name));
