import type { ApiInputs, ApiOutputs } from '@patchbay/api';
import type { FlowId } from '@patchbay/model/identity';
import type { Json } from '@patchbay/model/schema';
import { readJsonText } from '@patchbay/model/schema';
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { withApi } from '../open-installation.ts';
import type { Output } from '../output.ts';
import { table } from '../output.ts';

type ResetTarget = ApiInputs['trigger']['reset']['to'];
type TriggerFacts = ApiOutputs['trigger']['list']['items'][number];

function placeFrom(text: string): 'beginning' | 'now' {
  if (text === 'beginning' || text === 'now') return text;
  throw new InvalidArgumentError('It is beginning or now.');
}

function cursorFrom(text: string): Json {
  const read = readJsonText(text);
  if (read.ok) return read.value;
  throw new InvalidArgumentError(`It is the JSON that “trigger list --json” shows as cursor: ${read.reason}.`);
}

function targetOf({ from, cursor }: { from?: 'beginning' | 'now'; cursor?: Json }): ResetTarget {
  if (from !== undefined && cursor === undefined) return { from };
  if (from === undefined && cursor !== undefined) return { from: 'cursor', cursor };
  throw new InvalidArgumentError('Say from where: --from beginning, --from now, or --cursor JSON.');
}

const held = {
  backlog: 'waits: too many queued runs',
  overlap: 'waits for the run before',
  connection: 'waits for its connection',
} as const;

const lastFireOf = (facts: TriggerFacts): string => {
  if (facts.lastFireAt !== null) return facts.lastFireAt;
  return 'noFireSince' in facts && facts.noFireSince !== null ? `none since ${facts.noFireSince}` : 'never';
};

/** What a person looks at first. */
function stateOf(facts: TriggerFacts): string {
  if (facts.pausedAt !== null) return 'paused';
  if (facts.kind === 'schedule') return facts.waits ? held.overlap : 'live';
  if (facts.kind !== 'poll') return 'live';
  if (facts.failure !== null) return `fails: ${facts.failure.message}`;
  return facts.held === null ? 'live' : held[facts.held];
}

export function triggerCommands(program: Command, output: Output): void {
  const trigger = program
    .command('trigger')
    .description('live triggers of a flow: list them; look, pause, resume and reset schedules and polls');
  const command = (name: string, description: string): Command =>
    trigger
      .command(name)
      .description(description)
      .argument('<flow>', 'the id of the flow')
      .argument('<trigger>', 'the trigger, as “trigger list” prints it first');
  const at = (flow: string, nodeId: string) => ({ flowId: flow as FlowId, nodeId });

  trigger
    .command('list')
    .description('list what is live: trigger, kind, last fire, next expected, state')
    .argument('<flow>', 'the id of the flow')
    .option('--json', 'print JSON, with the places and the missed times')
    .action(async (flow: string, { json }: { json?: true }) => {
      const { items } = await withApi((call) => call.trigger.list({ flowId: flow as FlowId }));
      if (json) output.data(JSON.stringify(items, null, 2));
      else {
        const rows = items.map((facts) => [
          facts.nodeId,
          facts.kind,
          lastFireOf(facts),
          facts.nextExpectedAt ?? facts.noNext ?? '',
          stateOf(facts),
        ]);
        output.data(table(rows));
      }
    });

  command('look', 'let a poll look for news now, whatever time it waits for').action(
    async (flow: string, nodeId: string) => {
      await withApi((call) => call.trigger.look(at(flow, nodeId)));
      output.say('It looks now.');
    },
  );

  command('pause', 'pause a schedule or a poll; the flow itself stays live').action(
    async (flow: string, nodeId: string) => {
      await withApi((call) => call.trigger.pause(at(flow, nodeId)));
      output.say('Paused.');
    },
  );

  command('resume', 'let a schedule or a poll go on').action(async (flow: string, nodeId: string) => {
    await withApi((call) => call.trigger.resume(at(flow, nodeId)));
    output.say('Resumed.');
  });

  command('reset', 'let a poll start again: from the beginning, from now, or from a place')
    .option('--from <place>', 'beginning or now', placeFrom)
    .option('--cursor <json>', 'a place, as “trigger list --json” shows it', cursorFrom)
    .option('--again', 'items that started a run before start another one')
    .action(
      async (
        flow: string,
        nodeId: string,
        { again, ...from }: { from?: 'beginning' | 'now'; cursor?: Json; again?: true },
      ) => {
        const to = targetOf(from);
        await withApi((call) => call.trigger.reset({ ...at(flow, nodeId), to, again: again === true }));
        output.say('Reset. It looks from there the next time.');
      },
    );
}
