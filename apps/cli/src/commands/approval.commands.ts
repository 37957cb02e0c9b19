import type { RunId } from '@patchbay/model/identity';
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { texts } from '../assignments.ts';
import { withApi } from '../open-installation.ts';
import type { Output } from '../output.ts';
import { table } from '../output.ts';

const decisions = { approve: 'approved', reject: 'rejected' } as const;

function decisionFrom(text: string): 'approved' | 'rejected' {
  if (text === 'approve' || text === 'reject') return decisions[text];
  throw new InvalidArgumentError('It is approve or reject.');
}

export function approvalCommands(program: Command, output: Output): void {
  const approval = program.command('approval').description('what waits for a decision: list, decide');

  approval
    .command('list')
    .description('list open questions, the oldest first: run, step, until when, question')
    .option('--json', 'print JSON, with the fields of the forms')
    .action(async ({ json }: { json?: true }) => {
      const { items } = await withApi((call) => call.approval.list({ limit: 200 }));
      if (json) output.data(JSON.stringify(items, null, 2));
      else output.data(table(items.map((item) => [item.runId, item.path, item.until, item.title])));
    });

  approval
    .command('decide')
    .description('approve or reject; the run goes on, and keeps that it was decided from the console')
    .argument('<run>', 'the id of the run')
    .argument('<step>', 'the step that asks, as “approval list” prints it')
    .argument('<decision>', 'approve or reject', decisionFrom)
    .option('--field <name=value>', 'what is filled into the form; may be given several times', texts)
    .action(
      async (
        run: string,
        path: string,
        decision: 'approved' | 'rejected',
        { field = {} }: { field?: Readonly<Record<string, string>> },
      ) => {
        await withApi((call) => call.approval.decide({ runId: run as RunId, path, decision, fields: { ...field } }));
        output.say(decision === 'approved' ? 'Approved.' : 'Rejected.');
      },
    );
}
