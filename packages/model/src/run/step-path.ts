// Paths of steps: node ids, with the turn in brackets behind a container that does its body several times.

/** What is done to take back the effect of a step stands behind it: `charge:c`. */
const undoMark = ':c';
export const undoPath = (path: string): string => path + undoMark;
export const isUndoPath = (path: string): boolean => path.endsWith(undoMark);
/** The step whose effect is taken back there; a step's own path is handed back as it is. */
export const undonePath = (path: string): string => (isUndoPath(path) ? path.slice(0, -undoMark.length) : path);

/** The id of the node that a path ends with: `http2` of `loop3[17]/http2`, `loop3` of `loop3[17]`. */
export function nodeOfPath(path: string): string {
  const last = undonePath(path.slice(path.lastIndexOf('/') + 1));
  const bracket = last.indexOf('[');
  return bracket === -1 ? last : last.slice(0, bracket);
}

export interface TurnPath {
  /** The path of the container's step. */
  readonly container: string;
  /** Counted from 0. */
  readonly index: number;
}

/** The turn that a path names (`loop3[17]`); null for paths of steps. */
export function turnOfPath(path: string): TurnPath | null {
  if (!path.endsWith(']')) return null;
  const bracket = path.lastIndexOf('[');
  return { container: path.slice(0, bracket), index: Number(path.slice(bracket + 1, -1)) };
}

/** The turn or the container whose body the step stands in: `loop3[17]` of `loop3[17]/http2`; null outside of bodies. */
export function bodyOfPath(path: string): string | null {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? null : path.slice(0, slash);
}
