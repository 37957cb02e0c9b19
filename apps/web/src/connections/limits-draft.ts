// What a person has typed about the limits of a connection; texts until they are numbers. Times are in seconds here.
import type { ConnectionLimits, RatePeriod } from '@patchbay/model/connector';

export interface LimitsDraft {
  readonly rate: { readonly on: boolean; readonly calls: string; readonly per: RatePeriod };
  readonly concurrent: { readonly on: boolean; readonly calls: string };
  readonly breaker: {
    readonly on: boolean;
    readonly percent: string;
    readonly minCalls: string;
    readonly windowS: string;
    readonly pauseS: string;
  };
}

export const limitsDraft = ({ rate, concurrent, breaker }: ConnectionLimits): LimitsDraft => ({
  rate: { on: rate !== undefined, calls: String(rate?.calls ?? 100), per: rate?.per ?? 'minute' },
  concurrent: { on: concurrent !== undefined, calls: String(concurrent ?? 5) },
  breaker: {
    on: breaker !== undefined,
    percent: String(breaker?.failurePercent ?? 50),
    minCalls: String(breaker?.minCalls ?? 10),
    windowS: String((breaker?.windowMs ?? 60_000) / 1_000),
    pauseS: String((breaker?.pauseMs ?? 30_000) / 1_000),
  },
});

interface NumberField {
  readonly name: string;
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly what: string;
}

const numberFields = ({ rate, concurrent, breaker }: LimitsDraft): NumberField[] => [
  ...(rate.on ? [{ name: 'rate', text: rate.calls, from: 1, to: 1_000_000, what: 'The number of calls' }] : []),
  ...(concurrent.on
    ? [{ name: 'concurrent', text: concurrent.calls, from: 1, to: 10_000, what: 'The number of calls' }]
    : []),
  ...(breaker.on
    ? [
        { name: 'percent', text: breaker.percent, from: 1, to: 100, what: 'The share' },
        { name: 'minCalls', text: breaker.minCalls, from: 1, to: 10_000, what: 'The number of calls' },
        { name: 'windowS', text: breaker.windowS, from: 1, to: 3_600, what: 'The time' },
        { name: 'pauseS', text: breaker.pauseS, from: 1, to: 3_600, what: 'The pause' },
      ]
    : []),
];

/** Problems by field, in words. */
export const limitsProblems = (draft: LimitsDraft): Map<string, string> =>
  new Map(
    numberFields(draft)
      .filter(({ text, from, to }) => !/^\d+$/.test(text.trim()) || Number(text) < from || Number(text) > to)
      .map(({ name, what, from, to }) => [
        name,
        `${what} must be a whole number from ${from} to ${to.toLocaleString('en')}.`,
      ]),
  );

/** What to send; only of a draft without problems. */
export const limitsToSend = ({ rate, concurrent, breaker }: LimitsDraft): ConnectionLimits => ({
  ...(rate.on ? { rate: { calls: Number(rate.calls), per: rate.per } } : {}),
  ...(concurrent.on ? { concurrent: Number(concurrent.calls) } : {}),
  ...(breaker.on
    ? {
        breaker: {
          failurePercent: Number(breaker.percent),
          minCalls: Number(breaker.minCalls),
          windowMs: Number(breaker.windowS) * 1_000,
          pauseMs: Number(breaker.pauseS) * 1_000,
        },
      }
    : {}),
});

/** In a few words, for where they are folded away. */
export function limitsSummary({ rate, concurrent, breaker }: ConnectionLimits): string {
  const words = [
    ...(rate === undefined ? [] : [`${rate.calls.toLocaleString('en')} a ${rate.per}`]),
    ...(concurrent === undefined ? [] : [`${concurrent.toLocaleString('en')} at once`]),
    ...(breaker === undefined ? [] : [`pauses at ${breaker.failurePercent} % failures`]),
  ];
  return words.length === 0 ? 'none' : words.join(', ');
}
