import type { MessageGuide } from '../messages/guide.ts';
import { guideDesadv } from './guide-desadv.ts';
import { guideInvoic } from './guide-invoic.ts';
import { guideOrders } from './guide-orders.ts';

/** The guides that come with the product, after directory D.96A. */
export const edifactGuides: readonly MessageGuide[] = [guideOrders, guideInvoic, guideDesadv];
