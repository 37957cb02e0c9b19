import type { FlowId, RunId } from '@patchbay/model/identity';
import { RunStatus } from '@patchbay/model/run';
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { withApi } from '../open-installation.ts';
import type { Output } from '../output.ts';
import { table } from '../output.ts';

function statusFrom(text: string): RunStatus {
  const parsed = RunStatus.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(`It is one of ${RunStatus.options.join(', ')}.`);
}

function limitFrom(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 200) return limit;
  throw new InvalidArgumentError('It is a number from 1 to 200.');
}

interface ListOptions {
  readonly json?: true;
  readonly status?: RunStatus;
  readonly flow?: string;
  readonly limit: number;
}

export function runCommands(program: Command, output: Output): void {
  const run = program.command('run').description('runs: list, show');

  run
    .command('list')
    .description('list runs, the newest first')
    .option('--status <status>', 'only runs with this status', statusFrom)
    .option('--flow <id>', 'only runs of this flow')
    .option('--limit <number>', 'how many', limitFrom, 20)
    .option('--json', 'print JSON')
    .action(async ({ json, status, flow, limit }: ListOptions) => {
      const filter = {
        limit,
        ...(status === undefined ? {} : { status: [status] }),
        ...(flow === undefined ? {} : { flowId: flow as FlowId }),
      };
      const { items } = await withApi((call) => call.run.list(filter));
      if (json) output.data(JSON.stringify(items, null, 2));
      else output.data(table(items.map((item) => [item.id, item.status, item.createdAt, item.flowName, item.what])));
    });

  run
    .command('show')
    .description('show a run with its steps')
    .argument('<id>', 'the id of the run')
    .option('--json', 'print everything as JSON')
    .action(async (id: string, { json }: { json?: true }) => {
      const view = await withApi((call) => call.run.get({ runId: id as RunId }));
      if (json) {
        output.data(JSON.stringify(view, null, 2));
        return;
      }
      const { run: it, steps, document } = view;
      const labels = new Map<string, string>(document.nodes.map((node) => [node.id, node.label]));
      output.data(`${it.flowName}  ${it.status}  ${it.createdAt}  ${it.what}`.trimEnd());
      output.data(
        table(
          steps.map((step) => [
            `  ${labels.get(step.nodeId) ?? step.path}`,
            step.status,
            `${step.attempts.length} attempts`,
            step.error?.message ?? '',
          ]),
        ),
      );
    });
}
