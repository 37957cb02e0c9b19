// The steps of a run as rows of a timeline: one bar per attempt, dotted while a retry is awaited, open while a person is.
import type { FlowDocument, FlowNode } from '@patchbay/model/flow';
import { isUndoPath, undonePath } from '@patchbay/model/run';
import type { Attempt, StepRecord } from '@patchbay/model/run';
import { outlineRows } from '../editor/outline/outline-rows.ts';
import { durationWords, type StatusLook, type TimelineBar } from '../ui/index.ts';
import { attemptWords } from './cause-words.ts';
import { stepLook } from './run-words.ts';

export interface StepRow {
  /** The step's path; the node's id while there is no step yet. */
  readonly path: string;
  readonly node: FlowNode | undefined;
  readonly step: StepRecord | undefined;
  readonly look: StatusLook;
  /** What its status is called. */
  readonly words: string;
  readonly attempts: number;
  readonly bars: readonly TimelineBar[];
  readonly duration: string;
}

/** What a row is called: what takes a step back says so. */
export function rowLabel({ node, path }: Pick<StepRow, 'node' | 'path'>): string {
  const label = node?.label ?? undonePath(path);
  return isUndoPath(path) ? `Undo: ${label}` : label;
}

export interface StepTimeline {
  readonly rows: readonly StepRow[];
  readonly spanMs: number;
}

export interface TimelineInput {
  readonly document: FlowDocument;
  readonly steps: readonly StepRecord[];
  /** When the run began, ISO text; times before it do not exist. */
  readonly startedAt: string | null;
  readonly finished: boolean;
  readonly now: Date;
}

/** The axis is this much longer than what happened when something still waits. */
const openShare = 1.22;

export function stepTimeline({ document, steps, startedAt, finished, now }: TimelineInput): StepTimeline {
  const latest = lastOfEachPath(steps).filter((step) => step.status !== 'skipped' || step.attempts.length > 0);
  const starts = latest.map((step) => Date.parse(step.startedAt));
  const zero = Math.min(...starts, startedAt === null ? Number.POSITIVE_INFINITY : Date.parse(startedAt));
  const nowMs = now.getTime();
  const ends = latest.map((step) => settledEnd(step, nowMs) - zero);
  const waits = latest.some((step) => step.status === 'unknown' || step.status === 'waiting');
  const spanMs = Math.max(1, ...ends) * (waits ? openShare : 1);
  const byId = new Map<string, FlowNode>(document.nodes.map((node) => [node.id, node]));
  const rows = latest.map((step) => ({
    path: step.path,
    node: byId.get(step.nodeId),
    step,
    ...stepLook(step.status, finished),
    attempts: step.attempts.length,
    bars: barsOf(step, { zero, nowMs, spanMs }),
    duration: durationOf(step, nowMs),
  }));
  const met = new Set<string>(steps.map((step) => step.nodeId));
  const ahead = finished ? [] : outlineRows(document).flatMap(({ node }) => (met.has(node.id) ? [] : [node]));
  return { rows: [...rows, ...ahead.map(rowAhead)], spanMs };
}

const rowAhead = (node: FlowNode): StepRow => ({
  path: node.id,
  node,
  step: undefined,
  look: 'idle',
  words: 'Not begun',
  attempts: 0,
  bars: [],
  duration: '',
});

