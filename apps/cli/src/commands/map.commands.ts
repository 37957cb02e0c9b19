import { AppError } from '@patchbay/model/errors';
import type { Json } from '@patchbay/model/schema';
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { assignments, lookupsFrom, settings } from '../assignments.ts';
import type { Assignment } from '../assignments.ts';
import { exitCode } from '../exit-code.ts';
import { readFile, readPieces, writeFile, writePieces } from '../files.ts';
import { theMapping } from '../library.ts';
import type { Output } from '../output.ts';
import type { Finish } from './flow.commands.ts';
import { say } from './flow.commands.ts';
import { mapCheckCommands } from './map-check.commands.ts';
import { mapLibraryCommands } from './map-library.commands.ts';
import { mapSuggestCommand } from './map-suggest.commands.ts';
import { counted, were } from '../counted.ts';

function timeFrom(text: string): string {
  if (/^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text))) return text;
  throw new InvalidArgumentError('It is a time such as 2026-01-31T12:00:00Z.');
}

interface RunOptions {
  readonly format?: string;
  readonly outFormat?: string;
  readonly out?: string;
  readonly source: readonly Assignment[];
  readonly lookup: readonly Assignment[];
  readonly read: Readonly<Record<string, Json>>;
  readonly write: Readonly<Record<string, Json>>;
  readonly now?: string;
  readonly each?: true;
  readonly json?: true;
}

/** Of many records that fail alike, the first tell enough. */
const mostSaid = 20;

export function mapCommands(program: Command, output: Output, finish: Finish): void {
  const map = program.command('map').description('mappings: run, check, suggest, test; list, import, export');
  map
    .command('run')
    .description('run a mapping on an input and print what it makes; files need no running Patchbay')
    .argument('<mapping>', 'a mapping file, or a mapping of the library: Invoice or Invoice@2')
    .argument(
      '[input]',
      'a file, or - for standard input: the source of the mapping, or an object of all sources by name',
    )
    .option('--source <name=file>', 'the file of one source; several times', assignments, [])
    .option(
      '--format <format>',
      'of the input; without it, it is found out: json jsonl xml csv excel x12 edifact hl7 …',
    )
    .option(
      '--lookup <name=file.csv>',
      'a lookup table in the place of that of the mapping; several times',
      assignments,
      [],
    )
    .option('--out-format <format>', 'of the output; JSON without it')
    .option(
      '--read <name=value>',
      'an option of the format of the input, such as delimiter=; several times',
      settings,
      {},
    )
    .option(
      '--write <name=value>',
      'an option of the format of the output, such as root=Order; several times',
      settings,
      {},
    )
    .option('-o, --out <file>', 'write the output to a file')
    .option('--each', 'record by record, for files of any size; prints JSON Lines, or the format of --out-format')
    .option('--now <time>', 'what the mapping takes for the present', timeFrom)
    .option('--json', 'print the output with its problems and the records that were left out, as JSON')
    .action(async (mapping: string, input: string | undefined, options: RunOptions) => {
      finish(await (options.each ? runEach : runMap)({ mapping, input, options }, output));
    });
  mapCheckCommands(map, output, finish);
  mapSuggestCommand(map, output, finish);
  mapLibraryCommands(map, output);
}

interface RunArguments {
  readonly mapping: string;
  readonly input: string | undefined;
  readonly options: RunOptions;
}

async function runMap({ mapping, input, options }: RunArguments, output: Output): Promise<number> {
  const { format, source, lookup, outFormat, out, now, json, read, write } = options;
  const { document } = await theMapping(mapping, output);
  const inputs = [
    ...source.map(([name, file]) => ({ ...readFile(file), source: name, format, options: read })),
    ...(input === undefined ? [] : [{ ...readFile(input), format, options: read }]),
  ];
  const { encodeOutput, runMappingFiles } = await import('@patchbay/api/files');
  const result = await runMappingFiles({ mapping: document, inputs, lookups: await lookupsFrom(lookup), now });
  if (json) {
    await put(JSON.stringify(result, null, 2), out, output);
    return result.ok ? exitCode.ok : exitCode.refused;
  }
  say(
    output,
    result.diagnostics.filter((diagnostic) => diagnostic.severity !== 'info'),
  );
  for (const { path, message } of result.problems)
    output.say(`problem at ${path === '' ? 'the result' : path}: ${message}`);
  for (const { path, index, problem } of result.rejected.slice(0, mostSaid)) {
    output.say(`left out ${path}${index === undefined ? '' : `/${index}`}: ${problem.message}`);
  }
  if (result.rejectedCount > 0)
    output.say(`${counted(result.rejectedCount, 'record')} ${were(result.rejectedCount)} left out.`);
  if (!result.ok) return exitCode.refused;
  await put(
    outFormat === undefined
      ? JSON.stringify(result.output, null, 2)
      : await encodeOutput(document, result.output, { format: outFormat, options: write }),
    out,
    output,
  );
  return exitCode.ok;
}

async function put(content: string | Uint8Array, file: string | undefined, output: Output): Promise<void> {
  if (file !== undefined) writeFile(file, content);
  else if (typeof content === 'string') output.data(content);
  else await output.bytes(content);
}

/** In a stream: records that cannot be made are said and left out, and the others are written. */
async function runEach({ mapping, input, options }: RunArguments, output: Output): Promise<number> {
  const { format, source, lookup, outFormat, out, now, json, read, write } = options;
  if (input === undefined || source.length > 0 || json) {
    throw AppError.because('invalidInput', '--each takes one input, and neither --source nor --json.');
  }
  const { document } = await theMapping(mapping, output);
  const told = { problems: 0, rejected: 0 };
  const { mapRecords } = await import('@patchbay/api/files');
  const pieces = mapRecords({
    mapping: document,
    chunks: readPieces(input),
    name: input === '-' ? 'standard input' : input,
    format,
    outFormat,
    readOptions: read,
    writeOptions: write,
    lookups: await lookupsFrom(lookup),
    now,
    onProblem: ({ path, message }) => {
      told.problems += 1;
      if (told.problems <= mostSaid) output.say(`problem at ${path === '' ? 'the result' : path}: ${message}`);
    },
    onRejectedRow: ({ line, reason }) => {
      told.rejected += 1;
      if (told.rejected <= mostSaid) output.say(`left out line ${line}: ${reason}`);
    },
    onRejected: ({ path, index, problem }) => {
      told.rejected += 1;
      if (told.rejected <= mostSaid) output.say(`left out ${path}/${index ?? ''}: ${problem.message}`);
    },
  });
  if (out === undefined) for await (const piece of pieces) await output.bytes(piece);
  else await writePieces(out, pieces);
  if (told.rejected > 0) output.say(`${counted(told.rejected, 'record')} ${were(told.rejected)} left out.`);
  if (told.problems > 0)
    output.say(
      `${counted(told.problems, 'value')} could not be made; ${told.problems === 1 ? 'its record is' : 'their records are'} not written.`,
    );
  return told.problems === 0 ? exitCode.ok : exitCode.refused;
}
