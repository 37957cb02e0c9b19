// I9: the paths taken are those of a model: the edges' rule on what was recorded, and the model's outcome where there is one.
import { groupBy } from './evidence.ts';
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

/** A node runs when all edges into it are settled and one is taken; when all are skipped it is skipped. */
function breachOf(graph: Graph, steps: ReadonlyMap<string, StepRow>, id: string): string | null {
  const step = steps.get(id);
  const passages = graph.edges
    .filter((edge) => edge.to.node === id)
    .map((edge) => passageOf(steps.get(edge.from.node), edge.from.port));
  if (step === undefined || passages.length === 0) return null;
  if (passages.includes('open')) return `step ${id} is ${step.status}, but not all edges into it are settled`;
  const mayRun = passages.includes('taken');
  if (mayRun === (step.status !== 'skipped')) return null;
  return mayRun
    ? `step ${id} was skipped, though an edge into it was taken`
    : `step ${id} is ${step.status}, though no edge into it was taken`;
}

const outcomeBreach = (path: string, wanted: StepStatus, step: StepRow | undefined): string | null =>
  step?.status === wanted ? null : `step ${path} is ${step?.status ?? 'not recorded'}; the model says ${wanted}`;

export function pathsFollowTheModel({ runs, steps, graphs, expected }: Evidence): Violation[] {
  const byRun = groupBy(steps, (step) => step.runId);
  return runs.flatMap((run) => {
    const own = new Map((byRun.get(run.id) ?? []).map((step) => [step.path, step]));
    const graph = graphs.get(run.flowId);
    const breaches = [
      ...(graph?.nodes.map((node) => breachOf(graph, own, node.id)) ?? []),
      ...[...(expected.get(run.id) ?? [])].map(([path, wanted]) => outcomeBreach(path, wanted, own.get(path))),
    ];
    return breaches.flatMap((breach): Violation[] =>
      breach === null ? [] : [{ invariant: 'I9', says: `run ${run.id}: ${breach}` }],
    );
  });
}
