import type { Diagnostic } from '@patchbay/model/errors';
import { hasErrors } from '@patchbay/model/errors';
import type { FlowId } from '@patchbay/model/identity';
import type { Command } from 'commander';
import { exitCode } from '../exit-code.ts';
import { readText } from '../files.ts';
import { withApi } from '../open-installation.ts';
import type { Output } from '../output.ts';
import { table } from '../output.ts';
import { counted } from '../counted.ts';

interface Json {
  readonly json?: true;
}

/** Commands hand back their exit code. */
export type Finish = (code: number) => void;

export function flowCommands(program: Command, output: Output, finish: Finish): void {
  const flow = program.command('flow').description('flows: list, import, export, publish, pause, resume, validate');

  flow
    .command('list')
    .description('list the flows')
    .option('--json', 'print JSON')
    .action(async ({ json }: Json) => {
      const { items } = await withApi((call) => call.flow.list({ limit: 200 }));
      if (json) output.data(JSON.stringify(items, null, 2));
      else
        output.data(table(items.map(({ id, name, live }) => [id, live === null ? 'draft' : `v${live.version}`, name])));
    });

  flow
    .command('import')
    .description('make a flow from a flow file; prints its id')
    .argument('<file>', 'a file that “flow export” wrote, or - for standard input')
    .option('--publish', 'publish it at once')
    .option('--json', 'print JSON')
    .action(async (file: string, { json, publish }: Json & { publish?: true }) => {
      const text = readText(file);
      await withApi(async (call) => {
        const { id, diagnostics } = await call.flow.import({ text });
        say(output, diagnostics);
        if (!json) output.data(id);
        const published = publish ? await call.flow.publish({ flowId: id }) : null;
        const live = published === null ? null : (await call.flow.get({ flowId: id })).live;
        if (json) output.data(JSON.stringify({ id, diagnostics, published, live }, null, 2));
        if (published !== null) output.say(`Published version ${published.number}.`);
        for (const { url } of live?.hookUrls ?? []) output.say(`Webhook: ${url}`);
      });
    });

  flow
    .command('export')
    .description('print a flow as a flow file')
    .argument('<id>', 'the id of the flow')
    .action(async (id: string) => {
      const { text } = await withApi((call) => call.flow.export({ flowId: id as FlowId }));
      output.data(text);
    });

  flow
    .command('publish')
    .description('publish the draft of a flow')
    .argument('<id>', 'the id of the flow')
    .option('--json', 'print JSON')
    .action(async (id: string, { json }: Json) => {
      const published = await withApi((call) => call.flow.publish({ flowId: id as FlowId }));
      output.data(json ? JSON.stringify(published, null, 2) : `${published.number}`);
    });

  flow
    .command('pause')
    .description('pause a live flow: it takes events and starts none of their runs before it is resumed')
    .argument('<id>', 'the id of the flow')
    .action(async (id: string) => {
      await withApi((call) => call.flow.pause({ flowId: id as FlowId }));
      output.say('Paused.');
    });

  flow
    .command('resume')
    .description('resume a paused flow: the runs that wait start, the oldest first')
    .argument('<id>', 'the id of the flow')
    .action(async (id: string) => {
      await withApi((call) => call.flow.resume({ flowId: id as FlowId }));
      output.say('Resumed.');
    });

  flow
    .command('validate')
    .description('check a flow file; needs no running Patchbay')
    .argument('<file>', 'a flow file, or - for standard input')
    .option('--json', 'print JSON')
    .action(async (file: string, { json }: Json) => {
      const { checkFlowFile } = await import('@patchbay/api/files');
      const { document, diagnostics } = checkFlowFile(readText(file));
      if (json) output.data(JSON.stringify({ valid: !hasErrors(diagnostics), diagnostics }, null, 2));
      else say(output, diagnostics);
      if (hasErrors(diagnostics)) finish(exitCode.refused);
      else output.say(`“${document.name}” is valid: ${counted(document.nodes.length, 'node')}.`);
    });
}

export function say(output: Output, diagnostics: readonly Diagnostic[]): void {
  for (const { severity, message, at } of diagnostics) {
    const where = at.nodeId ?? at.edgeId ?? at.field;
    output.say(`${severity}${where === undefined ? '' : ` at ${where}`}: ${message}`);
  }
}
