// `patchbay`: the command line. Data go to stdout, words to stderr; exit codes stand in exit-code.ts.
import { runCommandLine } from './command-line.ts';

process.exit(await runCommandLine(process.argv.slice(2)));
