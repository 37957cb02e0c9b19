import type { RunId } from '@patchbay/model/identity';
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { withApi } from '../open-installation.ts';
import type { Output } from '../output.ts';
import { table } from '../output.ts';

const kinds = ['poison', 'undo', 'spent'] as const;
type Kind = (typeof kinds)[number];
const kindWords = 'undo (not all was taken back), spent (attempts used up) or poison (it kills its workers)';

function kindFrom(text: string): Kind {
  const found = kinds.find((kind) => kind === text);
  if (found !== undefined) return found;
  throw new InvalidArgumentError(`It is one of ${kinds.join(', ')}.`);
}

interface Which {
  readonly kind?: Kind;
  readonly all?: true;
}

/** Nothing is done to all of them unless that is said. */
function whichOf(ids: readonly string[], { kind, all }: Which): { runIds?: RunId[]; kind?: Kind; all?: true } {
  if (ids.length === 0 && kind === undefined && all === undefined) {
    throw new InvalidArgumentError('Name runs, a --kind, or --all.');
  }
  return {
    ...(ids.length === 0 ? {} : { runIds: ids.map((id) => id as RunId) }),
    ...(kind === undefined ? {} : { kind }),
    ...(all === undefined ? {} : { all }),
  };
}

export function deadLetterCommands(program: Command, output: Output): void {
  const letters = program.command('dead-letter').description('what waits for a person: list, discard, redrive');

  letters
    .command('list')
    .description('list dead letters, the newest first: run, kind, since when, flow, reason')
    .option('--kind <kind>', kindWords, kindFrom)
    .option('--json', 'print JSON')
    .action(async ({ json, kind }: { json?: true; kind?: Kind }) => {
      const found = await withApi((call) => call.deadLetter.list(kind === undefined ? {} : { kind }));
      if (json) output.data(JSON.stringify(found, null, 2));
      else output.data(table(found.items.map((item) => [item.runId, item.kind, item.at, item.flowName, item.reason])));
    });

  letters
    .command('discard')
    .description('take them off the list, with a reason')
    .argument('[runs...]', 'the ids of the runs')
    .requiredOption('--reason <text>', 'why nothing more is to be done')
    .option('--kind <kind>', `all of one kind: ${kindWords}`, kindFrom)
    .option('--all', 'all of them')
    .action(async (ids: string[], { reason, ...which }: Which & { reason: string }) => {
      const done = await withApi((call) => call.deadLetter.discard({ ...whichOf(ids, which), reason }));
      output.data(`${done.discarded} discarded, ${done.left} left`);
    });

  letters
    .command('redrive')
    .description('do again what was not done, or take back what is left, under the same keys')
    .argument('[runs...]', 'the ids of the runs')
    .option('--kind <kind>', `all of one kind: ${kindWords}`, kindFrom)
    .option('--all', 'all of them')
    .option('--latest', 'with the latest version of the flow')
    .action(async (ids: string[], { latest, ...which }: Which & { latest?: true }) => {
      const version = latest === undefined ? ('original' as const) : ('latest' as const);
      const done = await withApi((call) => call.deadLetter.redrive({ ...whichOf(ids, which), version }));
      output.data(table(done.started.map(({ runId, as }) => [runId, 'redriven as', as])));
      for (const { runId, why } of done.refused) output.data(`${runId}  refused  ${why}`);
    });
}
