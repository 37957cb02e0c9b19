// What a thread is asked and what it answers: plain data that crosses by structured clone, bytes by transfer.
import type { Budget, MappingProblem, RejectedRecord } from '@patchbay/mapping';
import type { MappingDocument } from '@patchbay/model/mapping';
import type { Json } from '@patchbay/model/schema';

/** Where the run's time and chance come from; `seed` and `path` together make the same random numbers anywhere. */
export interface MapClock {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly seed: string;
  readonly path: string;
}

/**
 * The scope: a JSON text from outside or the value itself; or `values`, the JSON text of values of ours, with the body of the
 * trigger as it came in beside it. Texts and bytes are read in the thread, which is cheaper than cloning a large value.
 */
export type MapScope =
  | { readonly json: string }
  | { readonly value: Readonly<Record<string, Json>> }
  | { readonly values: string; readonly body?: Uint8Array | undefined };

export interface MapJob {
  /** What it uses of the library stands in its `bundle`. */
  readonly mapping: MappingDocument;
  readonly scope: MapScope;
  readonly clock: MapClock;
  readonly budget?: Partial<Budget> | undefined;
  /** `json`: the output as JSON text, made in the thread. */
  readonly answer: 'value' | 'json';
  /** After this the thread is ended and the job fails. */
  readonly deadlineMs: number;
  /** When it aborts, the thread is ended and the job fails. */
  readonly signal?: AbortSignal | undefined;
}

/** Why a thread could not bring a job to its end; it stands in the details of the error as `fault`. */
export type MapFaultKind = 'time' | 'memory' | 'body' | 'crashed';

/** `output` is a value or a JSON text, as the job asked. */
export interface MapAnswer {
  readonly ok: boolean;
  readonly output: Json;
  readonly problems: readonly MappingProblem[];
  readonly rejected: readonly RejectedRecord[];
}

/** Programs that a thread keeps; the one that was used longest ago goes first. Handle and thread count alike. */
export const keptPrograms = 200;

/** To the thread. A mapping is sent once and known by its number as long as the thread keeps its program. */
export type ThreadRequest = {
  readonly id: number;
  readonly mapping: { readonly number: number; readonly document: MappingDocument | null };
} & Pick<MapJob, 'scope' | 'clock' | 'budget' | 'answer'>;

export type ThreadReply =
  | { readonly id: number; readonly answer: MapAnswer }
  /** `noJson`: of the body that came as bytes. */
  | { readonly id: number; readonly failure: string; readonly noJson: boolean };
