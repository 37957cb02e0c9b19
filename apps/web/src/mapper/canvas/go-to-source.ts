import { parseSourceKey, sourceKey } from '@patchbay/mapping';
import type { Mapper } from '../mapper-context.ts';

/** Shows a field of the sources on the canvas: itself, or the nearest above it that has a row. */
export function goToSource({ store, data }: Mapper, key: string): void {
  const { root, steps } = parseSourceKey(key);
  for (let length = steps.length; length >= 0; length -= 1) {
    const shown = sourceKey({ root, steps: steps.slice(0, length) });
    if (!data().sourceAt.has(shown)) continue;
    store.getState().selectSource(shown);
    store.getState().show({ view: 'canvas', reveal: { side: 'source', key: shown, focus: true } });
    return;
  }
  store.getState().say('This source has no row.');
}
