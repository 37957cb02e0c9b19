// Versions that hold up everybody else in the process: workers do their runs for a while.
import type { FlowVersionId } from '@patchbay/model/identity';

/** So long without a pause is felt by everybody else. */
const slowMs = 50;
const slowForMs = 60_000;

/**
 * In milliseconds. Processor time is dearer to ask for, but does not count what a machine does that is busy with something else.
 */
export function busyClock({ byProcessor }: { readonly byProcessor: boolean }): number {
  if (!byProcessor) return performance.now();
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

export class SlowVersions {
  /** Until when a version is slow, and until when it is looked at closely because it seemed to be. */
  readonly #slow = new Map<FlowVersionId, number>();
  readonly #suspect = new Map<FlowVersionId, number>();
  readonly #onSlow: (versionId: FlowVersionId, ms: number) => void;

  /** `onSlow`: a version kept the process busy for so long that its next events go to the workers for a while. */
  constructor(onSlow: (versionId: FlowVersionId, ms: number) => void) {
    this.#onSlow = onSlow;
  }

  has(versionId: FlowVersionId): boolean {
    return isWithin(this.#slow, versionId);
  }

  /** Its runs are measured by processor time. */
  suspects(versionId: FlowVersionId): boolean {
    return isWithin(this.#suspect, versionId);
  }

  /** A long stretch by the clock may be the machine's; its next runs are measured by processor time, and that is believed. */
  took(versionId: FlowVersionId, { ms, isCertain }: { readonly ms: number; readonly isCertain: boolean }): void {
    if (ms <= slowMs) return;
    (isCertain ? this.#slow : this.#suspect).set(versionId, performance.now() + slowForMs);
    if (isCertain) this.#onSlow(versionId, ms);
  }
}

function isWithin(untils: Map<FlowVersionId, number>, versionId: FlowVersionId): boolean {
  const until = untils.get(versionId);
  if (until === undefined) return false;
  if (performance.now() < until) return true;
  untils.delete(versionId);
  return false;
}
