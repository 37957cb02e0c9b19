import type { Command } from 'commander';
import type { Output } from '../output.ts';
import { readStartEnv } from '../start/env.ts';
import type { Finish } from './flow.commands.ts';

export function startCommand(program: Command, output: Output, finish: Finish): void {
  program
    .command('start')
    .description('start everything on this computer and print a sign-in link')
    .option('--no-open', 'do not open the browser')
    .action(async ({ open }: { open: boolean }) => {
      const { start } = await import('../start/index.ts');
      finish(await start({ env: readStartEnv(), open, say: output.say, print: output.data }));
    });
}
