// When something happens by the clock: patterns and zones as fields take them, and how often a poll looks.
import * as z from 'zod';
import type { FieldDefinition } from './define-operation.ts';

const cronField = String.raw`(?:[*?]|[\dA-Za-z#L,*/+-]+)`;
/** Five fields, a minute being the finest; what they say is judged where the times are computed. */
const cronPattern = new RegExp(`^${cronField}(?: +${cronField}){4}$`);

const isZone = (zone: string): boolean => {
  try {
    return Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
};

export const CronText = z.string().trim().regex(cronPattern, 'must hold five fields such as 0 6 * * 1-5');
/** IANA. */
export const ZoneName = z.string().refine(isZone, 'must be a time zone such as Europe/Berlin');

const unitMs = { seconds: 1_000, minutes: 60_000, hours: 3_600_000 } as const;
/** 24 days: what a 32-bit count of milliseconds holds. */
const longestMs = 2_073_600_000;

/** The settings that every poll has beside its own. */
export const PollTiming = z
  .object({
    look: z.enum(['every', 'cron']).default('every'),
    every: z.number().positive().default(5),
    unit: z.enum(['seconds', 'minutes', 'hours']).default('minutes'),
    cron: CronText.optional(),
    zone: ZoneName.default('UTC'),
    /** Where a poll begins that is new: with what comes from now on, or with all that is there. */
    begin: z.enum(['now', 'beginning']).default('now'),
    /** Whether it looks while a run of the flow is open. */
    overlap: z.enum(['allow', 'wait']).default('allow'),
  })
  .superRefine((timing, context) => {
    if (timing.look === 'cron' && timing.cron === undefined) {
      context.addIssue({ code: 'custom', path: ['cron'], message: 'must hold a pattern such as 0 6 * * 1-5' });
    }
    const ms = everyMsOf(timing);
    if (timing.look === 'every' && (ms < 1_000 || ms > longestMs)) {
      context.addIssue({ code: 'custom', path: ['every'], message: 'must be between 1 second and 24 days' });
    }
  });
export type PollTiming = z.output<typeof PollTiming>;

export const everyMsOf = ({ every, unit }: { every: number; unit: keyof typeof unitMs }): number =>
  Math.round(every * unitMs[unit]);

const fixed = { dynamic: false } as const;
const whenEvery = { field: 'look', in: ['every'] };
const whenCron = { field: 'look', in: ['cron'] };

/** How the settings of `PollTiming` are entered. */
export const pollTimingFields: readonly FieldDefinition[] = [
  {
    name: 'look',
    label: 'Looks for news',
    control: 'select',
    default: 'every',
    options: [
      { value: 'every', label: 'Every so often' },
      { value: 'cron', label: 'At the times of a pattern' },
    ],
    ...fixed,
  },
  {
    name: 'every',
    label: 'Every',
    control: 'number',
    default: 5,
    showWhen: whenEvery,
    schema: { type: 'number', exclusiveMinimum: 0 },
    ...fixed,
  },
  {
    name: 'unit',
    label: 'Counted in',
    control: 'select',
    default: 'minutes',
    options: Object.keys(unitMs).map((value) => ({
      value,
      label: `${value[0]?.toUpperCase() ?? ''}${value.slice(1)}`,
    })),
    showWhen: whenEvery,
    ...fixed,
  },
  {
    name: 'cron',
    label: 'Cron pattern',
    control: 'cron',
    required: true,
    placeholder: '*/10 8-18 * * 1-5',
    showWhen: whenCron,
    ...fixed,
  },
  { name: 'zone', label: 'Time zone', control: 'zone', default: 'UTC', showWhen: whenCron, ...fixed },
  {
    name: 'begin',
    label: 'Begins',
    description: 'When the flow is published for the first time, or when the trigger is pointed at something else.',
    control: 'select',
    default: 'now',
    options: [
      { value: 'now', label: 'With what comes from now on' },
      { value: 'beginning', label: 'With all that is there' },
    ],
    ...fixed,
  },
  {
    name: 'overlap',
    label: 'While a run of the flow is still open',
    control: 'select',
    advanced: true,
    default: 'allow',
    options: [
      { value: 'allow', label: 'Look anyway' },
      { value: 'wait', label: 'Wait until it ends' },
    ],
    ...fixed,
  },
];
