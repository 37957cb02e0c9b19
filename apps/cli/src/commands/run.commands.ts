import type { BulkId, FlowId, RunId } from '@patchbay/model/identity';
import { RunStatus } from '@patchbay/model/run';
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { withApi } from '../open-installation.ts';
import type { Output } from '../output.ts';
import { table } from '../output.ts';
import { counted } from '../counted.ts';

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

interface ReplayAllOptions {
  readonly json?: true;
  readonly status?: RunStatus;
  readonly flow?: string;
  readonly since?: string;
  readonly until?: string;
  readonly errorCode?: string;
  readonly search?: string;
  readonly latest?: true;
  readonly fromFailed?: true;
  readonly perSecond: number;
  readonly dryRun?: true;
}

const filterOf = ({ status, flow, since, until, errorCode, search }: ReplayAllOptions) => ({
  ...(status === undefined ? {} : { status: [status] }),
  ...(flow === undefined ? {} : { flowId: flow as FlowId }),
  ...(since === undefined ? {} : { since }),
  ...(until === undefined ? {} : { until }),
  ...(errorCode === undefined ? {} : { errorCode }),
  ...(search === undefined ? {} : { search }),
});

function timeFrom(text: string): string {
  const at = new Date(text);
  if (!Number.isNaN(at.getTime())) return at.toISOString();
  throw new InvalidArgumentError('It is a time such as 2026-03-29T06:00Z.');
}

function bulkCommands(run: Command, output: Output): void {
  run
    .command('replay-all')
    .description('replay all ended runs that fit, at a pace; a running server does the work. Prints the id of the job')
    .option('--status <status>', 'only runs with this status', statusFrom)
    .option('--flow <id>', 'only runs of this flow')
    .option('--since <time>', 'only runs that came in at this time or later', timeFrom)
    .option('--until <time>', 'only runs that came in before this time', timeFrom)
    .option('--error-code <code>', 'only runs that an error of this code ended')
    .option('--search <text>', 'only runs whose error holds this text')
    .option('--latest', 'run the latest published version instead of that of each run')
    .option('--from-failed', 'begin at the step that failed instead of at the beginning')
    .option('--per-second <number>', 'how many begin in a second, at most 100', limitFrom, 5)
    .option('--dry-run', 'only say how many runs that would be')
    .option('--json', 'print JSON')
    .action(async (options: ReplayAllOptions) => {
      const filter = filterOf(options);
      const { json, latest, fromFailed, perSecond } = options;
      if (options.dryRun) {
        const preview = await withApi((call) => call.bulk.preview(filter));
        if (json) output.data(JSON.stringify(preview, null, 2));
        else output.data(table(preview.flows.map((flow) => [String(flow.runs), flow.flowId, flow.flowName])));
        return;
      }
      const started = await withApi((call) =>
        call.bulk.start({
          filter,
          version: latest ? 'latest' : 'original',
          from: fromFailed ? 'failedStep' : 'start',
          perSecond,
        }),
      );
      output.data(json ? JSON.stringify(started, null, 2) : started.bulkId);
      output.say(
        `${counted(started.runs, 'run')} ${started.runs === 1 ? 'is' : 'are'} replayed, ${perSecond} a second.`,
      );
    });

  run
    .command('replay-state')
    .description('how far a job is that replays many runs')
    .argument('<id>', 'the id that “run replay-all” printed')
    .option('--json', 'print JSON')
    .action(async (id: string, { json }: { json?: true }) => {
      const it = await withApi((call) => call.bulk.get({ bulkId: id as BulkId }));
      if (json) output.data(JSON.stringify(it, null, 2));
      else {
        const words = `${it.replayed} of ${it.total} replayed, ${it.succeeded} succeeded, ${it.failed} failed, ${it.leftOut} left out`;
        output.data(`${it.status}  ${words}`);
        output.data(table(it.notReplayed.map(({ runId, reason }) => [`  ${runId}`, reason])));
      }
    });

  run
    .command('replay-stop')
    .description('replay no further runs of a job; replays that began go on')
    .argument('<id>', 'the id that “run replay-all” printed')
    .action(async (id: string) => {
      await withApi((call) => call.bulk.stop({ bulkId: id as BulkId }));
      output.say('Stopped.');
    });
}

export function runCommands(program: Command, output: Output): void {
  const run = program.command('run').description('runs: list, show, replay-all');

  bulkCommands(run, output);
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
            counted(step.attempts.length, 'attempt'),
            step.error?.message ?? '',
          ]),
        ),
      );
    });
}
