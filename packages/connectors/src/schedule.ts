import { CronText, defineConnector, defineTrigger, ZoneName } from '@patchbay/connector-sdk';
import * as z from 'zod';

export const ScheduleSettings = z.object({
  cron: CronText,
  zone: ZoneName.default('UTC'),
  /** What becomes of times that passed while nothing ran. */
  missed: z.enum(['skip', 'once', 'all']).default('once'),
  /** Whether a run may start while the one before still runs. */
  overlap: z.enum(['allow', 'skip', 'queue']).default('allow'),
});
export type ScheduleSettings = z.output<typeof ScheduleSettings>;

export const schedule = defineConnector({
  id: 'schedule',
  name: 'Schedule',
  description: 'Starts at planned times.',
  icon: 'clock',
  category: 'trigger',
  operations: [
    defineTrigger({
      id: 'schedule.cron',
      name: 'Schedule',
      description: 'Starts a run at each time of a cron pattern, in a time zone with its summer time.',
      icon: 'clock',
      connection: 'none',
      summary: '{cron} · {zone}',
      fields: [
        {
          name: 'cron',
          label: 'Cron pattern',
          control: 'cron',
          required: true,
          dynamic: false,
          placeholder: '0 6 * * 1-5',
        },
        { name: 'zone', label: 'Time zone', control: 'zone', dynamic: false, default: 'UTC' },
        {
          name: 'missed',
          label: 'Times that were missed',
          control: 'select',
          dynamic: false,
          advanced: true,
          default: 'once',
          options: [
            { value: 'skip', label: 'Leave them out' },
            { value: 'once', label: 'Run once for all of them' },
            { value: 'all', label: 'Run once for each' },
          ],
        },
        {
          name: 'overlap',
          label: 'When the run before is still running',
          control: 'select',
          dynamic: false,
          advanced: true,
          default: 'allow',
          options: [
            { value: 'allow', label: 'Start anyway' },
            { value: 'skip', label: 'Leave this time out' },
            { value: 'queue', label: 'Wait until it ends' },
          ],
        },
      ],
      input: ScheduleSettings,
      output: {
        type: 'object',
        properties: {
          plannedAt: { type: 'string', format: 'date-time', description: 'The time this run was planned for, in UTC' },
          zone: { type: 'string' },
        },
        required: ['plannedAt', 'zone'],
      },
      samples: [
        {
          input: { cron: '0 6 * * 1-5', zone: 'Europe/Berlin' },
          output: { plannedAt: '2026-03-30T04:00:00.000Z', zone: 'Europe/Berlin' },
        },
      ],
    }),
  ],
});
