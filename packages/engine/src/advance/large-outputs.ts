// What is too large for a checkpoint: inputs and outputs of steps, with what they are undone, and the reply. Its JSON text stands in the
// blob store, and the checkpoint names it.
import { turnOfPath } from '@patchbay/model/run';
import type { CheckpointData, StepRecord, StoredContent } from '@patchbay/model/run';
import type { Json, JsonObject } from '@patchbay/model/schema';
import { inlineBodyBytes } from '../accept/accept-event.ts';

/** Of the runs of a test people look at the values, and what they build next is previewed with them. */
export const inlineBytesOf = { live: inlineBodyBytes, test: 1_048_576 } as const;

/** The blob store as the engine uses it, for one workspace. */
export interface OutputStore {
  /** Texts of up to so many bytes stand in the checkpoint. */
  readonly inlineBytes: number;
  /** Durable when it resolves. */
  readonly put: (content: Uint8Array) => Promise<StoredContent>;
  /** Checked against its name; rejects with AppError `gone` where it is missing or damaged. */
  readonly read: (sha256: string) => Promise<Uint8Array>;
}

/** Whether the record may hold something that a checkpoint does not. */
export const standsElsewhere = (record: StepRecord, { inlineBytes }: Pick<OutputStore, 'inlineBytes'>): boolean => {
  const isApart = (value: Json | undefined, ref: StoredContent | undefined): boolean =>
    value !== undefined && (ref !== undefined || mayBeLarge(value, inlineBytes));
  const { output, outputRef, input, inputRef } = record;
  return isApart(output, outputRef) || isApart(input, inputRef) || isApart(undoInput(record), undefined);
};

const undoInput = ({ undo }: StepRecord): JsonObject | undefined =>
  undo !== undefined && 'input' in undo ? undo.input : undefined;

/** The same for all of it. */
export const holdsLarge = (
  { steps, reply }: CheckpointData,
  { inlineBytes }: Pick<OutputStore, 'inlineBytes'>,
): boolean =>
  steps.some((step) => standsElsewhere(step, { inlineBytes })) ||
  (reply !== undefined && !('kept' in reply) && mayBeLarge(reply, inlineBytes));

/** As it is written. */
export async function withoutLarge(data: CheckpointData, store: Put): Promise<CheckpointData> {
  const steps: StepRecord[] = [];
  for (const step of data.steps) steps.push(await withoutLargeOutput(step, store));
  const { reply } = data;
  const kept = reply === undefined || 'kept' in reply ? null : await stored(reply, store);
  return reply === undefined || kept === null
    ? { ...data, steps }
    : { ...data, steps, reply: { status: reply.status, kept } };
}

type Put = Pick<OutputStore, 'put' | 'inlineBytes'>;

/** The record as a checkpoint keeps it. */
export async function withoutLargeOutput(record: StepRecord, store: Put): Promise<StepRecord> {
  const { output, input, undo, ...rest } = record;
  // It was read from there, or put there before.
  const outputRef = record.outputRef ?? (await stored(output, store));
  const inputRef = record.inputRef ?? (await stored(input, store));
  const undoRef = await stored(undoInput(record), store);
  if (outputRef === null && inputRef === null && undoRef === null) return record;
  return {
    ...rest,
    ...(undo === undefined ? {} : { undo: undoRef === null ? undo : { inputRef: undoRef } }),
    ...(inputRef === null ? kept('input', input) : { inputRef }),
    ...(outputRef === null ? kept('output', output) : { outputRef }),
  };
}

const kept = (name: 'input' | 'output', value: Json | undefined): Partial<StepRecord> =>
  value === undefined ? {} : { [name]: value };

/** Null: it is small enough for the checkpoint. */
async function stored(value: Json | undefined, { put, inlineBytes }: Put): Promise<StoredContent | null> {
  if (value === undefined || !mayBeLarge(value, inlineBytes)) return null;
  const content = Buffer.from(JSON.stringify(value));
  if (content.byteLength <= inlineBytes) return null;
  const { sha256, sizeBytes } = await put(content);
  return { sha256, sizeBytes };
}

/** The record as steps read it. */
export async function withOutput(record: StepRecord, { read }: Pick<OutputStore, 'read'>): Promise<StepRecord> {
  const open = async ({ sha256 }: StoredContent): Promise<Json> =>
    JSON.parse(Buffer.from(await read(sha256)).toString('utf8')) as Json;
  const { outputRef, inputRef } = record;
  return {
    ...record,
    ...(outputRef === undefined || record.output !== undefined ? {} : { output: await open(outputRef) }),
    ...(inputRef === undefined || !lacksInput(record) ? {} : { input: await open(inputRef) }),
  };
}

export const lacksOutput = (record: StepRecord): boolean =>
  (record.outputRef !== undefined && record.output === undefined) || lacksInput(record);

/** Read again are the list of a loop that goes on, the items of its turns that failed, and what a called flow gets as long as it is waited for; other inputs are only shown. */
const lacksInput = ({ path, inputRef, input, status, turns, waits }: StepRecord): boolean =>
  inputRef !== undefined &&
  input === undefined &&
  ((turns !== undefined && status === 'started') ||
    (status === 'failed' && turnOfPath(path) !== null) ||
    (waits?.kind === 'subflow' && status === 'waiting'));

/** Whether its text could be larger than what a checkpoint holds. Looks no further than that. */
function mayBeLarge(value: Json, bytes: number): boolean {
  let rest = bytes;
  const open: Json[] = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    // Three bytes are the most that a unit of text takes, six when it is escaped; numbers take up to 25.
    rest -= typeof next === 'string' ? 2 + next.length * 6 : 25;
    if (typeof next === 'object' && next !== null) {
      if (Array.isArray(next)) rest -= next.length;
      else for (const name in next) rest -= 4 + name.length * 6;
      // One by one: a list may be longer than a call may have arguments.
      if (rest >= 0) for (const part of Array.isArray(next) ? next : Object.values(next)) open.push(part);
    }
    if (rest < 0) return true;
  }
  return false;
}
