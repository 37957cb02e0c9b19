import { FlowDocument } from '@patchbay/model/flow';
import type { TemplateView } from '../template.contract.ts';

/** A watchdog: asks a service every quarter of an hour and tells the two outcomes apart. */
export const scheduledCheck: TemplateView = {
  id: 'scheduled-check',
  name: 'Scheduled HTTP check',
  description: 'Asks a web service every 15 minutes whether it is well, and takes another way when it is not.',
  needs: ['an HTTP connection to the service'],
  document: FlowDocument.parse({
    schemaVersion: 1,
    name: 'Scheduled HTTP check',
    description: 'Asks a web service every 15 minutes whether it is well.',
    nodes: [
      {
        id: 'every',
        name: 'every_quarter',
        label: 'Every 15 minutes',
        position: { x: 80, y: 80 },
        kind: 'trigger',
        operation: 'schedule.cron',
        input: {
          cron: { mode: 'fixed', value: '*/15 * * * *' },
          zone: { mode: 'fixed', value: 'UTC' },
          missed: { mode: 'fixed', value: 'skip' },
          overlap: { mode: 'fixed', value: 'skip' },
        },
      },
      {
        id: 'ask',
        name: 'ask',
        label: 'Ask the service',
        position: { x: 80, y: 164 },
        kind: 'action',
        operation: 'http.request',
        slot: 'service',
        input: {
          method: { mode: 'fixed', value: 'GET' },
          url: { mode: 'fixed', value: '/health' },
          acceptStatus: { mode: 'fixed', value: '200-599' },
        },
      },
      {
        id: 'well',
        name: 'well',
        label: 'Is it well?',
        position: { x: 80, y: 248 },
        kind: 'branch',
        mode: 'first',
        branches: [{ port: 'well', label: 'well', condition: 'steps.ask.status = 200' }],
      },
    ],
    edges: [
      { id: 'e1', from: { node: 'every', port: 'out' }, to: { node: 'ask', port: 'in' } },
      { id: 'e2', from: { node: 'ask', port: 'out' }, to: { node: 'well', port: 'in' } },
    ],
    slots: [{ name: 'service', label: 'Service', connector: 'http' }],
    settings: { level: 'durable', replyTimeoutMs: 30_000 },
    notes: [],
  }),
};
