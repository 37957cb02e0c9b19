import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { approvalCommands } from './commands/approval.commands.ts';
import { flowCommands, say } from './commands/flow.commands.ts';
import { installationCommands } from './commands/installation.commands.ts';
import { lookupCommands } from './commands/lookup.commands.ts';
import { mapCommands } from './commands/map.commands.ts';
import { deadLetterCommands } from './commands/dead-letter.commands.ts';
import { retentionCommands } from './commands/retention.commands.ts';
import { runCommands } from './commands/run.commands.ts';
import { topicCommands } from './commands/topic.commands.ts';
import { variableCommands } from './commands/variable.commands.ts';
import { triggerCommands } from './commands/trigger.commands.ts';
import { schemaCommands } from './commands/schema.commands.ts';
import { exitCode, exitCodeOf } from './exit-code.ts';
import { version } from './open-installation.ts';
import type { Output } from './output.ts';
import { OutputClosed } from './output.ts';

/** Runs one command; hands back the exit code. Never throws. */
export async function runCommandLine(args: readonly string[], output: Output): Promise<number> {
  let code: number = exitCode.ok;
  const finish = (wanted: number): void => {
    code = wanted;
  };
  const program = new Command('patchbay')
    .description('Patchbay: design, run and repair integrations')
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: output.data, writeErr: (text) => output.say(text.trimEnd()) })
    .showHelpAfterError('(see “patchbay --help”)');
  installationCommands(program, output, finish);
  flowCommands(program, output, finish);
  runCommands(program, output);
  topicCommands(program, output);
  variableCommands(program, output);
  approvalCommands(program, output);
  triggerCommands(program, output);
  deadLetterCommands(program, output);
  retentionCommands(program, output);
  mapCommands(program, output, finish);
  schemaCommands(program, output);
  lookupCommands(program, output);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    return await failed(error, output);
  }
}

async function failed(error: unknown, output: Output): Promise<number> {
  if (error instanceof OutputClosed) return exitCode.ok;
  // Thrown by an action, nobody has said it yet; what commander finds itself it says itself.
  if (error instanceof InvalidArgumentError) output.say(`patchbay: ${error.message}`);
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.ok : exitCode.usage;
  const { appErrorOf } = await import('@patchbay/api/error');
  const known = appErrorOf(error);
  output.say(`patchbay: ${known.userMessage ?? reasonOf(known)}`);
  if ((known.details?.diagnostics?.length ?? 0) > 1) say(output, known.details?.diagnostics ?? []);
  return exitCodeOf(known.code);
}

/** Errors that nobody foresaw: the person at the console is the operator, and may read them. */
const reasonOf = (error: Error): string =>
  error.cause instanceof Error ? (error.cause.stack ?? error.cause.message) : error.message;
