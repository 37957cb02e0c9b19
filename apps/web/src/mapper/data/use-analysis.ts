import type { Scope, ScopeTypes } from '@patchbay/mapping';
import type { MappingDocument } from '@patchbay/model/mapping';
import { useEffect, useMemo, useRef, useState } from 'react';
import { analyse, keptResults, noAnalysis } from './analysis.ts';
import type { Analysis, AnalysisRequest } from './analysis.ts';
import type { AnalysisAnswer, AnalysisQuestion } from './analysis.worker.ts';

/** Rows of both sides together from which the work goes to the worker: less is done before a frame is over. */
const mostInline = 1_200;
/** Milliseconds that inline work may take before the worker takes over. */
const slowMs = 30;

/** What the analysis says; `stale` while a newer one is on its way. */
export function useAnalysis(request: AnalysisRequest, size: number): Analysis & { readonly stale: boolean } {
  const { doc, types, scope, positions } = request;
  const [isSlow, setIsSlow] = useState(false);
  const inWorker = size > mostInline || isSlow;
  const inline = useMemo(() => {
    if (inWorker) return null;
    const before = performance.now();
    const analysis = analyse({ doc, types, scope, positions });
    return { analysis, tookMs: performance.now() - before };
  }, [inWorker, doc, types, scope, positions]);
  const isTooSlow = inline !== null && inline.tookMs > slowMs;
  useEffect(() => {
    // One slow run may be the first of all, when nothing is compiled yet.
    if (isTooSlow) slowRuns.current += 1;
    if (slowRuns.current > 2) setIsSlow(true);
  }, [inline, isTooSlow]);
  const slowRuns = useRef(0);
  const asked = useMemo(() => ({ doc, types, scope, positions }), [doc, types, scope, positions]);
  const answered = useWorker(inWorker ? asked : null);
  const last = useRef<Analysis['results']>(noAnalysis.results);
  const analysis = inline?.analysis ?? answered?.analysis ?? noAnalysis;
  const results = useMemo(() => {
    last.current = keptResults(analysis.results, last.current);
    return last.current;
  }, [analysis]);
  const stale = inline === null && answered?.request !== asked;
  return useMemo(() => ({ results, diagnostics: analysis.diagnostics, stale }), [results, analysis, stale]);
}

interface Answered {
  readonly request: AnalysisRequest;
  readonly analysis: Analysis;
}

/** The newest answer of the worker. While it works only the newest question waits. */
function useWorker(request: AnalysisRequest | null): Answered | null {
  const [answered, setAnswered] = useState<Answered | null>(null);
  const clerk = useRef<Clerk | null>(null);
  useEffect(
    () => () => {
      clerk.current?.stop();
      clerk.current = null;
    },
    [],
  );
  useEffect(() => {
    if (request === null) return;
    clerk.current ??= new Clerk(setAnswered);
    clerk.current.ask(request);
  }, [request]);
  return request === null ? null : answered;
}

class Clerk {
  readonly #worker = new Worker(new URL('./analysis.worker.ts', import.meta.url), { type: 'module' });
  readonly #tell: (answered: Answered) => void;
  #told: { besides: Omit<MappingDocument, 'root'>; types: ScopeTypes; scope: Scope | undefined } | null = null;
  #working: AnalysisRequest | null = null;
  #next: AnalysisRequest | null = null;
  #id = 0;

  constructor(tell: (answered: Answered) => void) {
    this.#tell = tell;
    this.#worker.onmessage = ({ data }: MessageEvent<AnalysisAnswer>) => {
      if (data.id !== this.#id || this.#working === null) return;
      this.#tell({ request: this.#working, analysis: data });
      this.#working = null;
      if (this.#next !== null) this.#send(this.#next);
    };
  }

  ask(request: AnalysisRequest): void {
    if (this.#working === null) this.#send(request);
    else this.#next = request;
  }

  stop(): void {
    this.#worker.terminate();
  }

  #send(request: AnalysisRequest): void {
    this.#next = null;
    this.#working = request;
    this.#id += 1;
    const { root, ...besides } = request.doc;
    const told = this.#told;
    const question: AnalysisQuestion = {
      id: this.#id,
      root,
      positions: request.positions,
      ...(told !== null && sameParts(told.besides, besides) ? {} : { besides }),
      ...(told?.types === request.types ? {} : { types: request.types }),
      ...(told !== null && told.scope === request.scope ? {} : { scope: { value: request.scope } }),
    };
    this.#told = { besides, types: request.types, scope: request.scope };
    this.#worker.postMessage(question);
  }
}

/** Whether everything but the rules is the same, part for part. */
function sameParts(one: Omit<MappingDocument, 'root'>, other: Omit<MappingDocument, 'root'>): boolean {
  const keys = ['sources', 'target', 'lookups', 'samples', 'meta', 'bundle'] as const;
  return keys.every((key) => one[key] === other[key]);
}
