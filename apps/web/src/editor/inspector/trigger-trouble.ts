// What keeps a live trigger from doing its work, in a few words.
import type { TriggerFacts } from './live-trigger.tsx';
import { countWords } from './polls/poll-words.ts';

/** Null while nothing does that a person should look at. */
export function troubleOf(facts: TriggerFacts): string | null {
  if (facts.pausedAt !== null) return 'it is paused';
  if (facts.kind !== 'poll') return null;
  if (facts.held === 'connection') return 'it waits for its connection';
  if (facts.failure !== null) return 'it could not look for news';
  return facts.lost === null ? null : `${countWords(facts.lost.count, 'item')} started no run`;
}

export const troublesOf = (items: readonly TriggerFacts[]): ReadonlyMap<string, string> =>
  new Map(
    items.flatMap((facts) => {
      const words = troubleOf(facts);
      return words === null ? [] : [[facts.nodeId, words] as const];
    }),
  );
