import type { LocalSchema } from '@patchbay/api';
import type { Command } from 'commander';
import { createHash } from 'node:crypto';
import { findNamed } from '../library.ts';
import { withApi } from '../open-installation.ts';
import type { Output } from '../output.ts';
import { table } from '../output.ts';
import { isMissing, readSchemaFiles, sayMissing, severalFiles } from '../schema-files.ts';
import type { SchemaFiles } from '../schema-files.ts';
import { say } from './flow.commands.ts';

interface ReadOptions {
  readonly format?: string;
  readonly type?: string;
  readonly with?: readonly string[];
  readonly json?: true;
}

/** The one schema that is meant. What it lacks is said, and nothing else of what was found in it. */
export async function readSchemaAloud(file: SchemaFiles, output: Output): Promise<LocalSchema> {
  const { readOneSchema } = await import('@patchbay/api/files');
  const read = await readOneSchema(file);
  const missing = read.diagnostics.filter(isMissing);
  say(output, missing);
  sayMissing(output, missing, file);
  return read;
}

export function schemaCommands(program: Command, output: Output): void {
  const schema = program.command('schema').description('schemas: list, read, import');

  schema
    .command('list')
    .description('list the schemas of the library')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: true }) => {
      const { items } = await withApi((call) => call.schema.list({ limit: 200 }));
      if (json) output.data(JSON.stringify(items, null, 2));
      else
        output.data(
          table(items.map(({ name, latest, canonical }) => [`@${latest}`, canonical ? 'canonical' : '', name])),
        );
    });

  schema
    .command('read')
    .description('print what Patchbay reads of a schema or sample, as JSON Schema; needs no running Patchbay')
    .argument('<file>', 'JSON Schema, OpenAPI, XSD, Avro, Protobuf, GraphQL, SQL, or a sample')
    .option('--format <format>', 'what the file is; without it, it is found out')
    .option('--type <name>', 'which of the types of the file')
    .option('--with <file>', 'a file that it names and that is not in its folder; several times', severalFiles)
    .option('--json', 'print all types of the file with their names')
    .action(async (name: string, { format, type, json, with: given }: ReadOptions) => {
      const { readOneSchema, readSchemas } = await import('@patchbay/api/files');
      const file = { ...readSchemaFiles(name, given), format, type };
      if (json) {
        const all = await readSchemas(file);
        output.data(
          JSON.stringify(
            all.map((one) => ({ name: one.name, schema: one.schema })),
            null,
            2,
          ),
        );
        say(output, all[0]?.diagnostics ?? []);
        sayMissing(output, all[0]?.diagnostics ?? [], file);
        return;
      }
      const one = await readOneSchema(file);
      output.data(JSON.stringify(one.schema, null, 2));
      say(output, one.diagnostics);
      sayMissing(output, one.diagnostics, file);
      if (one.others.length > 0)
        output.say(`“${one.name}” of ${one.format}; the file has also ${one.others.join(', ')}.`);
    });

  schema
    .command('import')
    .description('put a schema into the library: a new one, or the next version of one that is there')
    .argument('<file>', 'JSON Schema, OpenAPI, XSD, Avro, Protobuf, GraphQL, SQL, or a sample')
    .requiredOption('--name <name>', 'its name in the library')
    .option('--format <format>', 'what the file is; without it, it is found out')
    .option('--type <name>', 'which of the types of the file')
    .option('--with <file>', 'a file that it names and that is not in its folder; several times', severalFiles)
    .option('--canonical', 'a model of the workspace’s own')
    .option('--json', 'print JSON')
    .action(async (path: string, options: ReadOptions & { name: string; canonical?: true }) => {
      const { name, format, type, canonical, json, with: given } = options;
      const { readOneSchema } = await import('@patchbay/api/files');
      const file = readSchemaFiles(path, given);
      const read = await readOneSchema({ ...file, format, type });
      say(output, read.diagnostics);
      sayMissing(output, read.diagnostics, file);
      const sourceHash = createHash('sha256').update(file.content).digest('hex');
      const origin = { format: read.format, file: file.name.slice(-400), type: read.name.slice(0, 400), sourceHash };
      const version = { schema: read.schema, origin };
      const saved = await withApi(async (call) => {
        const there = await findNamed(call, 'schema', name);
        if (there !== null) return call.schema.saveVersion({ schemaId: there.id, ...version });
        return { ...(await call.schema.create({ name, canonical: canonical === true, ...version })), unchanged: false };
      });
      output.data(json ? JSON.stringify(saved, null, 2) : saved.ref);
      say(output, saved.diagnostics);
      if (saved.unchanged) output.say('The newest version is the same: nothing was changed.');
    });
}
