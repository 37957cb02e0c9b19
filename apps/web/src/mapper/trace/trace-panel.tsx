import './trace.css';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { RowResult } from '@patchbay/mapping';
import type { MappingRule } from '@patchbay/model/mapping';
import { namesSecret, withoutSecrets } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';
import { shortValue, typeWord } from '../../editor/preview/value-words.ts';
import { useMapper, useMapperData, useMapperState } from '../mapper-context.ts';
import { ruleText } from '../rows/rule-text.ts';
import { FloatingPanel } from '../rules/floating-panel.tsx';
import { failureWords } from '../problems/problem-words.ts';
import { fieldName } from '../rules/use-rule-edit.ts';
import { goToSource } from '../canvas/go-to-source.ts';
import { sourceOfRow } from './source-of-row.ts';
import type { TracePlace } from './trace-places.ts';
import { tracePlaces } from './trace-places.ts';
import type { TraceRequest } from './trace-request.ts';
import type { TraceRow } from './trace-rows.ts';
import { TraceTree } from './trace-tree.tsx';
import { TracedFormula } from './traced-formula.tsx';
import { useRuleTrace } from './use-rule-trace.ts';

/** How a value came about, when somebody asks: the formula as a tree with the value of each part. */
export function TracePanel() {
  const trace = useMapperState((state) => state.trace);
  const { targetNodes, targetAt } = useMapperData();
  if (trace === null) return null;
  const rule = targetNodes[targetAt.get(trace.path) ?? -1]?.rule;
  return rule === undefined ? null : <Trace key={`${trace.path}${trace.part}`} request={trace} rule={rule} />;
}

function Trace({ request, rule }: { readonly request: TraceRequest; readonly rule: MappingRule }) {
  const { store } = useMapper();
  const { path, part, at } = request;
  const { results, sample } = useMapperData();
  const places = useMemo(() => tracePlaces(rule, part), [rule, part]);
  const [looked, setLooked] = useState<unknown>(undefined);
  const close = useCallback(() => store.getState().show({ trace: null }), [store]);
  useFocusBack();
  return (
    <FloatingPanel title={`How ${fieldName(path)} came about`} at={at} className="trace-panel" onClose={close}>
      <ResultLine
        result={results.get(`${path}${part}`)}
        from={`${path} ${ruleText(rule, part)}`}
        sample={sample?.name}
      />
      {places.map((place, index) => (
        <TracedPlace key={place.part} path={path} place={place} rule={rule} isFirst={index === 0} onValue={setLooked} />
      ))}
      {places.length === 0 ? (
        <p className="text-12 text-ink-3">It is always the same: there is no formula behind it.</p>
      ) : null}
      <WholeValue value={looked} />
    </FloatingPanel>
  );
}

/** Closing gives the focus back to where it was: to the row, when it was inside one. */
function useFocusBack(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      const home = before?.closest<HTMLElement>('[role=treeitem], [role=gridcell]') ?? before;
      // Somebody else may have taken it by now.
      const isFree = document.activeElement === null || document.activeElement === document.body;
      if (isFree && home instanceof HTMLElement && document.contains(home)) home.focus({ preventScroll: true });
    },
    [before],
  );
}

function ResultLine({
  result,
  from,
  sample,
}: {
  readonly result: RowResult | undefined;
  /** Where it stands and what it is made of. */
  readonly from: string;
  readonly sample: string | undefined;
}) {
  if (result === undefined) return null;
  const on = sample === undefined ? '' : ` · ${sample}`;
  if ('error' in result) {
    return (
      <p className="text-12 text-bad wrap-anywhere">
        {failureWords(result.error)}
        <span className="text-ink-3">{on}</span>
      </p>
    );
  }
  const value = (result.value ?? null) as Json;
  return (
    <p className="flex min-w-0 items-center gap-2 text-12 text-ink-3">
      =
      <code className="min-w-0 truncate text-ink">
        {result.passed === true ? 'not written' : shortValue(value, from)}
      </code>
      <span className="flex-none">
        {typeWord(value)}
        {on}
      </span>
    </p>
  );
}

interface TracedPlaceProps {
  readonly path: string;
  readonly place: TracePlace;
  readonly rule: MappingRule;
  readonly isFirst: boolean;
  readonly onValue: (value: unknown) => void;
}

function TracedPlace({ path, place, rule, isFirst, onValue }: TracedPlaceProps) {
  const mapper = useMapper();
  const [items, setItems] = useState<Readonly<Record<number, number>>>({});
  const [lit, setLit] = useState<TraceRow | null>(null);
  const trace = useRuleTrace(path, place.part, items);
  const look = (row: TraceRow | null): void => {
    setLit(row);
    if (row === null) return;
    const isSecret = namesSecret(place.text.slice(row.start, row.end));
    onValue(row.state === 'value' ? withoutSecrets((row.value ?? null) as Json, isSecret).value : undefined);
  };
  const toSource = (id: string): void => {
    if (trace === undefined) return;
    const { view } = mapper.data();
    const source = sourceOfRow({ view, path, part: place.part, rule, text: place.text, trace }, id);
    if (source === undefined) {
      mapper.store.getState().say('This is no field of a source: it is made inside the mapping.');
      return;
    }
    mapper.store.getState().show({ trace: null });
    goToSource(mapper, source);
  };
  return (
    <section aria-label={place.title === '' ? 'Value' : place.title}>
      {place.title === '' ? null : <h3 className="pb-1 text-12 font-semibold text-ink-2">{place.title}</h3>}
      <TracedFormula text={place.text} lit={lit} />
      {trace === undefined ? (
        <p className="pt-1 text-12 text-ink-3">Not worked out on this sample.</p>
      ) : (
        <TraceTree
          label={`Parts of ${place.text}`}
          text={place.text}
          trace={trace}
          autoFocus={isFirst}
          onLook={look}
          onItem={(start, item) => setItems((before) => ({ ...before, [start]: item }))}
          onSource={toSource}
        />
      )}
    </section>
  );
}

const longestShown = 4_000;

/** What a row is too short for: structures, lists and long texts, in full. */
function WholeValue({ value }: { readonly value: unknown }) {
  const isLong = (typeof value === 'object' && value !== null) || (typeof value === 'string' && value.length > 40);
  if (!isLong) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return (
    <pre className="whole-value" tabIndex={0} aria-label="The whole value">
      {text.length > longestShown ? `${text.slice(0, longestShown)}…` : text}
    </pre>
  );
}