/** The last record of a path wins; rows stand in the order in which the steps began. */
function lastOfEachPath(steps: readonly StepRecord[]): StepRecord[] {
  const last = new Map(steps.map((step) => [step.path, step]));
  return [...last.values()].toSorted((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
}

const endOfAttempt = (attempt: Attempt, nowMs: number): number =>
  attempt.finishedAt === undefined ? nowMs : Date.parse(attempt.finishedAt);

/** The end of what happened; waiting for a person has no end and does not stretch the axis. */
function settledEnd(step: StepRecord, nowMs: number): number {
  const last = step.attempts.at(-1);
  // It may end any moment: an answer does not wait for the time that was set.
  if (step.status === 'waiting' && step.waits !== undefined) return nowMs;
  if (step.status === 'unknown' || step.status === 'waiting') {
    const end = last === undefined ? Date.parse(step.startedAt) : Math.min(endOfAttempt(last, nowMs), nowMs);
    return step.retryAt === undefined ? end : Math.max(end, Date.parse(step.retryAt));
  }
  return step.finishedAt === undefined ? nowMs : Date.parse(step.finishedAt);
}

interface Axis {
  readonly zero: number;
  readonly nowMs: number;
  readonly spanMs: number;
}

function barsOf(step: StepRecord, axis: Axis): TimelineBar[] {
  const { zero, nowMs, spanMs } = axis;
  const begun = Date.parse(step.startedAt) - zero;
  const settled = settledEnd(step, nowMs) - zero;
  if (step.attempts.length === 0) {
    return step.status === 'waiting' || step.status === 'unknown'
      ? [{ fromMs: begun, toMs: spanMs, tone: 'wait', look: 'open', words: 'waits' }]
      : [{ fromMs: begun, toMs: settled, tone: toneOf(step) }];
  }
  const bars: TimelineBar[] = [];
  let before: number | undefined;
  for (const [index, attempt] of step.attempts.entries()) {
    const from = Date.parse(attempt.startedAt) - zero;
    const to = endOfAttempt(attempt, nowMs) - zero;
    if (before !== undefined && from > before)
      bars.push({
        fromMs: before,
        toMs: from,
        tone: 'neutral',
        look: 'gap',
        words: gapWords(step.attempts[index - 1], from - before),
      });
    const last = index === step.attempts.length - 1;
    const words = attemptWords(attempt);
    bars.push({
      fromMs: from,
      toMs: to,
      tone: attemptTone(step, attempt, last),
      ...(words === undefined ? {} : { words }),
    });
    before = to;
  }
  const end = before ?? begun;
  if (wasDecided(step)) {
    bars.push({
      fromMs: end,
      toMs: settled,
      tone: 'wait',
      look: 'open',
      words: 'waited for a decision',
    });
  } else if (step.status === 'unknown')
    bars.push({ fromMs: end, toMs: spanMs, tone: 'wait', look: 'open', words: 'waits for you' });
  else if (step.status === 'waiting' && step.waits !== undefined)
    bars.push({ fromMs: end, toMs: spanMs, tone: 'wait', look: 'open', words: 'waits' });
  else if (step.retryAt !== undefined && step.status === 'waiting') {
    const due = Date.parse(step.retryAt) - zero;
    bars.push({
      fromMs: end,
      toMs: Math.max(due, end),
      tone: 'neutral',
      look: 'gap',
      words: gapWords(step.attempts.at(-1), due - end),
    });
  }
  return spanned(bars, { from: begun, to: settled, least: spanMs / 100 });
}

interface Whole {
  readonly from: number;
  readonly to: number;
  /** What is shorter is no wait: something was written down a moment later. */
  readonly least: number;
}

/** The bars from the beginning of the step to its end, which is what its duration says. */
function spanned(bars: readonly TimelineBar[], { from, to, least }: Whole): TimelineBar[] {
  const [first, last] = [bars[0], bars.at(-1)];
  if (first === undefined || last === undefined) return [...bars];
  const waited = (fromMs: number, toMs: number): TimelineBar[] =>
    toMs - fromMs < least
      ? []
      : [{ fromMs, toMs, tone: 'neutral', look: 'gap', words: `waited ${durationWords(toMs - fromMs)}` }];
  const before = waited(from, first.fromMs);
  const after = waited(last.toMs, to);
  const inside = bars.map((bar) => ({
    ...bar,
    ...(bar === first && before.length === 0 ? { fromMs: Math.min(from, bar.fromMs) } : {}),
    ...(bar === last && after.length === 0 ? { toMs: Math.max(to, bar.toMs) } : {}),
  }));
  return [...before, ...inside, ...after];
}

/** A step that succeeded although its last attempt did not: a person said that it was done. */
const wasDecided = (step: StepRecord): boolean =>
  step.status === 'succeeded' && step.attempts.at(-1)?.error !== undefined;

/** What the other side asked for is said where it was waited for; somebody may have cut it short. */
function gapWords(failed: Attempt | undefined, ms: number): string {
  const asked = failed?.error?.retryAfterMs;
  if (asked === undefined) return `waits ${durationWords(ms)}`;
  return ms < asked * 0.9
    ? `waited ${durationWords(ms)} of ${durationWords(asked)}`
    : `Retry-After ${durationWords(asked)}`;
}

function attemptTone(step: StepRecord, attempt: Attempt, last: boolean): TimelineBar['tone'] {
  if (last && (step.status === 'unknown' || wasDecided(step))) return 'wait';
  if (attempt.error !== undefined) return 'bad';
  return attempt.finishedAt === undefined ? 'run' : last ? toneOf(step) : 'ok';
}

function toneOf(step: StepRecord): TimelineBar['tone'] {
  switch (step.status) {
    case 'succeeded':
      return 'ok';
    case 'failed':
      return 'bad';
    case 'started':
      return 'run';
    case 'unknown':
    case 'waiting':
      return 'wait';
    case 'queued':
    case 'skipped':
    case 'compensated':
      return 'neutral';
  }
}

function durationOf(step: StepRecord, nowMs: number): string {
  if (step.status === 'queued' || step.status === 'skipped') return '';
  const end = settledEnd(step, nowMs);
  return durationWords((step.status === 'waiting' ? Math.min(end, nowMs) : end) - Date.parse(step.startedAt));
}

/** What a flush told, laid over what was known: the last record of a path wins. */
export function mergeSteps(known: readonly StepRecord[], told: readonly StepRecord[]): StepRecord[] {
  const merged = new Map(known.map((step) => [step.path, step]));
  for (const step of told) merged.set(step.path, step);
  return [...merged.values()];
}

/** The step that a person should look at first: one in doubt, one that asks, the last that failed, else one that is held back. */
export function stepOfConcern(steps: readonly StepRecord[]): StepRecord | undefined {
  const waiting = steps.filter(({ status }) => status === 'waiting');
  return (
    steps.find(({ status }) => status === 'unknown') ??
    waiting.find(({ waits }) => waits?.kind === 'approval') ??
    steps.findLast(({ status }) => status === 'failed') ??
    waiting.find(({ error }) => error !== undefined)
  );
}
