import { join } from 'node:path';

/**
 * Where Node keeps what it has made of the sources: a process that finds it there starts in half the time, and in less memory, as it
 * never loads what takes types away. Beside the packages only those can write who could change the program itself.
 */
export const compileCache = join(import.meta.dirname, '../../../node_modules/.cache/patchbay-compile');
