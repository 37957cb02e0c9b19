// Delay, callback, approval: when the waiting ends, and what is asked.
import { compileFieldValue } from '@patchbay/mapping';
import { longestWaitMs, usualWaitMs } from '@patchbay/model/flow';
import type { ApprovalNode, CallbackNode, DelayNode } from '@patchbay/model/flow';
import type { AskStep, DelayStep } from '../flow-plan.ts';
import { StepFailure } from '../step-failure.ts';
import { toJson } from './to-json.ts';

const unitMs = { seconds: 1_000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const;

export function planDelay(node: DelayNode): DelayStep {
  const compiled = compileFieldValue(node.value);
  const unit = unitMs[node.unit ?? 'minutes'];
  return {
    type: 'delay',
    until: (scope, context, nowMs) => {
      const value = toJson(compiled.evaluate(scope, context));
      const untilMs = node.mode === 'for' ? nowMs + durationMs(value, unit) : timeMs(value);
      if (untilMs - nowMs <= longestWaitMs) return untilMs;
      throw wrong(
        'The delay is longer than 366 days.',
        'Nothing waits longer. An analyst lets a schedule start a flow instead.',
      );
    },
  };
}

const duration = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

function durationMs(value: unknown, unit: number): number {
  const plain = typeof value === 'string' && /^\d+(?:\.\d+)?$/.test(value.trim()) ? Number(value) : value;
  if (typeof plain === 'number' && Number.isFinite(plain) && plain >= 0) return Math.round(plain * unit);
  const parts = typeof plain === 'string' && /\d/.test(plain) ? duration.exec(plain.trim().toUpperCase()) : null;
  if (parts !== null && !plain?.toString().trim().endsWith('T')) {
    const [weeks, days, hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0));
    const wholeDays = (weeks ?? 0) * 7 + (days ?? 0);
    return Math.round(
      wholeDays * unitMs.days + (hours ?? 0) * unitMs.hours + (minutes ?? 0) * unitMs.minutes + (seconds ?? 0) * 1_000,
    );
  }
  throw wrong(
    `The delay is ${JSON.stringify(value)}, which is neither a number from 0 nor a duration such as PT5M or P1D.`,
    'An analyst mends the value in the delay’s settings.',
  );
}

const moment = /^\d{4}-\d{2}-\d{2}(?:[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(Z|z|[+-]\d{2}:?\d{2})?)?$/;

/** A date alone is its first moment, a time without a zone is UTC. */
function timeMs(value: unknown): number {
  const [text, zone] = typeof value === 'string' ? (moment.exec(value.trim()) ?? []) : [];
  const ms = text === undefined ? NaN : Date.parse(text.length > 10 && zone === undefined ? `${text}Z` : text);
  if (Number.isFinite(ms)) return ms;
  throw wrong(
    `The delay is to end at ${JSON.stringify(value)}, which is no time such as 2026-03-29T08:00:00Z.`,
    'An analyst mends the value in the delay’s settings.',
  );
}

const wrong = (message: string, next: string): StepFailure => new StepFailure({ code: 'invalidInput', message, next });

export const planCallback = (node: CallbackNode): AskStep => ({
  type: 'ask',
  kind: 'callback',
  byLink: true,
  method: node.method,
  timeoutMs: node.timeoutMs ?? usualWaitMs,
  remindAfterMs: null,
  question: () => null,
});

/** Longer words are cut: they stand in lists and on the page of the one who decides. */
const longestTitle = 200;
const longestDescription = 10_000;

export function planApproval(node: ApprovalNode): AskStep {
  const title = compileFieldValue(node.title);
  const description = node.description === undefined ? undefined : compileFieldValue(node.description);
  const { fields, decidedBy = 'operator', byLink = false } = node;
  return {
    type: 'ask',
    kind: 'approval',
    byLink,
    method: 'post',
    timeoutMs: node.timeoutMs ?? usualWaitMs,
    remindAfterMs: node.remindAfterMs ?? null,
    question: (scope, context) => ({
      title: words(title.evaluate(scope, context)).slice(0, longestTitle) || node.label,
      description: words(description?.evaluate(scope, context)).slice(0, longestDescription),
      fields,
      decidedBy,
      byLink,
    }),
  };
}

function words(value: unknown): string {
  const json = toJson(value);
  if (json === null) return '';
  return typeof json === 'string' ? json.trim() : JSON.stringify(json, null, 2);
}
