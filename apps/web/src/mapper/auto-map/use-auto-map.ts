import { useEffect, useRef } from 'react';
import type { MapperData } from '../data/mapper-data.ts';
import type { MapperHost } from '../mapper-host.ts';
import type { MapperStore } from '../mapper.store.ts';
import { isLeaf } from '../rows/tree-node.ts';
import type { AutoMapAnswer, AutoMapQuestion } from './auto-map.worker.ts';
import { matchRequest } from './match-request.ts';
import { suggestionsOf, withoutRejected } from './suggestion.ts';

/** Milliseconds without an edit before suggestions are looked for again. */
const pauseMs = 350;
/** Above so many leaves at a side suggestions are looked for when they are asked for, not by themselves. */
const mostByItself = 2_500;

/** Keeps the suggestions of the store up to date with the document. Nothing of it touches the document. */
export function useAutoMap(host: MapperHost, data: MapperData, store: MapperStore): void {
  const worker = useRef<Worker | null>(null);
  const asked = useRef(0);
  const { doc, matching, mayEdit } = host;
  const { sources, view, samples, sourceNodes, targetNodes } = data;

  useEffect(
    () => () => {
      worker.current?.terminate();
      worker.current = null;
    },
    [],
  );

  useEffect(() => {
    const { target } = view;
    const isBig = sourceNodes.filter(isLeaf).length > mostByItself || targetNodes.filter(isLeaf).length > mostByItself;
    const ask = (): void => {
      if (target === undefined) return;
      asked.current += 1;
      const id = asked.current;
      worker.current ??= startWorker();
      worker.current.onmessage = ({ data: answer }: MessageEvent<AutoMapAnswer>) => {
        if (answer.id !== asked.current) return;
        if ('failed' in answer) store.getState().show({ matching: { status: 'failed', words: answer.failed } });
        else {
          const found = withoutRejected(suggestionsOf(answer.result), store.getState().rejectedPairs);
          store.getState().show({ suggestions: found, matching: { status: 'done' } });
        }
      };
      worker.current.onerror = () => {
        worker.current?.terminate();
        worker.current = null;
        store
          .getState()
          .show({ matching: { status: 'failed', words: 'The suggestions could not be worked out in this browser.' } });
      };
      const request = matchRequest({ doc, sources, target, samples, matching });
      const question: AutoMapQuestion = { id, request };
      store.getState().show({ matching: { status: 'running' } });
      worker.current.postMessage(question);
    };
    store.getState().show({ ask: mayEdit && target !== undefined ? ask : null });
    if (!mayEdit || target === undefined) {
      store.getState().show({ suggestions: [] });
      return;
    }
    if (isBig) return;
    const timer = setTimeout(ask, pauseMs);
    return () => clearTimeout(timer);
  }, [doc, matching, mayEdit, sources, view, samples, sourceNodes, targetNodes, store]);
}

const startWorker = (): Worker => new Worker(new URL('./auto-map.worker.ts', import.meta.url), { type: 'module' });
