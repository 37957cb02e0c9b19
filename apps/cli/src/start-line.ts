// `patchbay start` by itself. The launcher lives as long as the product, so it loads what starting needs and nothing of the
// other commands: 100 MB less, and a second sooner.
import { AppError } from '@patchbay/model/errors';
import { Command, CommanderError } from 'commander';
import { startCommand } from './commands/start.command.ts';
import { exitCode, exitCodeOf } from './exit-code.ts';
import type { Output } from './output.ts';

/** Hands back the exit code. Never throws. */
export async function runStartLine(args: readonly string[], output: Output): Promise<number> {
  let code: number = exitCode.ok;
  const program = new Command('patchbay')
    .exitOverride()
    .configureOutput({ writeOut: output.data, writeErr: (text) => output.say(text.trimEnd()) })
    .showHelpAfterError('(see “patchbay --help”)');
  startCommand(program, output, (wanted) => {
    code = wanted;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.ok : exitCode.usage;
    if (!(error instanceof AppError)) {
      // Nobody foresaw it: the person at the console is the operator, and may read it.
      output.say(`patchbay: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return exitCode.refused;
    }
    output.say(`patchbay: ${error.userMessage ?? error.message}`);
    return exitCodeOf(error.code);
  }
}
