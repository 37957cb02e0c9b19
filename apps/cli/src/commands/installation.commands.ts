import { Role } from '@patchbay/model/identity';
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { exitCode } from '../exit-code.ts';
import { readSettings, webPort, withApi, withDatabase } from '../open-installation.ts';
import type { Output } from '../output.ts';
import type { Finish } from './flow.commands.ts';
import { startCommand } from './start.command.ts';
import { counted, were } from '../counted.ts';

function roleFrom(text: string): Role {
  const parsed = Role.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(`It is one of ${Role.options.join(', ')}.`);
}

function daysFrom(text: string): number {
  const days = Number(text);
  if (Number.isInteger(days) && days >= 1 && days <= 3_650) return days;
  throw new InvalidArgumentError('It is a number of days from 1 to 3650.');
}

export function installationCommands(program: Command, output: Output, finish: Finish): void {
  startCommand(program, output, finish);

  program
    .command('migrate')
    .description('bring the tables of the database up to date')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: true }) => {
      const { migrateDeploy } = await import('@patchbay/db/migrate');
      const applied = await withDatabase(readSettings(), { create: true }, migrateDeploy);
      if (json) output.data(JSON.stringify({ applied }, null, 2));
      else for (const name of applied) output.data(name);
      output.say(
        applied.length === 0
          ? 'The database is up to date.'
          : `${counted(applied.length, 'migration')} ${were(applied.length)} applied.`,
      );
    });

  program
    .command('sign-in-link')
    .description('print a one-time link that signs the local owner in; it is valid for ten minutes')
    .action(async () => {
      const { newStartLink } = await import('../start/start-link.ts');
      const settings = readSettings();
      await withDatabase(settings, { create: false }, async (url) => {
        output.data(await newStartLink(url, webPort(settings)));
      });
    });

  const apiKey = program.command('api-key').description('API keys: create');
  apiKey
    .command('create')
    .description('make an API key and print it; it is shown this once')
    .requiredOption('--name <name>', 'what it is for')
    .requiredOption('--role <role>', `${Role.options.join(' | ')}`, roleFrom)
    .option('--expires-in-days <days>', 'when it ends; without it, never', daysFrom)
    .option('--json', 'print JSON')
    .action(
      async ({
        name,
        role,
        expiresInDays,
        json,
      }: {
        name: string;
        role: Role;
        expiresInDays?: number;
        json?: true;
      }) => {
        const wanted = { name, role, ...(expiresInDays === undefined ? {} : { expiresInDays }) };
        const made = await withApi((call) => call.apiKey.create(wanted));
        output.data(json ? JSON.stringify(made, null, 2) : made.key);
      },
    );

  const audit = program.command('audit').description('the audit chain: verify');
  audit
    .command('verify')
    .description('check that no entry of the audit was changed or removed')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: true }) => {
      const verdict = await withApi((call) => call.audit.verify());
      if (json) output.data(JSON.stringify(verdict, null, 2));
      output.say(
        verdict.ok
          ? `The audit is whole: ${counted(verdict.entries, 'entry', 'entries')}.`
          : `The audit was changed: entry ${verdict.brokenAt ?? ''} does not follow from the one before. Compare it with a backup.`,
      );
      if (!verdict.ok) finish(exitCode.refused);
    });
}
