// `patchbay`: the command line. Data go to stdout, words to stderr; exit codes stand in exit-code.ts.
import { enableCompileCache } from 'node:module';
import { compileCache } from './compile-cache.ts';

enableCompileCache(compileCache);
const args = process.argv.slice(2);
const run =
  args[0] === 'start'
    ? (await import('./start-line.ts')).runStartLine
    : (await import('./command-line.ts')).runCommandLine;

process.exit(await run(args));
