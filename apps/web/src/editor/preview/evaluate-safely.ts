import { EvaluationError } from '@patchbay/mapping';
import type { EvaluationContext } from '@patchbay/mapping';
import type { Json } from '@patchbay/model/schema';

/** Time and chance stand still in previews, so that a result changes only when the expression does. */
export const previewContext: EvaluationContext = {
  now: Date.parse('2026-01-31T12:00:00Z'),
  random: () => 0.5,
  uuid: () => '00000000-0000-4000-8000-000000000000',
  budget: { steps: 2_000_000 },
};

/** Expressions under way are often unfinished: what they cannot give is null here, the mistake stands at its field. */
export function safely(make: () => unknown): Json {
  try {
    return make() as Json;
  } catch (error) {
    if (error instanceof EvaluationError) return null;
    throw error;
  }
}
