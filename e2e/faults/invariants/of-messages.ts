// I14: a step publishes once, and each subscriber gets each message once, and once more for each replay that holds it.
import { graphOf, groupBy } from './evidence.ts';
import type { Evidence, Violation } from './evidence.ts';

const placeOf = ({ runId, path }: { runId: string; path: string }): string => `${path} of run ${runId}`;

export function publishedOnce({ runs, steps, graphs, published }: Evidence): Violation[] {
  const countOf = new Map([...groupBy(published, placeOf)].map(([place, group]) => [place, group.length]));
  const twice = [...countOf]
    .filter(([, count]) => count > 1)
    .map(([place, count]) => `step ${place} published ${count} messages`);
  const originals = new Map(runs.filter((run) => run.replayOf === null).map((run) => [run.id, run]));
  const silent = steps
    .filter(({ runId, path, status }) => {
      const run = originals.get(runId);
      const graph = run === undefined ? undefined : graphOf({ graphs }, run);
      const publishes = graph?.nodes.some(({ id, operation }) => id === path && operation === 'topic.publish');
      return publishes === true && status === 'succeeded';
    })
    .filter((step) => !countOf.has(placeOf(step)))
    .map((step) => `step ${placeOf(step)} succeeded, and its message is not there`);
  return [...twice, ...silent].map((says) => ({ invariant: 'I14', says }));
}

export const eachSubscriberOnce = ({ messages }: Evidence): Violation[] =>
  messages
    .filter(({ wanted, got }) => wanted !== got)
    .map(({ message, subscriber, wanted, got }) => ({
      invariant: 'I14',
      says: `message ${message} started ${got} runs of ${subscriber}, and ${wanted} was to be`,
    }));
