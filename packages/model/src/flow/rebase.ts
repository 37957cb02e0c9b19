// A stale command meets a newer document: it is applied when it still fits and overwrites nobody, else handed back with the reason.
import { applyCommand } from './apply-command.ts';
import type { FlowCommand, SingleFlowCommand } from './command.ts';
import type { FlowDocument } from './document.ts';
import { followStepName } from './node-expressions.ts';

export interface Rebased {
  readonly doc: FlowDocument;
  /** What was applied, as it was applied, in order. */
  readonly applied: readonly FlowCommand[];
  /** What could not be: shown to its author, never dropped in silence. */
  readonly rejected: readonly { readonly command: FlowCommand; readonly reason: string }[];
}

const parts = (command: FlowCommand): readonly SingleFlowCommand[] =>
  command.type === 'batch' ? command.commands : [command];

/** The places a command writes, as keys. Positions are left out: of two moves the later one simply stands. */
function touched(command: SingleFlowCommand): string[] {
  switch (command.type) {
    case 'updateNode':
      return [`node:${command.node.id}`];
    case 'renameNode':
      return [`name:${command.nodeId}`];
    case 'putSlot':
      return [`slot:${command.slot.name}`];
    case 'putNote':
      return [`note:${command.note.id}`];
    case 'updateFlow':
      return ['flow'];
    case 'addNode':
    case 'removeNode':
    case 'moveNodes':
    case 'addEdge':
    case 'removeEdge':
    case 'removeSlot':
    case 'removeNote':
      return [];
  }
}

/** References of a stale command follow the names that were changed meanwhile. */
function followRenames(command: FlowCommand, renames: readonly [from: string, to: string][]): FlowCommand {
  const follow = (single: SingleFlowCommand): SingleFlowCommand =>
    single.type === 'updateNode' || single.type === 'addNode'
      ? {
          ...single,
          node: renames.reduce((node, [from, to]) => followStepName(node, from, to), single.node),
        }
      : single;
  if (renames.length === 0) return command;
  return command.type === 'batch' ? { type: 'batch', commands: command.commands.map(follow) } : follow(command);
}

/**
 * @param base the document that the author of `commands` saw
 * @param since what others did to `base` meanwhile, in order; `base` and `since` lead to the present document
 */
export function rebaseCommands(
  base: FlowDocument,
  since: readonly FlowCommand[],
  commands: readonly FlowCommand[],
): Rebased {
  const renames: [string, string][] = [];
  const theirs = new Set<string>();
  let doc = base;
  for (const command of since) {
    for (const part of parts(command)) {
      if (part.type === 'renameNode') {
        const before = doc.nodes.find((node) => node.id === part.nodeId)?.name;
        if (before !== undefined && before !== part.name) renames.push([before, part.name]);
      }
      for (const key of touched(part)) theirs.add(key);
    }
    const result = applyCommand(doc, command);
    if (result.ok) doc = result.doc;
  }
  const applied: FlowCommand[] = [];
  const rejected: { command: FlowCommand; reason: string }[] = [];
  for (const stale of commands) {
    const command = followRenames(stale, renames);
    const clash = parts(command)
      .flatMap(touched)
      .find((key) => theirs.has(key));
    const result =
      clash === undefined
        ? applyCommand(doc, command)
        : { ok: false as const, reason: 'Someone else changed the same thing meanwhile.' };
    if (result.ok) {
      doc = result.doc;
      applied.push(command);
    } else {
      rejected.push({ command: stale, reason: result.reason });
    }
  }
  return { doc, applied, rejected };
}
