// A step in a loop has one record for each turn. Screens show one turn of each loop at a time: that of the path that was
// chosen, else the first that needs a look, else the first.
import { isUndoPath, turnOfPath } from '@patchbay/model/run';
import type { StepRecord, TurnPath } from '@patchbay/model/run';

/** Which turn is shown of each loop, by the path of the loop's step. */
export type ChosenTurns = ReadonlyMap<string, number>;

/** The turns around a step, the outermost first: those of `outer[1]` and `outer[1]/inner[0]` for `outer[1]/inner[0]/send`. */
export function turnsAround(path: string): TurnPath[] {
  const found: TurnPath[] = [];
  for (let end = path.indexOf(']'); end !== -1; end = path.indexOf(']', end + 1)) {
    const turn = turnOfPath(path.slice(0, end + 1));
    if (turn !== null) found.push(turn);
  }
  return found;
}

const needsALook = ({ status }: StepRecord): boolean => status === 'failed' || status === 'unknown';

export function chosenTurns(steps: readonly StepRecord[], chosen?: string): ChosenTurns {
  const turns = new Map<string, number>();
  const note = (path: string): void => {
    for (const { container, index } of turnsAround(path)) if (!turns.has(container)) turns.set(container, index);
  };
  if (chosen !== undefined) note(chosen);
  for (const step of steps) if (step.path.includes('[') && needsALook(step)) note(step.path);
  for (const step of steps) if (step.path.includes('[')) note(step.path);
  return turns;
}

/**
 * The path that is meant where a step of a loop is named without its turn, by its node's id: in the turn that shows where it
 * failed, else the first that reached it.
 */
export function pathMeant(steps: readonly StepRecord[], chosen: string): string {
  if (steps.some(({ path }) => path === chosen)) return chosen;
  const own = steps.filter(({ nodeId, path }) => nodeId === chosen && turnOfPath(path) === null && !isUndoPath(path));
  return (own.find(needsALook) ?? own.find(({ status }) => status !== 'skipped') ?? own[0])?.path ?? chosen;
}

/** Where the step of a node stands, or would stand, in the chosen turns of the loops around it. */
export function pathInTurns(steps: readonly StepRecord[], turns: ChosenTurns, nodeId: string): string {
  const path = steps.find((step) => step.nodeId === nodeId && !isUndoPath(step.path))?.path ?? nodeId;
  let found = '';
  let from = 0;
  for (const { container, index } of turnsAround(path)) {
    found += container.slice(from);
    from = container.length + `[${index}]`.length;
    found += `[${turns.get(found) ?? index}]`;
  }
  return found + path.slice(from);
}

/** The steps of the chosen turns, and all that stand in no loop; turns themselves are no steps. */
export const shownSteps = (steps: readonly StepRecord[], turns: ChosenTurns): StepRecord[] =>
  steps.filter(
    ({ path }) =>
      !path.includes('[') ||
      (turnOfPath(path) === null && turnsAround(path).every(({ container, index }) => turns.get(container) === index)),
  );

/** The loop whose turns a person may leaf through at a step: the step's own, or the innermost around it. */
export interface TurnShown {
  readonly container: string;
  readonly index: number;
  readonly count: number;
  /** Of the turns that are known, those that failed or wait for a person. */
  readonly concerning: readonly number[];
}

export function turnShown(steps: readonly StepRecord[], turns: ChosenTurns, path: string): TurnShown | null {
  const own = steps.findLast((step) => step.path === path)?.turns;
  const container = own === undefined ? turnsAround(path).at(-1)?.container : path;
  if (container === undefined) return null;
  const count = steps.findLast((step) => step.path === container)?.turns?.count ?? 0;
  if (count === 0) return null;
  const concerning = new Set<number>();
  for (const step of steps) {
    if (!step.path.startsWith(`${container}[`) || !needsALook(step)) continue;
    const around = turnsAround(step.path).find((turn) => turn.container === container);
    // What failed inside and was caught is no concern of the turn.
    if (around !== undefined && (step.status === 'unknown' || turnOfPath(step.path)?.container === container)) {
      concerning.add(around.index);
    }
  }
  return { container, index: turns.get(container) ?? 0, count, concerning: [...concerning].toSorted((a, b) => a - b) };
}

const many = (count: number): string => count.toLocaleString('en');

/** Beside the names of bodies: which turn is shown. By node id of the container. */
export function turnWords(steps: readonly StepRecord[], turns: ChosenTurns): Map<string, string> {
  const words = new Map<string, string>();
  for (const step of shownSteps(steps, turns)) {
    if (step.turns === undefined || step.turns.count === 0) continue;
    words.set(step.nodeId, `${many((turns.get(step.path) ?? 0) + 1)} of ${many(step.turns.count)}`);
  }
  return words;
}
