import type { testMappingDocument } from '@patchbay/api/files';
import { hasErrors } from '@patchbay/model/errors';
import type { DataSchema } from '@patchbay/model/schema';
import type { Command } from 'commander';
import { assignments, lookupsFrom } from '../assignments.ts';
import type { Assignment } from '../assignments.ts';
import { exitCode } from '../exit-code.ts';
import { theMapping } from '../library.ts';
import type { Output } from '../output.ts';
import { readSchemaFiles, severalFiles } from '../schema-files.ts';
import type { Finish } from './flow.commands.ts';
import { say } from './flow.commands.ts';
import { readSchemaAloud } from './schema.commands.ts';

type Tested = Awaited<ReturnType<typeof testMappingDocument>>;

interface CheckOptions {
  readonly schema: readonly Assignment[];
  readonly with: readonly string[];
  readonly json?: true;
}
interface TestOptions {
  readonly lookup: readonly Assignment[];
  readonly json?: true;
}

export function mapCheckCommands(map: Command, output: Output, finish: Finish): void {
  map
    .command('check')
    .description('check a mapping against its schemas; files need no running Patchbay')
    .argument('<mapping>', 'a mapping file, or a mapping of the library')
    .option(
      '--schema <source=file>',
      'the schema of a source that the mapping does not say; several times',
      assignments,
      [],
    )
    .option(
      '--with <file>',
      'a file that a schema names and that is not in its folder; several times',
      severalFiles,
      [],
    )
    .option('--json', 'print JSON')
    .action(async (mapping: string, { schema, with: files, json }: CheckOptions) => {
      const { checkMappingDocument } = await import('@patchbay/api/files');
      const { label, document } = await theMapping(mapping, output);
      const given: [string, DataSchema][] = [];
      for (const [name, file] of schema)
        given.push([name, (await readSchemaAloud(readSchemaFiles(file, files), output)).schema]);
      const { valid, diagnostics } = checkMappingDocument(document, Object.fromEntries(given));
      if (json) output.data(JSON.stringify({ valid, diagnostics }, null, 2));
      else say(output, diagnostics);
      if (hasErrors(diagnostics)) finish(exitCode.refused);
      else output.say(`“${label}” is valid.`);
    });

  map
    .command('test')
    .description('run the tests of mappings: their samples with an expected output')
    .argument('<mapping...>', 'mapping files, or mappings of the library')
    .option(
      '--lookup <name=file.csv>',
      'a lookup table in the place of that of the mapping; several times',
      assignments,
      [],
    )
    .option('--json', 'print JSON')
    .action(async (mappings: string[], options: TestOptions) => {
      finish(await testMappings(mappings, options, output));
    });
}

async function testMappings(
  mappings: readonly string[],
  { lookup, json }: TestOptions,
  output: Output,
): Promise<number> {
  const { testMappingDocument: tested } = await import('@patchbay/api/files');
  const lookups = await lookupsFrom(lookup);
  const reports = [];
  for (const text of mappings) {
    const { label, document } = await theMapping(text, output);
    const { passed, failed, results } = await tested(document, lookups);
    reports.push({ mapping: label, passed, failed, results });
  }
  const passed = reports.reduce((sum, report) => sum + report.passed, 0);
  const failed = reports.reduce((sum, report) => sum + report.failed, 0);
  if (json) output.data(JSON.stringify({ passed, failed, mappings: reports }, null, 2));
  else for (const report of reports) sayFailures(report, output);
  output.say(`${passed} passed, ${failed} failed`);
  return failed === 0 ? exitCode.ok : exitCode.refused;
}

const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));

function sayFailures({ mapping, results }: { mapping: string; results: Tested['results'] }, output: Output): void {
  for (const { name, passed, differences, problems } of results) {
    if (passed) continue;
    output.data(`${mapping}: ${name}`);
    for (const { path, expected, actual } of differences) {
      output.data(`  ${path === '' ? '/' : path}: expected ${shown(expected)}, got ${shown(actual)}`);
    }
    for (const { path, message } of problems) output.data(`  ${path === '' ? '/' : path}: ${message}`);
  }
}
