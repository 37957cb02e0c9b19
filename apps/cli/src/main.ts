// `patchbay`: the command line. Data go to stdout, words to stderr; exit codes stand in exit-code.ts.
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// What Node has made of the sources is kept beside the packages, where only those can write who could change the program itself.
enableCompileCache(join(import.meta.dirname, '../../../node_modules/.cache/patchbay-compile'));
const args = process.argv.slice(2);
const run =
  args[0] === 'start'
    ? (await import('./start-line.ts')).runStartLine
    : (await import('./command-line.ts')).runCommandLine;

process.exit(await run(args));
