// I9: the paths taken are those of a model: the edges' rule on what was recorded, and the model's outcome where there is one.
import { graphOf, groupBy } from './evidence.ts';
import type { Evidence, Graph, StepRow, StepStatus, Violation } from './evidence.ts';

type Passage = 'open' | 'taken' | 'skipped';

function passageOf(step: StepRow | undefined, port: string): Passage {
  if (step === undefined) return 'open';
  if (step.status === 'skipped') return 'skipped';
  // A step may be left by one way while it still waits: people are reminded.
  if (step.status === 'waiting' && step.ports.includes(port)) return 'taken';
  if (step.status !== 'succeeded' && step.status !== 'failed' && step.status !== 'compensated') return 'open';
  return step.ports.includes(port) ? 'taken' : 'skipped';
}

/** Where a step stands: outside, or in a turn or try; its node, and what is around it there. */
function placeOf(path: string): { readonly prefix: string; readonly id: string; readonly around: string | null } {
  const border = path.lastIndexOf('/') + 1;
  const around = /([^/[]+)(?:\[\d+\])?\/$/.exec(path.slice(0, border))?.[1] ?? null;
  return { prefix: path.slice(0, border), id: path.slice(border), around };
}

/** Of a step that is recorded, be it a turn of a loop or what takes a step back. */
const nodeOf = (id: string): string => id.replace(/:c$/, '').replace(/\[\d+\]$/, '');

/** Whether the ways into a node let it run. */
function mayRunBy(passages: readonly Passage[], mode: string | undefined): boolean | 'open' {
  if (mode === 'all' && passages.includes('skipped')) return false;
  if (mode === 'any' && passages.includes('taken')) return true;
  if (passages.includes('open')) return 'open';
  return mode === 'all' ? true : passages.includes('taken');
}

/**
 * A node runs when all edges into it are settled and one is taken; when all are skipped it is skipped. A merge of all ways wants each
 * to be taken, and one of any does not wait for the others.
 */
function breachOf(graph: Graph, steps: ReadonlyMap<string, StepRow>, path: string): string | null {
  const step = steps.get(path);
  const { prefix, id, around } = placeOf(path);
  const node = graph.nodes.find((one) => one.id === nodeOf(id));
  if (node === undefined) return `step ${path} is recorded, and its version has no such step`;
  const passages = graph.edges
    .filter((edge) => edge.to.node === id)
    .map(({ from }) => (from.node === around ? 'taken' : passageOf(steps.get(prefix + from.node), from.port)));
  if (step === undefined || passages.length === 0) return null;
  const mayRun = mayRunBy(passages, node.kind === 'merge' ? node.mode : undefined);
  if (mayRun === 'open') return `step ${path} is ${step.status}, but not all edges into it are settled`;
  if (mayRun === (step.status !== 'skipped')) return null;
  const ways = passages.join(', ');
  return mayRun
    ? `step ${path} was skipped, though an edge into it was taken (${ways})`
    : `step ${path} is ${step.status}, though no edge into it was taken (${ways})`;
}

const outcomeBreach = (path: string, wanted: StepStatus, step: StepRow | undefined): string | null =>
  step?.status === wanted ? null : `step ${path} is ${step?.status ?? 'not recorded'}; the model says ${wanted}`;

export function pathsFollowTheModel({ runs, steps, graphs, expected }: Evidence): Violation[] {
  const byRun = groupBy(steps, (step) => step.runId);
  return runs.flatMap((run) => {
    const own = new Map((byRun.get(run.id) ?? []).map((step) => [step.path, step]));
    const graph = graphOf({ graphs }, run);
    const breaches = [
      ...(graph === undefined ? [] : [...own.keys()].map((path) => breachOf(graph, own, path))),
      ...[...(expected.get(run.id) ?? [])].map(([path, wanted]) => outcomeBreach(path, wanted, own.get(path))),
    ];
    return breaches.flatMap((breach): Violation[] =>
      breach === null ? [] : [{ invariant: 'I9', says: `run ${run.id}: ${breach}` }],
    );
  });
}
