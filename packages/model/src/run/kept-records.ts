// What a replay from a step takes over of the run that it repeats: all that does not depend on that step.
import type { FlowDocument } from '../flow/document.ts';
import { recordLeaders } from '../flow/record-groups.ts';
import type { StepRecord } from './run.ts';

/** The node of the outermost container, or the node itself: `loop3[17]/http2` belongs to `loop3`. */
const rootOf = (path: string): string => /^[A-Za-z0-9_-]+/.exec(path)?.[0] ?? path;

/**
 * The last records of the steps that stay as they are. The chosen step and what lies behind it are done again, and so is what
 * failed or stayed open on other branches, and what stopped the run: nothing would start behind a stop that stays. Failures that
 * led to the chosen step stay: they are the reason that it ran.
 */
export function keptRecords(
  doc: Pick<FlowDocument, 'nodes' | 'edges'>,
  steps: readonly StepRecord[],
  fromNode: string,
): StepRecord[] {
  const last = new Map(steps.map((step) => [step.path, step]));
  const known = new Set<string>(doc.nodes.map((node) => node.id));
  const leaders = recordLeaders(doc);
  const next = (ids: Iterable<string>, along: 'from' | 'to'): Set<string> => {
    const met = new Set(ids);
    const against = along === 'from' ? 'to' : 'from';
    for (const id of met) {
      for (const edge of doc.edges) if (edge[along].node === id) met.add(edge[against].node);
      // Steps over the same records are done together.
      const leader = along === 'from' ? leaders.get(id) : undefined;
      if (leader !== undefined) for (const [other, own] of leaders) if (own === leader) met.add(other);
    }
    return met;
  };
  const ancestors = next([fromNode], 'to');
  const caught = new Set<string>(doc.edges.filter(({ from }) => from.port === 'error').map(({ from }) => from.node));
  const leadHere = ({ path }: StepRecord): boolean =>
    ancestors.has(rootOf(path)) && (path !== rootOf(path) || caught.has(path));
  const stops = new Set<string>(doc.nodes.filter(({ kind }) => kind === 'stop').map(({ id }) => id));
  const isOpen = (step: StepRecord): boolean =>
    stops.has(step.path) ||
    (step.status !== 'succeeded' && step.status !== 'skipped' && !(step.status === 'failed' && leadHere(step)));
  const undone = [...last.values()].filter(isOpen).map((step) => rootOf(step.path));
  const again = next([fromNode, ...undone], 'from');
  return [...last.values()].filter((step) => known.has(rootOf(step.path)) && !again.has(rootOf(step.path)));
}
