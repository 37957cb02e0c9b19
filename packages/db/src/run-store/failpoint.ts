// Where a test may stop a process: at the boundaries of each statement of the run store. Nothing in the product sets the
// hook; a test does, by a module that is loaded before the program (`node --import`).

/** before: nothing was sent · sent: the statement is on its way, its commit in doubt · answered: committed, nobody was told. */
export interface Failpoint {
  readonly statement: string;
  readonly moment: 'before' | 'sent' | 'answered';
  /** What the statement was given. */
  readonly values: readonly unknown[];
}

export const failpointHook = Symbol.for('patchbay.failpoint');

type Hook = (point: Failpoint) => void;

const given = (globalThis as { readonly [failpointHook]?: unknown })[failpointHook];
const hook: Hook | undefined = typeof given === 'function' ? (given as Hook) : undefined;

export function failpoint(point: Failpoint): void {
  hook?.(point);
}
