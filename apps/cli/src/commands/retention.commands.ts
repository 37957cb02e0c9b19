import type { KeepRuns } from '@patchbay/api';
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { withApi } from '../open-installation.ts';
import type { Output } from '../output.ts';
import { table } from '../output.ts';

const never = 'never';
type Days = number | typeof never;

function daysFrom(text: string): Days {
  if (text === never) return never;
  const days = Number(text);
  if (Number.isInteger(days) && days >= 1 && days <= 3_650) return days;
  throw new InvalidArgumentError(`It is a number of days from 1 to 3650, or “${never}”: such runs are never removed.`);
}

/** For ever is null in the rules. */
const chosen = (days: Days | undefined, before: number | null): number | null =>
  days === undefined ? before : days === never ? null : days;

const words = (days: number | null): string => (days === null ? 'for ever' : days === 1 ? '1 day' : `${days} days`);

const rowOf = (name: string, keep: KeepRuns): string[] => [
  name,
  `succeeded ${words(keep.succeededDays)}`,
  `failed ${words(keep.failedDays)}`,
  `dead letters ${keep.deadLetterDays === null ? 'until somebody decides' : words(keep.deadLetterDays)}`,
];

interface SetOptions {
  readonly succeeded?: Days;
  readonly failed?: Days;
  readonly deadLetters?: Days;
  readonly flow?: string;
  readonly asWorkspace?: true;
}

export function retentionCommands(program: Command, output: Output): void {
  const retention = program.command('retention').description('how long runs are kept after their end: show, set');

  retention
    .command('show')
    .description('the rule of the workspace, and those of flows')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: true }) => {
      const rules = await withApi((call) => call.retention.get());
      if (json) output.data(JSON.stringify(rules, null, 2));
      else output.data(table([rowOf('workspace', rules), ...rules.flows.map((flow) => rowOf(flow.flowName, flow))]));
      for (const { flowName, since, reason } of rules.troubles)
        output.say(`Old runs of “${flowName}” could not be removed since ${since}: ${reason}`);
    });

  retention
    .command('set')
    .description('change it; what is not named stays as it is. Older runs are removed within minutes, for good')
    .option('--succeeded <days>', `runs that succeeded, or “${never}”`, daysFrom)
    .option('--failed <days>', `runs that failed or were cancelled, or “${never}”`, daysFrom)
    .option('--dead-letters <days>', `dead letters that wait for somebody, or “${never}”`, daysFrom)
    .option('--flow <id>', 'for this flow alone')
    .option('--as-workspace', 'the flow follows the workspace again')
    .action(async ({ flow: flowId, asWorkspace, ...given }: SetOptions) => {
      await withApi(async (call) => {
        const rules = await call.retention.get();
        const before = rules.flows.find((one) => one.flowId === flowId) ?? rules;
        const keep = {
          succeededDays: chosen(given.succeeded, before.succeededDays),
          failedDays: chosen(given.failed, before.failedDays),
          deadLetterDays: chosen(given.deadLetters, before.deadLetterDays),
        };
        if (flowId === undefined) await call.retention.set(keep);
        else await call.retention.setFlow({ flowId, keep: asWorkspace ? null : keep });
        const name = flowId === undefined ? 'workspace' : 'flow';
        output.say(asWorkspace ? 'The flow follows the workspace.' : rowOf(name, keep).join(' · '));
      });
    });
}
