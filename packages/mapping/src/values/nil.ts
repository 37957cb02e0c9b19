import type { Closure } from '../evaluate/frame.ts';

/** Stands for an argument that was not given. */
export const nil: Closure = () => null;
