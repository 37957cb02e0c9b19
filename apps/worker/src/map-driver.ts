import type { MapDriver, MapFault } from '@patchbay/engine/drivers';
import { AppError } from '@patchbay/model/errors';
import type { MapPool } from '@patchbay/sandbox';
import type { Json } from '@patchbay/model/schema';

/** The threads for mappings as the engine knows them: only texts and bytes cross. A mapping that takes longer is ended. */
export const mapDriver = (pool: MapPool, deadlineMs = 60_000): MapDriver => ({
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

const kinds: readonly unknown[] = ['time', 'memory', 'crashed'] satisfies MapFault['kind'][];

function faultOf(cause: unknown): MapFault | null {
  if (!(cause instanceof AppError)) return null;
  const kind = cause.details?.['fault'];
  return kinds.includes(kind) ? { kind: kind as MapFault['kind'], message: cause.userMessage ?? cause.message } : null;
}
