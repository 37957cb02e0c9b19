import { useCallback, useMemo, useState } from 'react';

export interface History<T> {
  readonly now: T;
  /** Changes with one key in a row are one step of undo. */
  readonly set: (next: T | ((now: T) => T), coalesce?: string) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly reset: () => void;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

interface Steps<T> {
  readonly now: T;
  readonly past: readonly T[];
  readonly future: readonly T[];
  readonly key: string | undefined;
}

const mostSteps = 200;

/** What was before each change, to go back to. Values are kept whole: they share what did not change. */
export function useHistory<T>(first: T): History<T> {
  const [steps, setSteps] = useState<Steps<T>>({ now: first, past: [], future: [], key: undefined });
  const set = useCallback((next: T | ((now: T) => T), coalesce?: string): void => {
    setSteps((before) => {
      const now = next instanceof Function ? next(before.now) : next;
      if (now === before.now) return before;
      const isOneStep = coalesce !== undefined && coalesce === before.key;
      const past = isOneStep ? before.past : [...before.past, before.now].slice(-mostSteps);
      return { now, past, future: [], key: coalesce };
    });
  }, []);
  const undo = useCallback((): void => {
    setSteps(({ now, past, future, key }) => {
      const last = past.at(-1);
      return past.length === 0 || last === undefined
        ? { now, past, future, key }
        : { now: last, past: past.slice(0, -1), future: [now, ...future], key: undefined };
    });
  }, []);
  const redo = useCallback((): void => {
    setSteps(({ now, past, future, key }) => {
      const [next, ...rest] = future;
      return next === undefined
        ? { now, past, future, key }
        : { now: next, past: [...past, now], future: rest, key: undefined };
    });
  }, []);
  const reset = useCallback((): void => set(first), [set, first]);
  return useMemo(
    () => ({
      now: steps.now,
      set,
      undo,
      redo,
      reset,
      canUndo: steps.past.length > 0,
      canRedo: steps.future.length > 0,
    }),
    [steps, set, undo, redo, reset],
  );
}
