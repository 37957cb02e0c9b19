// Reads PostgreSQL's array output, such as {1,NULL,"a\"b"} or {{1,2},{3,4}} (manual, section 8.15.6).
import type { Json } from '@patchbay/connector-sdk';

const token = /\{|\}|,|"((?:[^"\\]|\\.)*)"|([^{},"]+)/gs;

/** Bounds in front (`[0:1]={…}`) are dropped: JSON lists start at their first item. */
export function parseArrayLiteral(literal: string, parseItem: (text: string) => Json): Json {
  const root: Json[] = [];
  const open: Json[][] = [root];
  for (const [whole, quoted, plain] of literal.replace(/^(\[[^\]]*\])+=/, '').matchAll(token)) {
    const innermost = open.at(-1) ?? root;
    if (whole === '{') {
      const list: Json[] = [];
      innermost.push(list);
      open.push(list);
    } else if (whole === '}') open.pop();
    else if (quoted !== undefined) innermost.push(parseItem(quoted.replaceAll(/\\(.)/gs, '$1')));
    else if (plain !== undefined) innermost.push(plain === 'NULL' ? null : parseItem(plain));
  }
  return root[0] ?? [];
}
