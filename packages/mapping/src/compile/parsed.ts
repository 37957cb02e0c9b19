import { parseExpression } from '@patchbay/model/expression';
import type { ParsedExpression } from '@patchbay/model/expression';
import { remembered } from '../evaluate/remembered.ts';

const known = remembered<ParsedExpression>(10_000);

/** The tree of a text. Mappings are compiled and checked after every key stroke, and all but one of their texts stay. */
export const parsed = (text: string): ParsedExpression => known(text, () => parseExpression(text));
