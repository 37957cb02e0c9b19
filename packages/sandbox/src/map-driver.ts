import { AppError } from '@patchbay/model/errors';
import type { Json } from '@patchbay/model/schema';
import type { MapAnswer, MapFaultKind, MapJob } from './map-job.ts';
import type { MapPool } from './map-pool.ts';

type Call = Pick<MapJob, 'mapping' | 'clock'> & {
  readonly scope: Readonly<Record<string, Json>>;
  readonly body: Uint8Array | null;
  readonly signal: AbortSignal;
};
interface Fault {
  readonly kind: MapFaultKind;
  readonly message: string;
}
type Made = { readonly ok: true; readonly made: MapAnswer } | { readonly ok: false; readonly fault: Fault };

/** The threads as the engine's `MapDriver`: only texts and bytes cross. A mapping that takes longer is ended. */
export const mapDriver = (pool: Pick<MapPool, 'run'>, deadlineMs = 60_000): { run(call: Call): Promise<Made> } => ({
  async run({ mapping, scope, body, clock, signal }) {
    const values = JSON.stringify(scope);
    try {
      const answer = await pool.run({
        mapping,
        scope: { values, body: body ?? undefined },
        clock,
        answer: 'json',
        deadlineMs,
        signal,
      });
      return { ok: true, made: { ...answer, output: JSON.parse(answer.output as string) as Json } };
    } catch (cause) {
      const fault = faultOf(cause);
      if (fault === null) throw cause;
      return { ok: false, fault };
    }
  },
});

const kinds: readonly unknown[] = ['time', 'memory', 'body', 'crashed'] satisfies MapFaultKind[];

function faultOf(cause: unknown): Fault | null {
  if (!(cause instanceof AppError)) return null;
  const kind = cause.details?.['fault'];
  return kinds.includes(kind) ? { kind: kind as MapFaultKind, message: cause.userMessage ?? cause.message } : null;
}
