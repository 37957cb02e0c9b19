import type { Json } from '@patchbay/model/schema';

/** Values that a run may work on without anybody noticing: some milliseconds. */
const maxValues = 5_000;
const maxTextLength = 256 * 1024;

/** Whether working on a value could hold up everybody else. Looks at no more than the limit. */
export function isLarge(value: Json): boolean {
  let values = 0;
  let text = 0;
  const open: Json[] = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    values += 1;
    if (typeof next === 'string') text += next.length;
    if (values + open.length > maxValues || text > maxTextLength) return true;
    if (typeof next !== 'object' || next === null) continue;
    const inside: readonly Json[] = Array.isArray(next) ? next : Object.values(next);
    if (values + open.length + inside.length > maxValues) return true;
    open.push(...inside);
  }
  return false;
}
