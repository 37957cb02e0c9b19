import './mapper.css';
import { inTargetOrder } from '@patchbay/mapping/edit';
import { memo, useCallback, useDeferredValue, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { mapperGroups, usePageShortcuts } from '../shortcuts/index.ts';
import { Resizable, ResizablePanel, ResizeHandle } from '../ui/index.ts';
import { AutoMapDrawer } from './auto-map/auto-map-drawer.tsx';
import { useAutoMap } from './auto-map/use-auto-map.ts';
import { DockedBar } from './bar/docked-bar.tsx';
import { MapperBar } from './bar/mapper-bar.tsx';
import { StatusStrip } from './bar/status-strip.tsx';
import { DragHint } from './drag/drag-hint.tsx';
import { DropChooser } from './drag/drop-chooser.tsx';
import { MapperCanvas } from './canvas/mapper-canvas.tsx';
import { rememberedDensity } from './canvas/remembered-density.ts';
import type { MapperData } from './data/mapper-data.ts';
import { useDerived } from './data/use-derived.ts';
import { noDrafts } from './drafts/formula-draft.ts';
import { useDrafts } from './drafts/use-drafts.ts';
import { noWriting } from './formula/writing.ts';
import { useFunctionDrop } from './functions/use-function-drop.ts';
import { useMapperKeys } from './keys/use-mapper-keys.ts';
import { createCanvasLink } from './lines/canvas-link.ts';
import { DataContext, HostContext, MapperContext, useMapper, useMapperState } from './mapper-context.ts';
import type { Mapper as MapperHandle } from './mapper-context.ts';
import type { MapperHost } from './mapper-host.ts';
import { createMapperStore } from './mapper.store.ts';
import type { MapperStore } from './mapper.store.ts';
import { Later, LaterUnlessFocused } from './later.tsx';
import { LookupsDrawer } from './lookups/lookups-drawer.tsx';
import { SchemasDrawer } from './schemas/schemas-drawer.tsx';
import { namesBelow } from './rows/names-below.ts';
import { KeepPartDialog } from './parts/keep-part-dialog.tsx';
import { useRowCommands } from './rules/use-row-commands.ts';
import { RulePanels } from './rules/rule-panels.tsx';
import { useSelectionThere } from './rules/use-selection-there.ts';
import { slots } from './slots.tsx';
import { TracePanel } from './trace/trace-panel.tsx';
import { useTests } from './tests/use-tests.ts';

export interface MapperProps {
  readonly host: MapperHost;
  /** `page`: the bar of 44 and the main area, inside the shell · `docked`: one panel with a bar of its own. */
  readonly layout: 'page' | 'docked';
}

/** One mapping on the screen. Another `host.id` is another mapper: give it as the key. */
export function Mapper({ host, layout }: MapperProps) {
  const [store] = useState(() => storeOf(host));
  const [link] = useState(createCanvasLink);
  const [writing] = useState(noWriting);
  const data = useDerived(host, store);
  useAutoMap(host, data, store);
  useTests(data, store);
  useSelectionThere(data, store);
  useDrafts(data, store, host);
  const now = useRef<{ host: MapperHost; data: MapperData }>({ host, data });
  useLayoutEffect(() => {
    now.current = { host, data };
  });
  const goTo = useCallback(
    (path: string, part = ''): void => {
      const state = store.getState();
      state.select([path]);
      // The table shows every row too: who works there stays there.
      state.show({
        view: state.view === 'table' ? 'table' : 'canvas',
        reveal: { side: 'target', key: `${path}${part}`, focus: true },
      });
    },
    [store],
  );
  const root = useRef<HTMLElement>(null);
  const mapper = useMemo<MapperHandle>(
    () => ({
      store,
      link,
      writing,
      goTo,
      host: () => now.current.host,
      data: () => now.current.data,
      edit: (doc, edit) => {
        const { host: current, data: shown } = now.current;
        if (!current.mayEdit || doc === current.doc) return;
        current.change(edit.isText === true ? doc : inTargetOrder(current.doc, doc, namesBelow(shown)), edit);
        store.getState().say(edit.label);
      },
    }),
    [store, link, writing, goTo],
  );
  useMapperKeys(mapper, root, layout);
  usePageShortcuts(layout === 'page' ? mapperGroups : null);
  return (
    <MapperContext value={mapper}>
      <HostContext value={host}>
        <DataContext value={data}>
          {layout === 'page' ? (
            <>
              <Later>
                <MapperBar />
              </Later>
              <main className="mapper min-h-0 min-w-0 overflow-hidden bg-panel">
                <MapperBody layout={layout} />
              </main>
            </>
          ) : (
            <section ref={root} className="mapper docked" aria-label={host.title}>
              <Later>
                <DockedBar />
              </Later>
              <MapperBody layout={layout} />
            </section>
          )}
        </DataContext>
      </HostContext>
    </MapperContext>
  );
}

/** What was typed and not applied when the mapper was left waits for whoever comes back. */
const storeOf = ({ drafts, textDrafts }: MapperHost): MapperStore =>
  createMapperStore({
    density: rememberedDensity(),
    drafts: drafts?.read() ?? noDrafts,
    textDrafts: textDrafts?.read() ?? noDrafts,
  });

const MapperBody = memo(function MapperBody({ layout }: { readonly layout: 'page' | 'docked' }) {
  const view = useMapperState((state) => state.view);
  const said = useMapperState((state) => state.said);
  const { Table, Text } = slots;
  useFunctionDrop();
  useRowCommands();
  return (
    <div className="mapper-body">
      {view === 'table' && Table !== null ? (
        <Table />
      ) : view === 'text' && Text !== null ? (
        <Text />
      ) : (
        <CanvasView layout={layout} />
      )}
      <Drawers />
      <RulePanels />
      <KeepPartDialog />
      <TracePanel />
      <DragHint />
      <DropChooser />
      <p role="status" className="sr-only">
        {said}
      </p>
    </div>
  );
});

function Drawers() {
  const drawer = useMapperState((state) => state.drawer);
  const { store } = useMapper();
  const { Problems, Samples, Tests } = slots;
  const onClose = (): void => store.getState().show({ drawer: null });
  switch (drawer) {
    case 'autoMap':
      return <AutoMapDrawer onClose={onClose} />;
    case 'problems':
      return Problems === null ? null : <Problems onClose={onClose} />;
    case 'samples':
      return Samples === null ? null : <Samples onClose={onClose} />;
    case 'tests':
      return Tests === null ? null : <Tests onClose={onClose} />;
    case 'lookups':
      return <LookupsDrawer onClose={onClose} />;
    case 'schemas':
      return <SchemasDrawer onClose={onClose} />;
    case null:
      return null;
  }
}

function CanvasView({ layout }: { readonly layout: 'page' | 'docked' }) {
  // Rows answer to the arrow keys first; the panes follow when there is time.
  const lead = useDeferredValue(useMapperState((state) => state.lead));
  const { Formula, Lens } = slots;
  const panes = layout === 'page' ? ['lens', 'formula'] : ['formula'];
  return (
    <Resizable name={`mapper-${layout}`} direction="vertical" panelIds={['trees', 'panes']} className="h-full">
      <ResizablePanel id="trees" minSize={160}>
        <MapperCanvas layout={layout} />
        <Later>
          <StatusStrip />
        </Later>
      </ResizablePanel>
      <ResizeHandle label="Height of the formula" />
      <ResizablePanel id="panes" fixed defaultSize={212} minSize={64} maxSize={560}>
        <Resizable name={`mapper-panes-${layout}`} direction="horizontal" panelIds={panes} className="h-full">
          {layout === 'page' ? (
            <>
              <ResizablePanel id="lens" defaultSize="48%" minSize={200}>
                <LaterUnlessFocused>
                  <Lens path={lead} />
                </LaterUnlessFocused>
              </ResizablePanel>
              <ResizeHandle label="Width of the formula" />
            </>
          ) : null}
          <ResizablePanel id="formula" minSize={280} className="overflow-auto">
            <LaterUnlessFocused>
              <Formula path={lead} />
            </LaterUnlessFocused>
          </ResizablePanel>
        </Resizable>
      </ResizablePanel>
    </Resizable>
  );
}
