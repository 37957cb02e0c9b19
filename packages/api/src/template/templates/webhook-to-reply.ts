import { FlowDocument } from '@patchbay/model/flow';
import type { TemplateView } from '../template.contract.ts';

/** The shortest useful flow: what comes in is reshaped and goes back to the caller. */
export const webhookToReply: TemplateView = {
  id: 'webhook-to-reply',
  name: 'Webhook to reply',
  description: 'Another system calls an address, a map reshapes what it sent, and it gets the result as the answer.',
  needs: [],
  document: FlowDocument.parse({
    schemaVersion: 1,
    name: 'Webhook to reply',
    description: 'Reshapes what a caller sends and answers with the result.',
    nodes: [
      {
        id: 'hook',
        name: 'webhook',
        label: 'Webhook',
        position: { x: 80, y: 80 },
        kind: 'trigger',
        operation: 'webhook.receive',
        input: {
          auth: { mode: 'fixed', value: 'open' },
          method: { mode: 'fixed', value: 'POST' },
          reply: { mode: 'fixed', value: 'sync' },
        },
        payloadSchema: {
          type: 'object',
          properties: { name: { type: 'string' }, amount: { type: 'number' } },
          required: ['name', 'amount'],
        },
        sample: { name: 'Ada', amount: 40 },
      },
      {
        id: 'reshape',
        name: 'reshape',
        label: 'Reshape',
        position: { x: 80, y: 164 },
        kind: 'map',
        mapping: {
          map: 1,
          root: {
            fields: {
              greeting: { expr: 'CONCAT("Hello ", trigger.body.name)' },
              amountWithTax: { expr: 'ROUND(trigger.body.amount * 1.19, 2)' },
            },
          },
        },
      },
      {
        id: 'reply',
        name: 'reply',
        label: 'Reply',
        position: { x: 80, y: 248 },
        kind: 'respond',
        status: { mode: 'fixed', value: 200 },
        body: { mode: 'mapped', path: 'steps.reshape' },
      },
    ],
    edges: [
      { id: 'e1', from: { node: 'hook', port: 'out' }, to: { node: 'reshape', port: 'in' } },
      { id: 'e2', from: { node: 'reshape', port: 'out' }, to: { node: 'reply', port: 'in' } },
    ],
    slots: [],
    settings: { level: 'durable', replyTimeoutMs: 30_000 },
    notes: [],
  }),
};
