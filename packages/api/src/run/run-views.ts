// How runs are shown: one line in a list, and the whole of one run.
import type { EventRow, RunRow } from '@patchbay/db/repositories';
import { FlowId, RunId } from '@patchbay/model/identity';
import { CheckpointData, isTerminal, RunStatus, StepError } from '@patchbay/model/run';
import type { Json } from '@patchbay/model/schema';
import { parseJson } from '@patchbay/codecs';
import * as z from 'zod';
import { Undone } from './undone.ts';
import type { RunListItem, RunView } from './run.contract.ts';

/** A bit of `held`: the flow is paused. */
const paused = 2;
function statusOf(row: RunRow): RunStatus {
  const status = RunStatus.options[row.status] ?? 'queued';
  return row.undoing !== null && !isTerminal(status) ? 'compensating' : status;
}

/** `replied`: with which status; looked for in the checkpoint that came along where it is not known. */
export function runItem(row: RunRow, replied: number | null = lastReplyStatus(row)): RunListItem {
  const status = statusOf(row);
  return {
    id: RunId.parse(row.id),
    flowId: FlowId.parse(row.flowId),
    flowName: row.flowName,
    versionNumber: row.versionNumber,
    mode: row.mode === 1 ? 'test' : 'live',
    status,
    needsDecision: row.needsDecision,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    durationMs: row.finishedAt === null ? null : row.finishedAt.getTime() - row.createdAt.getTime(),
    what: oneLine(row, status, replied),
    replayOf: row.replayOf === null ? null : RunId.parse(row.replayOf),
    environment: row.environment,
    waitsFor: row.waitsFor === null ? null : RunId.parse(row.waitsFor),
  };
}

export function runDetail(row: RunRow, replied: number | null): Omit<RunView['run'], 'reply' | 'origin'> {
  return {
    ...runItem(row, replied),
    // While a run waits, its error is the reason of the wait; it has not failed.
    error: isTerminal(statusOf(row)) ? errorOf(row) : null,
    eventId: row.eventId,
    effectRoot: row.effectRoot,
    cancelRequestedAt: row.cancelAt?.toISOString() ?? null,
    deadLetter:
      row.deadReason === null
        ? null
        : { reason: row.deadReason, lastStep: row.deadStep, remaining: remainingOf(row.deadRemaining) },
  };
}

function remainingOf(text: string | null): { path: string; step: string; why: string }[] {
  const parsed = z.array(Undone).safeParse(text === null ? [] : jsonOr(text, []));
  return parsed.success ? parsed.data : [];
}

function errorOf(row: RunRow): StepError | null {
  if (row.error === null) return null;
  const parsed = StepError.safeParse(jsonOr(row.error, null));
  return parsed.success ? parsed.data : { code: 'internal', message: row.error };
}

function oneLine(row: RunRow, status: RunStatus, replied: number | null): string {
  const error = errorOf(row);
  if (status === 'compensating')
    return ['Takes back what it did.', ...(error === null ? [] : [error.message])].join(' ').slice(0, 300);
  if (error?.code === 'waits') return error.message.slice(0, 300);
  if (error !== null && status === 'waiting' && row.wakeAt !== null)
    return `Tries again. ${error.message}`.slice(0, 300);
  if (error !== null) return error.message.slice(0, 300);
  if (row.deadReason !== null) return row.deadReason.slice(0, 300);
  // It ended as it was meant to, or was cancelled; nothing is left of what it did.
  if (row.undoing !== null)
    return replied === null ? 'Took back what it did' : `Replied ${replied} and took back what it did`;
  if (row.cancelAt !== null && !isTerminal(status)) return 'Asked to stop';
  if (status === 'queued' && (row.held & paused) !== 0) return 'Waits until the flow is resumed';
  if (row.waitsFor !== null) return `Waits for run ${row.waitsFor}`;
  if (status === 'waiting') {
    return row.wakeAt === null ? 'Waiting for a decision' : `Tries again at ${row.wakeAt.toISOString()}`;
  }
  if (replied !== null) return `Replied ${replied}`;
  return status === 'succeeded' ? 'Done' : '';
}

function lastReplyStatus(row: RunRow): number | null {
  if (row.lastCheckpoint === null) return null;
  const parsed = CheckpointData.safeParse(jsonOr(Buffer.from(row.lastCheckpoint).toString('utf8'), null));
  return parsed.success ? (parsed.data.reply?.status ?? null) : null;
}

function jsonOr(text: string, otherwise: unknown): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return otherwise;
    throw error;
  }
}

/** Beyond this a body is shown as its beginning; the whole of it stays stored. */
export const shownBodyBytes = 256 * 1024;
const shownTextChars = 20_000;

/** `beginning`: of its body, the whole of it up to `shownBodyBytes`. */
export function eventView(event: EventRow, beginning: Uint8Array): RunView['event'] {
  const base = {
    trigger: event.triggerId,
    contentType: event.contentType,
    meta: jsonOr(event.meta, null) as Json,
    sizeBytes: event.sizeBytes,
    receivedAt: event.receivedAt.toISOString(),
  };
  const text = Buffer.from(beginning).toString('utf8');
  const isShownWhole = event.sizeBytes <= shownBodyBytes && event.contentType.includes('json');
  const json = isShownWhole ? bodyOf(beginning) : undefined;
  return json === undefined
    ? { ...base, body: null, bodyText: text.includes('\0') ? noText(event) : text.slice(0, shownTextChars) }
    : { ...base, body: json };
}

const noText = ({ contentType, sizeBytes }: EventRow): string =>
  `${sizeBytes} bytes of type ${contentType}, which are no text.`;

/** Undefined: no JSON. The big-number rule holds here as it does in the run. */
function bodyOf(body: Uint8Array): Json | undefined {
  try {
    return parseJson(body);
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}
