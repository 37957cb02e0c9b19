// Turns `:name` into `$n`. Text in quotes, comments, dollar quotes and casts (`::`) is left as it is.
import { ConnectorError } from '@patchbay/connector-sdk';
import type { Json } from '@patchbay/connector-sdk';

export interface Statement {
  readonly text: string;
  readonly values: readonly Json[];
}

/** Tried in this order at each place; only the last one is a placeholder. */
const token =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$|::|:([A-Za-z_]\w*)/g;

/** A list of values belongs to $1, $2 …; an object of values to `:name`. */
export function statementOf(sql: string, values: readonly Json[] | Readonly<Record<string, Json>>): Statement {
  if (Array.isArray(values)) return { text: sql, values: values as readonly Json[] };
  const named = values as Readonly<Record<string, Json>>;
  const order: string[] = [];
  const text = sql.replaceAll(token, (whole: string, _tag: string | undefined, name: string | undefined) => {
    if (name === undefined) return whole;
    if (!Object.hasOwn(named, name)) {
      throw new ConnectorError('invalidInput', `The statement asks for :${name}, but there is no such value.`, {
        next: `Add ${name} to the values of the node.`,
      });
    }
    const known = order.indexOf(name);
    return `$${known === -1 ? order.push(name) : known + 1}`;
  });
  return { text, values: order.map((name) => named[name] ?? null) };
}
