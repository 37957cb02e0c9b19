// The polls of a flow: what publishing it checks and puts in place.
import { everyMsOf, findTrigger, PollTiming } from '@patchbay/connections';
import type { PollToSave } from '@patchbay/db/repositories';
import { neverAt, nextLook } from '@patchbay/engine/polls';
import { AppError } from '@patchbay/model/errors';
import type { Diagnostic } from '@patchbay/model/errors';
import type { FlowDocument, TriggerNode } from '@patchbay/model/flow';
import type { Json } from '@patchbay/model/schema';

interface PollsOfFlow {
  readonly polls: readonly PollToSave[];
  readonly problems: readonly Diagnostic[];
}

export function pollsOf(doc: FlowDocument, now: Date): PollsOfFlow {
  const polls: PollToSave[] = [];
  const problems: Diagnostic[] = [];
  for (const node of doc.nodes) {
    if (node.kind !== 'trigger') continue;
    const trigger = findTrigger(node.operation);
    const poll = trigger?.manifest.poll;
    if (trigger === undefined || poll === undefined) continue;
    const settings = fixedSettings(node);
    const parsed = trigger.input.safeParse(settings);
    const issue = parsed.success ? undefined : parsed.error.issues[0];
    if (issue !== undefined) {
      const field = String(issue.path[0] ?? '');
      const label = trigger.manifest.fields.find((candidate) => candidate.name === field)?.label ?? field;
      problems.push(problem(node, `“${label}” of “${node.label}” ${issue.message}.`, `input.${field}`));
      continue;
    }
    const planned = plannedPoll(node, PollTiming.parse(settings), now);
    if ('why' in planned) problems.push(problem(node, planned.why, 'input.cron'));
    else polls.push({ ...planned, operation: node.operation, source: sourceOf(node, poll.place) });
  }
  return { polls, problems };
}

function plannedPoll(
  node: TriggerNode,
  timing: PollTiming,
  now: Date,
): Omit<PollToSave, 'operation' | 'source'> | { readonly why: string } {
  const { look, zone, overlap, begin } = timing;
  const times = {
    everyMs: look === 'every' ? everyMsOf(timing) : null,
    cron: look === 'cron' ? (timing.cron ?? '') : null,
    zone,
  };
  try {
    const nextAt = nextLook(times, now);
    if (nextAt.getTime() === neverAt.getTime())
      return { why: `“${node.label}” never looks again. Change its pattern.` };
    return { nodeId: node.id, ...times, overlap, begin, nextAt };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { why: error.userMessage ?? error.message };
  }
}

/** Settings of triggers are fixed; others are the concern of the other checks. */
export const fixedSettings = ({ input }: TriggerNode): Record<string, Json> =>
  Object.fromEntries(
    Object.entries(input).flatMap(([name, value]) =>
      value.mode === 'fixed' && value.value !== '' && value.value !== null ? [[name, value.value] as const] : [],
    ),
  );

const sourceOf = (node: TriggerNode, place: readonly string[]): string => {
  const settings = fixedSettings(node);
  return JSON.stringify([node.operation, ...place.map((name) => settings[name] ?? null)]);
};

const problem = ({ id }: TriggerNode, message: string, field: string): Diagnostic => ({
  severity: 'error',
  code: 'flow.badPoll',
  message,
  at: { nodeId: id, field },
});
