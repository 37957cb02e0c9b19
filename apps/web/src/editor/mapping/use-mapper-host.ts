import type { FlowDocument, FlowNode } from '@patchbay/model/flow';
import { pathNames } from '@patchbay/model/mapping';
import { isJsonObject } from '@patchbay/model/schema';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useStable } from '../../mapper/index.ts';
import type { MapperCrumb, MapperHost, MapperSample, SavedState } from '../../mapper/index.ts';
import { trpc } from '../../app/api-client.ts';
import { timeWords } from '../../ui/index.ts';
import { operationOf } from '../catalogue.ts';
import type { Catalogue } from '../catalogue.ts';
import { useDoc, useEditor, useEditorState, useTestRun } from '../editor-context.ts';
import { previewScope, upstreamOf } from '../preview/preview-scope.ts';
import type { PreviewScope } from '../preview/preview-scope.ts';
import { noRun } from '../test-run.store.ts';
import { flowSources } from './flow-sources.ts';
import { useDraftShelf } from './use-draft-shelf.ts';
import { useMapperLibrary } from './use-mapper-library.ts';
import { mappingAt, nodeAt, withMapping } from './mapping-place.ts';
import type { MappingPlace } from './mapping-place.ts';

export interface HostWays {
  readonly crumbs: readonly MapperCrumb[];
  readonly done: () => void;
  readonly resize?: MapperHost['resize'];
}

/** A mapping of the flow that is open, with the editor's own undo and autosave; null where there is none (any more). */
export function useMapperHost(place: MappingPlace, ways: HostWays): MapperHost | null {
  const { store, learning, autosave, catalogue, flowId, mayEdit } = useEditor();
  const doc = useDoc();
  const node = nodeAt(doc, place);
  const mapping = mappingAt(node, place);
  const runs = useRunSamples({ flowId, nodeId: place.nodeId, vars: catalogue.variables });
  const { types, sources, samples: atHand } = useSurroundings(doc, place.nodeId, runs);
  const samples = useMemo(() => [...atHand, ...runs], [atHand, runs]);
  const knowledge = useMapperLibrary(mapping);
  const saved = useSaved();
  const canUndo = useEditorState((state) => isOf(state.past.at(-1)?.command, place.nodeId));
  const canRedo = useEditorState((state) => isOf(state.future.at(-1)?.command, place.nodeId));
  const { field, entry, nodeId } = place;
  const id = `${flowId}/${nodeId}/${field ?? ''}${entry ?? ''}`;
  const drafts = useDraftShelf(id);
  const textDrafts = useDraftShelf(`${id}#text`);
  const wanted = useEditorState((state) => state.ui.field);
  const request = useEditorState((state) => state.ui.reveal?.request);
  const reveal = useMemo(() => revealOf(wanted, place), [wanted, field, entry, request]);
  const operation = node?.kind === 'action' ? operationOf(catalogue, node.operation) : undefined;
  const shape =
    node?.kind === 'subflow'
      ? { label: 'Input', schema: node.call?.contract?.input }
      : operation?.fields.find((candidate) => candidate.name === field);
  const givenTarget = useMemo(
    () =>
      field === undefined || entry !== undefined || shape?.schema === undefined
        ? undefined
        : { label: shape.label, schema: shape.schema },
    [field, entry, shape],
  );
  if (node === undefined || mapping === undefined) return null;
  const title =
    field === undefined
      ? node.label
      : `${entry === undefined ? (shape?.label ?? field) : pathNames(entry).at(-1)} of ${node.label}`;
  return {
    id,
    title,
    crumbs: ways.crumbs,
    doc: mapping,
    change: (next, { coalesce }) => {
      const now = nodeAt(store.getState().doc, { nodeId });
      if (now === undefined) return;
      const command = { type: 'updateNode', node: withMapping(now, place, next) } as const;
      store.getState().edit(command, coalesce === undefined ? {} : { coalesce: `${nodeId}/mapping${coalesce}` });
    },
    seal: store.getState().seal,
    undo: store.getState().undo,
    redo: store.getState().redo,
    canUndo,
    canRedo,
    saved: mayEdit ? saved : { status: 'readOnly' },
    mayEdit,
    sources,
    types,
    samples,
    ...knowledge,
    learn: learning.learnAt(place),
    drafts: mayEdit ? drafts : undefined,
    textDrafts: mayEdit ? textDrafts : undefined,
    givenTarget,
    done: ways.done,
    resize: ways.resize,
    reveal,
  };

  function useSaved(): SavedState {
    const status = useStore(autosave.view, (view) => view.status);
    const at = useStore(autosave.view, (view) => view.savedAt);
    const refusal = useStore(autosave.view, (view) => view.refusal);
    const retry = (): void => void autosave.flush();
    if (status === 'saved') return { status, at };
    if (status === 'offline' || status === 'refused') return { status, message: refusal ?? undefined, retry };
    return { status: 'saving' };
  }
}

