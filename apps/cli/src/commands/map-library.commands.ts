import type { Command } from 'commander';
import { readFile } from '../files.ts';
import { findNamed, theVersion } from '../library.ts';
import { withApi } from '../open-installation.ts';
import type { Output } from '../output.ts';
import { table } from '../output.ts';
import { say } from './flow.commands.ts';

interface Json {
  readonly json?: true;
}

export function mapLibraryCommands(map: Command, output: Output): void {
  map
    .command('list')
    .description('list the mappings of the library')
    .option('--json', 'print JSON')
    .action(async ({ json }: Json) => {
      const { items } = await withApi((call) => call.mapping.list({ limit: 200 }));
      if (json) output.data(JSON.stringify(items, null, 2));
      else output.data(table(items.map(({ name, latest }) => [latest === 0 ? 'draft' : `@${latest}`, name])));
    });

  map
    .command('export')
    .description('print a version of a mapping as a mapping file')
    .argument('<mapping>', 'a mapping of the library: Invoice or Invoice@2')
    .option('--bundle', 'with what it uses of the library, so that it runs anywhere')
    .action(async (text: string, { bundle }: { bundle?: true }) => {
      const document = await withApi(async (call) => {
        const { id, ref } = await theVersion(call, 'mapping', text);
        return (await call.mapping.version({ mappingId: id, number: Number(/\d+$/.exec(ref)?.[0]) })).document;
      });
      const { mappingFileText } = await import('@patchbay/api/files');
      const { bundle: _carried, ...plain } = document;
      output.data(mappingFileText(bundle ? document : plain));
    });

  map
    .command('import')
    .description('put a mapping file into the library: a new mapping, or the next draft of one that is there')
    .argument('<file>', 'a mapping file, or - for standard input')
    .requiredOption('--name <name>', 'its name in the library')
    .option('--publish', 'publish it as a version at once')
    .option('--json', 'print JSON')
    .action(async (file: string, { name, publish, json }: Json & { name: string; publish?: true }) => {
      const { readMappingFile } = await import('@patchbay/api/files');
      const document = readMappingFile(readFile(file).content, file);
      await withApi(async (call) => {
        const there = await findNamed(call, 'mapping', name);
        const mappingId = there?.id ?? (await call.mapping.create({ name, document })).id;
        const { revision } = await call.mapping.get({ mappingId });
        const { diagnostics } = await call.mapping.saveDraft({ mappingId, revision, document });
        say(output, diagnostics);
        const published = publish ? await call.mapping.publishVersion({ mappingId }) : null;
        if (json) output.data(JSON.stringify({ id: mappingId, diagnostics, published }, null, 2));
        else output.data(published === null ? mappingId : published.ref);
      });
    });
}
