import type { ConnectorManifest } from '@patchbay/model/connector';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ComponentProps, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { trpc } from '../app/api-client.ts';
import { errorWords } from '../app/error-words.ts';
import { useMay } from '../app/session.ts';
import { isUndoPath, nodeOfPath, turnOfPath } from '@patchbay/model/run';
import {
  type CanvasHandle,
  chosenTurns,
  FlowCanvas,
  pathInTurns,
  pathMeant,
  runOverlay,
  shownSteps,
  turnShown,
  turnWords,
} from '../editor/canvas/index.ts';
import { catalogueOf } from '../editor/catalogue.ts';
import {
  JsonView,
  Resizable,
  ResizablePanel,
  ResizeHandle,
  Tab,
  TabList,
  TabPanel,
  Tabs,
  TimeText,
  toast,
  useNow,
  useShortcut,
} from '../ui/index.ts';
import { RunCounts } from './run-counts.tsx';
import { RunEvent } from './run-event.tsx';
import { RunSummary, type RunView } from './run-summary.tsx';
import { RunTimeline } from './run-timeline.tsx';
import { StepPanel } from './step-panel.tsx';
import { stepOfConcern, stepTimeline } from './step-rows.ts';

export interface RunBodyProps {
  readonly view: RunView;
  readonly connectors: readonly ConnectorManifest[];
  /** The step's path in the address; `none` keeps every step closed. */
  readonly chosen: string | undefined;
}

const tick = 500;
const closed = 'none';

/** The picture of the flow above, the timeline below, the chosen step at the right. */
export function RunBody({ view, connectors, chosen: asked }: RunBodyProps) {
  const { run, document, steps } = view;
  const chosen = useMemo(() => (asked === undefined ? undefined : pathMeant(steps, asked)), [steps, asked]);
  const open = run.finishedAt === null;
  const present = useNow(open ? tick : undefined);
  // A run that is over stands still, whatever its last steps left open.
  const now = useMemo(() => (run.finishedAt === null ? present : new Date(run.finishedAt)), [run.finishedAt, present]);
  const catalogue = useMemo(() => catalogueOf(connectors), [connectors]);
  const turns = useMemo(() => chosenTurns(steps, chosen), [steps, chosen]);
  const shown = useMemo(() => shownSteps(steps, turns), [steps, turns]);
  const bodyWords = useMemo(() => turnWords(steps, turns), [steps, turns]);
  const overlay = useMemo(() => runOverlay(document, steps, run.status, turns), [document, steps, run.status, turns]);
  const timeline = useMemo(
    () => stepTimeline({ document, steps: shown, startedAt: run.startedAt, finished: !open, now }),
    [document, shown, run.startedAt, open, now],
  );
  const selected = chosen === closed ? undefined : pathOf(chosen ?? stepOfConcern(shown)?.path);
  const turn = selected === undefined ? null : turnShown(steps, turns, selected);
  const row = timeline.rows.find((one) => one.path === selected) ?? rowBesideTheAxis(view, selected);
  const choose = useChoose(run.id);
  const chooseNode = (nodeId: string): void =>
    choose(
      shown.findLast((one) => one.nodeId === nodeId && !isUndoPath(one.path))?.path ??
        pathInTurns(steps, turns, nodeId),
    );
  useShortcut('Escape', () => choose(closed), row !== undefined);
  const canvas = useRef<CanvasHandle>(null);
  const shownNode = row?.node?.id;
  useEffect(() => {
    if (shownNode !== undefined) canvas.current?.reveal(shownNode);
  }, [shownNode]);
  const selection = useMemo(
    () => ({ nodes: row?.node === undefined ? [] : [row.node.id], edges: [], notes: [] }),
    [row?.node],
  );
  return (
    <Resizable name="run" direction="horizontal" panelIds={['run-main', 'run-aside']} className="h-full">
      <ResizablePanel id="run-main" minSize={400}>
        <Resizable name="run-rows" direction="vertical" panelIds={['run-picture', 'run-times']} className="h-full">
          <ResizablePanel id="run-picture" defaultSize="52%" minSize={160} className="relative">
            <FlowCanvas
              handleRef={canvas}
              doc={document}
              catalogue={catalogue}
              overlay={overlay}
              selection={selection}
              onOpen={chooseNode}
              bodyWords={bodyWords}
              onSelect={({ nodes }) => {
                const [node] = nodes ?? [];
                if (node !== undefined) chooseNode(node);
              }}
              label="The flow as it was, coloured by outcome"
            >
              <RunCounts steps={shown} over={!open} />
            </FlowCanvas>
          </ResizablePanel>
          <ResizeHandle label="Height of the timeline" />
          <ResizablePanel id="run-times" minSize={120} className="bg-panel">
            <RunTabs view={view}>
              <RunTimeline timeline={timeline} catalogue={catalogue} selected={selected} onSelect={choose} />
            </RunTabs>
          </ResizablePanel>
        </Resizable>
      </ResizablePanel>
      <ResizeHandle label="Width of the step" />
      <ResizablePanel id="run-aside" fixed defaultSize={360} minSize={280} maxSize={640}>
        {row === undefined ? (
          <RunSummary view={view} />
        ) : (
          <ChosenStep
            key={row.path}
            row={row}
            runId={run.id}
            ended={run.finishedAt !== null}
            catalogue={catalogue}
            onClose={() => choose(closed)}
            turn={
              turn === null
                ? undefined
                : { shown: turn, onChoose: (index) => choose(pathInTurn(row.path, turn.container, index)) }
            }
          />
        )}
      </ResizablePanel>
    </Resizable>
  );
}

