// A loop over ten thousand items has ten thousand records of each step inside. A screen or a program gets the first
// turns, those that need a look, those under way, and the one that it asks for.
import { turnOfPath } from '@patchbay/model/run';
import type { StepRecord } from '@patchbay/model/run';

/** Turns that are always handed out, of each loop. */
export const firstTurns = 100;
/** Further turns that failed or wait: so many of each loop. */
const mostConcerning = 100;

const isConcerning = ({ status }: StepRecord): boolean =>
  status === 'failed' || status === 'unknown' || status === 'waiting';

/** `at`: a path in a turn that is wanted besides. */
export function boundedSteps(steps: readonly StepRecord[], at?: string): StepRecord[] {
  const wide = new Set(
    steps.flatMap(({ path, turns }) => (turns !== undefined && turns.count > firstTurns ? [path] : [])),
  );
  if (wide.size === 0) return [...steps];
  const wanted = new Set<string>(at === undefined ? [] : turnsOf(at));
  const kept = new Map<string, number>();
  for (const step of steps) {
    for (const turn of isConcerning(step) ? turnsOf(step.path) : []) {
      const { container = '', index = 0 } = turnOfPath(turn) ?? {};
      if (index < firstTurns) continue;
      const count = kept.get(container) ?? 0;
      if (wanted.has(turn) || count >= mostConcerning) continue;
      kept.set(container, count + 1);
      wanted.add(turn);
    }
    if (step.status === 'started' && turnOfPath(step.path) !== null) wanted.add(step.path);
  }
  return steps.filter(({ path }) =>
    turnsOf(path).every((turn) => {
      const parts = turnOfPath(turn);
      return parts === null || !wide.has(parts.container) || parts.index < firstTurns || wanted.has(turn);
    }),
  );
}

/** The turns in a path, the outermost first: `outer[1]` and `outer[1]/inner[0]` of `outer[1]/inner[0]/send`. */
function turnsOf(path: string): string[] {
  const found: string[] = [];
  for (let end = path.indexOf(']'); end !== -1; end = path.indexOf(']', end + 1)) found.push(path.slice(0, end + 1));
  return found;
}
