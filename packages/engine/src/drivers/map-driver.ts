import type { MappingOutcome } from '@patchbay/mapping';
import type { WorkspaceId } from '@patchbay/model/identity';
import type { MappingDocument } from '@patchbay/model/mapping';
import type { Json } from '@patchbay/model/schema';

export interface MapCall {
  /** Known by identity: the same object is the same mapping. */
  readonly mapping: MappingDocument;
  /** What it reads, by name. */
  readonly scope: Readonly<Record<string, Json>>;
  /** JSON that becomes `trigger.body`: read where the mapping runs. */
  readonly body: Uint8Array | null;
  /** `now` in milliseconds; the same `seed` and `path` give the same chance. */
  readonly clock: { readonly now: number; readonly seed: string; readonly path: string };
  readonly workspaceId: WorkspaceId;
  readonly signal: AbortSignal;
}

export interface MapFault {
  /** `body`: it is no JSON. */
  readonly kind: 'time' | 'memory' | 'body' | 'crashed';
  readonly message: string;
}

/** What the mapping finds wrong is in what was made; a fault is that it could not be brought to its end. */
export type MapMade =
  | { readonly ok: true; readonly made: MappingOutcome }
  | { readonly ok: false; readonly fault: MapFault };

/**
 * Runs mappings beside the process that asks, with the same results as inside of it. Rejects with AppError `unavailable` when
 * there is no room now, or with the reason of the signal, and only then.
 */
export interface MapDriver {
  run(call: MapCall): Promise<MapMade>;
}
