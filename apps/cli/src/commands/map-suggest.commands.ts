import type { ApiOutputs, LocalSchemaFile } from '@patchbay/api';
import { AppError } from '@patchbay/model/errors';
import type { DataSchema, Json } from '@patchbay/model/schema';
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { exitCode } from '../exit-code.ts';
import { looksLikeFile, readFile, writeFile } from '../files.ts';
import { theVersion } from '../library.ts';
import { withApi } from '../open-installation.ts';
import type { Output } from '../output.ts';
import { table } from '../output.ts';
import { readSchemaFiles, severalFiles } from '../schema-files.ts';
import type { Finish } from './flow.commands.ts';
import { readSchemaAloud } from './schema.commands.ts';

type Suggested = ApiOutputs['mapping']['suggest'];

interface SuggestOptions {
  readonly name?: string;
  readonly samples: readonly string[];
  readonly targetSamples: readonly string[];
  readonly with: readonly string[];
  readonly least?: number;
  readonly out?: string;
  readonly json?: true;
}

function leastFrom(text: string): number {
  const least = Number(text);
  if (text.trim() !== '' && least >= 0 && least <= 1) return least;
  throw new InvalidArgumentError('It is a number from 0 to 1.');
}

function nameFrom(text: string): string {
  if (text.trim() !== '') return text;
  throw new InvalidArgumentError('It is what expressions call the source, such as order.');
}

export function mapSuggestCommand(map: Command, output: Output, finish: Finish): void {
  map
    .command('suggest')
    .description('propose rules from a source to a target, with their reasons; files need no running Patchbay')
    .argument('<source>', 'a file of any schema or sample, file#type for one of its types, or a schema of the library')
    .argument('<target>', 'the same')
    .option(
      '--name <name>',
      'what the source is called in expressions; without it, made of the name of the file',
      nameFrom,
    )
    .option('--samples <file>', 'sample values of the source; several times', severalFiles, [])
    .option('--target-samples <file>', 'sample values of the target; several times', severalFiles, [])
    .option(
      '--with <file>',
      'a file that a schema names and that is not in its folder; several times',
      severalFiles,
      [],
    )
    .option('--least <score>', 'only what is at least so sure, from 0 to 1; 0.55 without it', leastFrom)
    .option('-o, --out <file>', 'write a mapping file with what is sure in it')
    .option('--json', 'print JSON')
    .action(async (source: string, target: string, options: SuggestOptions) => {
      const suggested = await suggest({ source, target }, options, output);
      if (options.out !== undefined) {
        const { mappingFileText } = await import('@patchbay/api/files');
        writeFile(options.out, mappingFileText(suggested.document));
      }
      if (options.json) output.data(JSON.stringify(suggested, null, 2));
      else print(suggested, output);
      if (suggested.suggestions.length === 0 && suggested.loops.length === 0) finish(exitCode.refused);
    });
}

/** A schema of the library, or a file with what is in it. */
type End = { readonly ref: string } | { readonly file: LocalSchemaFile; readonly schema: DataSchema };

async function endOf(text: string, given: readonly string[], output: Output): Promise<End> {
  if (text.trim() === '')
    throw AppError.because(
      'invalidInput',
      'The source or the target has no name. Name a file, or a schema of the library.',
    );
  const [, path = text, type] = /^(.+)#([^#]+)$/s.exec(text) ?? [];
  if (!looksLikeFile(path)) return { ref: text };
  const file = { ...readSchemaFiles(path, given), ...(type === undefined ? {} : { type }) };
  const { schema } = await readSchemaAloud(file, output);
  return { file, schema };
}

/** A name that expressions can write without quotes. */
function sourceName(end: End): string {
  const base = 'ref' in end ? end.ref.replace(/@\d+$/, '') : end.file.name.replace(/^.*[\\/]/s, '');
  const name = base
    .replace(/\..*$/s, '')
    .replaceAll(/[^A-Za-z0-9_]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  return /^[A-Za-z_]/.test(name) ? name : `source${name === '' ? '' : `_${name}`}`;
}

async function suggest(
  { source, target }: { source: string; target: string },
  { name, samples, targetSamples, least, with: given }: SuggestOptions,
  output: Output,
): Promise<Suggested> {
  const from = await endOf(source, given, output);
  const to = await endOf(target, given, output);
  const root = name ?? sourceName(from);
  const sourceSamples = await valuesOf(from, samples);
  const wanted = await valuesOf(to, targetSamples);
  if ('schema' in from && 'schema' in to) {
    const { suggestFromFiles } = await import('@patchbay/api/files');
    const [sourceSchema, targetSchema] = [from.schema, to.schema];
    return suggestFromFiles({ source: root, sourceSchema, targetSchema, sourceSamples, targetSamples: wanted, least });
  }
  return withApi(async (call) => {
    const useOf = async (end: End) => ('schema' in end ? end.schema : (await theVersion(call, 'schema', end.ref)).ref);
    const count = Math.min(100, Math.max(sourceSamples.length, wanted.length));
    const pairs = Array.from({ length: count }, (_, at) => ({
      in: sourceSamples[at] === undefined ? {} : { [root]: sourceSamples[at] },
      ...(wanted[at] === undefined ? {} : { out: wanted[at] }),
    }));
    return call.mapping.suggest({
      sources: { [root]: await useOf(from) },
      target: await useOf(to),
      samples: pairs,
      least,
    });
  });
}

async function valuesOf(end: End, files: readonly string[]): Promise<Json[]> {
  const schema = 'schema' in end ? end.schema : {};
  const values: Json[] = [];
  if (files.length === 0) return values;
  const { readSampleFile } = await import('@patchbay/api/files');
  for (const file of files) values.push(...(await readSampleFile(readFile(file), schema)));
  return values;
}

const percent = (score: number): string => `${Math.floor(score * 100)}%`;

function print({ loops, suggestions, unmatched }: Suggested, output: Output): void {
  const words = (reasons: readonly { detail: string }[]): string => reasons.map((reason) => reason.detail).join('; ');
  const lists = loops.map((loop) => [
    loop.path === '' ? '/' : loop.path,
    `for ${loop.for} as ${loop.as}`,
    percent(loop.score),
    loop.band,
    words(loop.reasons),
  ]);
  const fields = suggestions.map((one) => [
    one.path,
    'expr' in one.rule ? one.rule.expr : JSON.stringify(one.rule),
    percent(one.score),
    one.band,
    words(one.reasons),
  ]);
  if (lists.length + fields.length > 0) output.data(table([...lists, ...fields]));
  for (const path of unmatched) output.say(`nothing found for ${path}`);
  output.say(`${suggestions.length} of ${suggestions.length + unmatched.length} target fields have a suggestion.`);
}
