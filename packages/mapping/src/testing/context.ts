import type { Budget, EvaluationContext } from '../evaluate/frame.ts';

/** Noon of 29 March 2026 in UTC; chance is 0.5, identifiers are counted. */
export function testContext(budget?: Partial<Budget>): EvaluationContext {
  let made = 0;
  return {
    now: 1_774_785_600_000,
    random: () => 0.5,
    uuid: () => {
      made += 1;
      return `00000000-0000-4000-8000-${String(made).padStart(12, '0')}`;
    },
    budget,
  };
}
