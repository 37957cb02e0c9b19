import type { TemplateService, TemplateView } from './template.contract.ts';
import { orderToCash } from './templates/order-to-cash.ts';
import { ordersPerCustomer } from './templates/orders-per-customer.ts';
import { scheduledCheck } from './templates/scheduled-check.ts';
import { webhookToReply } from './templates/webhook-to-reply.ts';

/** In the order of the gallery. */
const templates: readonly TemplateView[] = [orderToCash, ordersPerCustomer, webhookToReply, scheduledCheck];

export const createTemplateService = (): TemplateService => ({ list: () => templates });
