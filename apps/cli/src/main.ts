// `patchbay`: the command line. Data go to stdout, words to stderr; exit codes stand in exit-code.ts.
import { enableCompileCache } from 'node:module';
import { compileCache } from './compile-cache.ts';
import { openProcessOutput } from './process-output.ts';

enableCompileCache(compileCache);
const args = process.argv.slice(2);
const run =
  args[0] === 'start'
    ? (await import('./start-line.ts')).runStartLine
    : (await import('./command-line.ts')).runCommandLine;

const { output, end } = openProcessOutput();
// What a command leaves behind, such as a timer of Prisma, would keep the process alive.
process.exit(await end(await run(args, output)));