/** A turn that was chosen shows the step that has the turns. */
function pathOf(chosen: string | undefined): string | undefined {
  return chosen === undefined ? undefined : (turnOfPath(chosen)?.container ?? chosen);
}

/** The same step in another turn; for the loop itself, that turn. */
function pathInTurn(path: string, container: string, index: number): string {
  if (path === container) return `${container}[${index}]`;
  return `${container}[${index}]${path.slice(path.indexOf(']', container.length) + 1)}`;
}

/** Steps that were not taken have no row in the timeline, but a person may click them in the picture. */
function rowBesideTheAxis({ document, steps }: RunView, path: string | undefined) {
  const step = steps.findLast((one) => one.path === path);
  const node = document.nodes.find((one) => one.id === (step?.nodeId ?? nodeOfPath(path ?? '')));
  if (node === undefined) return undefined;
  return {
    path: path ?? node.id,
    node,
    step,
    look: step === undefined ? 'idle' : 'skipped',
    words: step === undefined ? 'Not begun' : 'Not taken',
    attempts: 0,
    bars: [],
    duration: '',
  } as const;
}

function useChoose(runId: string) {
  const navigate = useNavigate();
  return (step: string) => void navigate({ to: '/runs/$runId', params: { runId }, search: { step }, replace: true });
}

type View = 'timeline' | 'event' | 'reply';

function RunTabs({ view: { run, event }, children }: { readonly view: RunView; readonly children: ReactNode }) {
  const [tab, setTab] = useState<View>('timeline');
  return (
    <Tabs value={tab} onChange={setTab} className="h-full">
      <TabList
        label="The run"
        aside={
          <span className="truncate">
            {run.startedAt === null ? 'Came in' : 'Started'} <TimeText at={run.startedAt ?? run.createdAt} year />
          </span>
        }
      >
        <Tab value="timeline">Timeline</Tab>
        <Tab value="event">Event</Tab>
        {run.reply === null ? null : <Tab value="reply">Reply {run.reply.status}</Tab>}
      </TabList>
      <TabPanel value="timeline" className="overflow-auto">
        {children}
      </TabPanel>
      <TabPanel value="event">
        <RunEvent event={event} />
      </TabPanel>
      {run.reply === null ? null : (
        <TabPanel value="reply" className="grid grid-cols-[3fr_2fr] divide-x divide-line">
          <JsonView label="Body of the reply" heading={`Body · status ${run.reply.status}`} value={run.reply.body} />
          <JsonView label="Headers of the reply" heading="Headers" value={run.reply.headers} />
        </TabPanel>
      )}
    </Tabs>
  );
}

function ChosenStep({
  runId,
  ended,
  ...panel
}: { readonly runId: string; readonly ended: boolean } & Pick<
  ComponentProps<typeof StepPanel>,
  'row' | 'catalogue' | 'onClose' | 'turn'
>) {
  const client = useQueryClient();
  const mayRepair = useMay('run.repair');
  const resolve = useMutation(
    trpc.run.resolveStep.mutationOptions({
      onSuccess: () => void client.invalidateQueries({ queryKey: trpc.run.get.queryKey({ runId }) }),
    }),
  );
  const navigate = useNavigate();
  const replay = useMutation(
    trpc.run.replay.mutationOptions({
      onSuccess: (started) => {
        toast('Replay started');
        void navigate({ to: '/runs/$runId', params: { runId: started.runId } });
      },
      onError: (error) => toast('The replay did not start', { detail: errorWords(error).title }),
    }),
  );
  const { node, step, path } = panel.row;
  // Steps of a loop are done again with the loop as a whole.
  const mayBegin = mayRepair && ended && step !== undefined && node !== undefined && node.kind !== 'trigger';
  return (
    <StepPanel
      {...panel}
      runId={runId}
      {...(mayBegin && node.id === path
        ? { onReplay: () => replay.mutate({ runId, mode: 'same', version: 'original', fromStep: node.id }) }
        : {})}
      busy={resolve.isPending}
      error={resolve.error}
      {...(mayRepair
        ? {
            onDecide: (decision, output) =>
              resolve.mutate({ runId, path: panel.row.path, decision, ...(output === undefined ? {} : { output }) }),
          }
        : {})}
    />
  );
}
