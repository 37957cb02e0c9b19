export { loadProgram } from '../load-program.ts';
