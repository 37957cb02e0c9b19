import type { LoadedProgram } from '@patchbay/mapping/generate';

/**
 * Turns the text of a generated program into its functions: the only place of the product that runs a text, and only one that
 * our own generator wrote, which holds JSON literals, identifiers made there, and names of its runtime.
 */
export const loadProgram = (source: string): LoadedProgram =>
  new Function('rt', 'k', `"use strict";\n${source}`) as LoadedProgram;
