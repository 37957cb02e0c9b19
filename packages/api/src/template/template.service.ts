import type { TemplateService, TemplateView } from './template.contract.ts';
import { scheduledCheck } from './templates/scheduled-check.ts';
import { webhookToReply } from './templates/webhook-to-reply.ts';

/** In the order of the gallery. */
const templates: readonly TemplateView[] = [webhookToReply, scheduledCheck];

export const createTemplateService = (): TemplateService => ({ list: () => templates });
