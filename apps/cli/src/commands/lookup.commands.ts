import type { Command } from 'commander';
import { readFile } from '../files.ts';
import { findNamed, theVersion } from '../library.ts';
import { withApi } from '../open-installation.ts';
import type { Output } from '../output.ts';
import { table } from '../output.ts';
import { counted } from '../counted.ts';

interface ImportOptions {
  readonly name: string;
  readonly key?: string;
  readonly value?: string;
  readonly json?: true;
}

export function lookupCommands(program: Command, output: Output): void {
  const lookup = program.command('lookup').description('lookup tables: list, import, export');

  lookup
    .command('list')
    .description('list the lookup tables of the library')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: true }) => {
      const { items } = await withApi((call) => call.lookup.list({ limit: 200 }));
      if (json) output.data(JSON.stringify(items, null, 2));
      else output.data(table(items.map(({ name, latest }) => [`@${latest}`, name])));
    });

  lookup
    .command('import')
    .description('put a CSV into the library: a new lookup table, or the next version of one that is there')
    .argument('<file>', 'a CSV with a header row, or - for standard input')
    .requiredOption('--name <name>', 'its name in the library')
    .option('--key <column>', 'the column of the keys; the first without it')
    .option('--value <column>', 'the column of the values; all others without it')
    .option('--json', 'print JSON')
    .action(async (file: string, { name, key, value, json }: ImportOptions) => {
      const base64 = Buffer.from(readFile(file).content).toString('base64');
      const csv = { base64, ...(key === undefined ? {} : { key }), ...(value === undefined ? {} : { value }) };
      const saved = await withApi(async (call) => {
        const there = await findNamed(call, 'lookup', name);
        if (there !== null) return call.lookup.saveVersion({ lookupId: there.id, csv });
        return { ...(await call.lookup.create({ name, csv })), unchanged: false };
      });
      output.data(json ? JSON.stringify(saved, null, 2) : saved.ref);
      output.say(
        saved.unchanged ? 'The newest version is the same: nothing was changed.' : `${counted(saved.entries, 'key')}.`,
      );
    });

  lookup
    .command('export')
    .description('print a lookup table as CSV')
    .argument('<lookup>', 'a lookup table of the library: Countries or Countries@2')
    .action(async (text: string) => {
      const exported = await withApi(async (call) => {
        const { id, ref } = await theVersion(call, 'lookup', text);
        return call.lookup.exportCsv({ lookupId: id, version: Number(/\d+$/.exec(ref)?.[0]) });
      });
      output.data(exported.text);
    });
}
