// Where a record stands in the source, in the words of paths: `order.lines[3].parts[0]`.
import { printExpression } from '@patchbay/model/expression';
import type { Expression } from '@patchbay/model/expression';
import { parsed } from '../../compile/parsed.ts';
import type { RunState } from '../run-state.ts';

export type RecordPlace = (run: RunState) => string;

/** The loops around a rule: what each item is called, and where it stands. */
export interface LoopRecord {
  readonly alias: string;
  readonly level: number;
  readonly place: RecordPlace;
}

/** The place of the present item of a loop over `text`. A list that begins at an outer item is told by that item's place. */
export function recordPlace(text: string, around: readonly LoopRecord[]): RecordPlace {
  const { ast } = parsed(text);
  const root = rootOf(ast);
  const outer = around.findLast(({ alias }) => alias === root);
  const level = around.length;
  const shown = printExpression(ast);
  return (run) => {
    const list =
      outer === undefined ? shown : outer.place(run) + shown.slice(shown.indexOf(outer.alias) + outer.alias.length);
    return `${list}[${run.sourcePositions[level] ?? 0}]`;
  };
}

function rootOf(node: Expression): string | undefined {
  if (node.kind === 'name') return node.name;
  if (node.kind === 'member' || node.kind === 'index' || node.kind === 'each') return rootOf(node.object);
  return undefined;
}
