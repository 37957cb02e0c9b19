import type { Json } from '@patchbay/model/schema';
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { jsonFrom } from '../json-argument.ts';
import { withApi } from '../open-installation.ts';
import type { Output } from '../output.ts';
import { table } from '../output.ts';

/** Longer values are whole with `--json`. */
const shown = (value: Json): string => {
  const text = JSON.stringify(value);
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
};

interface SetOptions {
  readonly value?: Json;
  readonly text?: string;
}

function valueOf({ value, text }: SetOptions): Json {
  if (text !== undefined && value === undefined) return text;
  if (text === undefined && value !== undefined) return value;
  throw new InvalidArgumentError('Give the value either as --value, in JSON, or as --text.');
}

export function variableCommands(program: Command, output: Output): void {
  const variable = program.command('variable').description('variables of the environment: list, set, delete');

  variable
    .command('list')
    .description('list variables with their values, and how many flows and mappings read them')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: true }) => {
      const { items } = await withApi((call) => call.variable.list());
      if (json) output.data(JSON.stringify(items, null, 2));
      else output.data(table(items.map(({ name, value, usedBy }) => [name, `used by ${usedBy.length}`, shown(value)])));
    });

  variable
    .command('set')
    .description('set a variable; runs that begin or go on from then read it')
    .argument('<name>', 'its name: expressions read it as vars.<name>')
    .option('--value <json>', 'the value, as JSON', jsonFrom)
    .option('--text <text>', 'the value, as text')
    .action(async (name: string, options: SetOptions) => {
      const value = valueOf(options);
      const { revision } = await withApi((call) => call.variable.set({ name, value }));
      output.say(revision === 1 ? `Made ${name}.` : `Set ${name}.`);
    });

  variable
    .command('delete')
    .description('delete a variable that no live flow reads by its name')
    .argument('<name>', 'its name')
    .action(async (name: string) => {
      const { usedBy } = await withApi((call) => call.variable.delete({ name }));
      const may = usedBy.filter(({ live, reads }) => live && reads === 'any').map((user) => `“${user.name}”`);
      const warning =
        may.length === 0 ? '' : ` What is live may read any variable, and so this one: ${may.join(', ')}.`;
      output.say(`Deleted ${name}.${warning}`);
    });
}
