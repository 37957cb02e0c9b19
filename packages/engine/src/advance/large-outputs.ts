// Outputs that are too large for a checkpoint: their JSON text stands in the blob store, and the record of the step names it.
import type { StepRecord, StoredContent } from '@patchbay/model/run';
import type { Json } from '@patchbay/model/schema';
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

/** Whether the output of the record may be one that a checkpoint does not hold. */
export const standsElsewhere = (
  { output, outputRef }: StepRecord,
  { inlineBytes }: Pick<OutputStore, 'inlineBytes'>,
): boolean => output !== undefined && (outputRef !== undefined || mayBeLarge(output, inlineBytes));

/** The record as a checkpoint keeps it. */
export async function withoutLargeOutput(
  record: StepRecord,
  { put, inlineBytes }: Pick<OutputStore, 'put' | 'inlineBytes'>,
): Promise<StepRecord> {
  const { output, ...rest } = record;
  if (output === undefined) return record;
  // It was read from there, or put there before.
  if (record.outputRef !== undefined) return rest;
  if (!standsElsewhere(record, { inlineBytes })) return record;
  const content = Buffer.from(JSON.stringify(output));
  if (content.byteLength <= inlineBytes) return record;
  const { sha256, sizeBytes } = await put(content);
  return { ...rest, outputRef: { sha256, sizeBytes } };
}

/** The record as steps read it. */
export async function withOutput(record: StepRecord, { read }: Pick<OutputStore, 'read'>): Promise<StepRecord> {
  if (!lacksOutput(record)) return record;
  const text = Buffer.from(await read(record.outputRef.sha256)).toString('utf8');
  return { ...record, output: JSON.parse(text) as Json };
}

export const lacksOutput = (
  record: StepRecord,
): record is StepRecord & { readonly outputRef: StoredContent; output: undefined } =>
  record.outputRef !== undefined && record.output === undefined;

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
      if (rest >= 0) open.push(...(Array.isArray(next) ? next : Object.values(next)));
    }
    if (rest < 0) return true;
  }
  return false;
}
