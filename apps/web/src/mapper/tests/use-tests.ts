import { useEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import type { MapperData } from '../data/mapper-data.ts';
import type { MapperStore } from '../mapper.store.ts';
import { TestsClerk } from './tests-clerk.ts';
import { notTested } from './tests-state.ts';

/** Milliseconds without a change after which the tests run: typing goes before. */
const restMs = 250;
/** Coverage is measured over so many samples at most, the first ones. */
const mostSamples = 50;

/** Runs all tests after every change, and measures what the samples cover while somebody looks at it. */
export function useTests({ resolved, samples }: Pick<MapperData, 'resolved' | 'samples'>, store: MapperStore): void {
  const { root, sources, target, lookups, bundle, samples: own } = resolved;
  const hasTests = own?.some(({ out }) => out !== undefined) === true;
  const isLookedAt = useStore(
    store,
    ({ view, drawer, targetFilter }) =>
      view === 'table' || drawer === 'tests' || drawer === 'samples' || targetFilter === 'neverFilled',
  );
  const scopes = useMemo(
    () => (isLookedAt ? samples.slice(0, mostSamples).map(({ scope }) => scope) : noScopes),
    [isLookedAt, samples],
  );
  const isWanted = hasTests || scopes.length > 0;
  const clerk = useRef<TestsClerk | null>(null);
  useEffect(
    () => () => {
      clerk.current?.stop();
      clerk.current = null;
    },
    [],
  );
  // Comments and the like change no result.
  const doc = useMemo(
    () => ({ map: 1 as const, root, sources, target, lookups, bundle, samples: own }),
    [root, sources, target, lookups, bundle, own],
  );
  useEffect(() => {
    const { tests, show } = store.getState();
    if (!isWanted) {
      if (tests.status !== 'none') show({ tests: notTested });
      return undefined;
    }
    show({ tests: { ...tests, status: 'stale' } });
    const timer = setTimeout(() => {
      clerk.current ??= new TestsClerk((_, done) => {
        store.getState().show({ tests: { status: 'done', ...done } });
      });
      clerk.current.ask({ doc, scopes });
    }, restMs);
    return () => clearTimeout(timer);
  }, [doc, scopes, isWanted, store]);
}

const noScopes: readonly never[] = [];
