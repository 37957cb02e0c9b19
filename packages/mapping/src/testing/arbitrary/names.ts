import { quoteMember, quoteName } from '@patchbay/model/expression';
import type { Draw } from './draw.ts';

/** Names that have broken programs before. */
export const hostileNames = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'a.b',
  'back`tick',
  '',
  '0',
  '$',
  'not',
  'sp ace',
  'quote"\'',
  'a/b~c',
  'line\u2028break',
  '🙂',
  '${x}',
] as const;

/** Fields that the generated data has at its items, so that paths meet something. */
export const itemFields = ['id', 'name', 'sku', 'qty', ...hostileNames] as const;

export function anyName(draw: Draw): string {
  const kind = draw.int(1, 8);
  if (kind <= 5) return draw.pick(['id', 'name', 'sku', 'qty', 'total'] as const);
  return kind <= 7 ? draw.pick(hostileNames) : draw.text(6);
}

export const pathText = (root: string, ...fields: readonly string[]): string =>
  [quoteName(root), ...fields.map(quoteMember)].join('.');
