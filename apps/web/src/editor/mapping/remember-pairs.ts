import { trpcClient } from '../../app/api-client.ts';
import type { RememberedPair } from '../../mapper/index.ts';

/** One after the other: what is taken back must not come before what was said. */
let told: Promise<unknown> = Promise.resolve();

/** Told in the background: a pair that is not remembered costs nobody anything. */
export function rememberPairs(pairs: readonly RememberedPair[]): void {
  const said = pairs.filter(({ source, target }) => source.path !== '' && target.path !== '');
  if (said.length === 0) return;
  const tell = (): Promise<unknown> => trpcClient.mapping.remember.mutate({ pairs: said.map((pair) => ({ ...pair })) });
  told = told.then(tell).catch(() => undefined);
}