/** Undo inside the mapper stays with the step: what was done elsewhere would change unseen. */
const isOf = (command: { readonly type: string } | undefined, nodeId: string): boolean =>
  command?.type === 'updateNode' && (command as unknown as { node: FlowNode }).node.id === nodeId;

/** A problem's "go to" names the field: `mapping/lines/sku`, `input.body.mapping/lines`. */
function revealOf(wanted: string | null, { field, entry = '' }: MappingPlace): { path: string } | undefined {
  const inner = field === undefined ? 'mapping' : [field, ...pathNames(entry), 'mapping'].join('.');
  const prefix = [inner, `input.${inner}`].find((one) => wanted?.startsWith(`${one}/`) === true);
  if (wanted === null || prefix === undefined) return undefined;
  return { path: wanted.slice(prefix.length).split('#', 1)[0] ?? '' };
}

/** What the mapping reads. It stays the same object until a step before it changes: the mapping's own edits do not count. */
function useSurroundings(
  doc: FlowDocument,
  nodeId: string,
  runs: readonly MapperSample[],
): Pick<MapperHost, 'types' | 'sources'> & { readonly samples: readonly MapperSample[] } {
  const { catalogue } = useEditor();
  const run = useTestRun((state) => state);
  const upstream = useStable(
    useMemo(() => upstreamOf(doc, nodeId), [doc, nodeId]),
    (one, other) => one.length === other.length && one.every((node, index) => node === other[index]),
  );
  const edges = useStable(doc.edges, (one, other) => one === other);
  const settled = useMemo((): FlowDocument => doc, [upstream, edges, nodeId]);
  return useMemo(() => {
    const atHand = previewScope({ doc: settled, catalogue, run, nodeId });
    const plain = run.phase === 'none' ? atHand : previewScope({ doc: settled, catalogue, run: noRun, nodeId });
    return {
      types: atHand.types,
      sources: flowSources(
        atHand.sources,
        atHand.types,
        runs.map(({ scope }) => scope),
      ),
      samples: samplesOf(atHand, plain),
    };
  }, [settled, catalogue, run, nodeId, runs]);
}

/** What the last runs of the flow gave this step to read. */
function useRunSamples({
  vars,
  ...place
}: {
  readonly flowId: string;
  readonly nodeId: string;
  readonly vars: Catalogue['variables'];
}): readonly MapperSample[] {
  const runs = useQuery(trpc.mapping.runSamples.queryOptions({ ...place, limit: 10 }, { staleTime: 60_000 }));
  return useMemo(() => {
    const samples = runs.data?.samples ?? [];
    return samples.flatMap(({ runId, at, mode, scope }): MapperSample[] =>
      isJsonObject(scope)
        ? [
            {
              id: `run:${runId}`,
              name: `run of ${timeWords(new Date(at))}`,
              detail: mode === 'test' ? 'test' : undefined,
              // A run does not keep what the variables were.
              scope: { vars: vars ?? {}, ...scope },
            },
          ]
        : [],
    );
  }, [runs.data, vars]);
}

function samplesOf(atHand: PreviewScope, plain: PreviewScope): MapperSample[] {
  const trigger = plain.sources.find(({ root }) => root === 'trigger');
  const sample: MapperSample = { id: 'flow:sample', name: trigger?.label ?? 'the data at hand', scope: plain.scope };
  if (atHand === plain || !atHand.sources.some(({ origin }) => origin === 'run' || origin === 'staleRun'))
    return [sample];
  return [{ id: 'flow:run', name: 'last test run', scope: atHand.scope }, sample];
}
