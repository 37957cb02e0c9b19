import { defineConnector, defineTrigger } from '@patchbay/connector-sdk';
import * as z from 'zod';

const cronField = String.raw`(?:[*?]|[\dA-Za-z#L,*/+-]+)`;
/** Five fields, a minute being the finest; what they say is judged where the schedule is computed. */
const cronPattern = new RegExp(`^${cronField}(?: +${cronField}){4}$`);

const isZone = (zone: string): boolean => {
  try {
    return Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
};

export const ScheduleSettings = z.object({
  cron: z.string().trim().regex(cronPattern, 'must hold five fields such as 0 6 * * 1-5'),
  zone: z.string().default('UTC').refine(isZone, 'must be a time zone such as Europe/Berlin'),
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
