import type { MessageGuide } from '../messages/guide.ts';
import { guide810 } from './guide-810.ts';
import { guide850 } from './guide-850.ts';
import { guide856 } from './guide-856.ts';

/** The guides that come with the product. What a partner sends may differ: then a guide of one's own comes first. */
export const x12Guides: readonly MessageGuide[] = [guide850, guide810, guide856];
