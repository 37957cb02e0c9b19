import type { TemplateService, TemplateView } from './template.contract.ts';
import { orderToCash } from './templates/order-to-cash.ts';
import { scheduledCheck } from './templates/scheduled-check.ts';
import { webhookToReply } from './templates/webhook-to-reply.ts';

/** In the order of the gallery. */
const templates: readonly TemplateView[] = [orderToCash, webhookToReply, scheduledCheck];

export const createTemplateService = (): TemplateService => ({ list: () => templates });
