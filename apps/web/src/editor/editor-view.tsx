import type { Diagnostic } from '@patchbay/model/errors';
import { useCallback, useMemo, useRef } from 'react';
import { PageFrame } from '../app/shell/page-frame.tsx';
import { Resizable, ResizablePanel, ResizeHandle } from '../ui/index.ts';
import { EditorActions } from './editor-bar.tsx';
import { EditorMeta } from './editor-meta.tsx';
import { EditorCanvas } from './editor-canvas.tsx';
import { useDoc, useEditor, useEditorState } from './editor-context.ts';
import { FindInFlow } from './find/find-in-flow.tsx';
import { FlowTitle } from './flow-title.tsx';
import { Inspector } from './inspector/inspector.tsx';
import { DockedMapper } from './mapping/docked-mapper.tsx';
import { LowerPanel } from './lower-panel.tsx';
import { Outline } from './outline/outline.tsx';
import { Palette } from './palette/palette.tsx';
import { StepPicker } from './palette/step-picker.tsx';
import { PublishDialog } from './publish/publish-dialog.tsx';
import { RejectedEdits } from './rejected-edits.tsx';
import { problemMarks, useProblems } from './use-problems.ts';
import { useFollowTestRun } from './use-test-run.ts';
import { useNamedShortcut } from '../shortcuts/index.ts';

export function EditorView() {
  const { autosave, mayEdit, store } = useEditor();
  const doc = useDoc();
  const problems = useProblems();
  const marks = useMemo(() => problemMarks(problems), [problems]);
  const inspects = useEditorState((state) => state.selection.nodes.length === 1 && state.selection.edges.length === 0);
  const outline = useEditorState((state) => state.ui.outline);
  const mapper = useEditorState((state) => state.ui.mapper);
  const go = useProblemWalk(problems);
  useFollowTestRun();
  useNamedShortcut('save', () => void autosave.flush());
  useNamedShortcut('publish', () => store.getState().show({ publishing: true }), mayEdit);
  // Beside a mapper the canvas keeps what it needs to be looked at; its tools come back with it.
  const hasPalette = mayEdit && mapper === null;
  const side = mapper !== null ? 'mapper' : inspects ? 'inspector' : null;
  const panels = [...(hasPalette ? ['palette'] : []), 'canvas', ...(side === null ? [] : [side])];
  return (
    <PageFrame
      crumbs={[{ label: 'Flows', to: '/flows' }]}
      title={doc.name}
      titleSlot={<FlowTitle />}
      search={false}
      meta={<EditorMeta />}
      actions={<EditorActions problems={problems} />}
      className="overflow-hidden"
    >
      <Resizable name="editor" direction="horizontal" panelIds={panels} className="h-full">
        {hasPalette ? (
          <>
            <ResizablePanel id="palette" fixed defaultSize={196} minSize={160} maxSize={320}>
              <Palette />
            </ResizablePanel>
            <ResizeHandle label="Width of the palette" />
          </>
        ) : null}
        <ResizablePanel id="canvas" minSize={mapper === null ? 320 : 200}>
          <div className="flex h-full min-h-0 flex-col">
            <div className="relative min-h-0 flex-1">{outline ? <Outline /> : <EditorCanvas marks={marks} />}</div>
            <LowerPanel problems={problems} onGo={go.to} />
          </div>
        </ResizablePanel>
        {mapper !== null ? (
          <>
            <ResizeHandle label="Width of the mapper" />
            <ResizablePanel id="mapper" defaultSize="68%" minSize={640}>
              <DockedMapper place={mapper} />
            </ResizablePanel>
          </>
        ) : inspects ? (
          <>
            <ResizeHandle label="Width of the inspector" />
            <ResizablePanel id="inspector" fixed defaultSize={352} minSize={300} maxSize={720}>
              <Inspector problems={problems} />
            </ResizablePanel>
          </>
        ) : null}
      </Resizable>
      <StepPicker />
      <FindInFlow />
      <PublishDialog problems={problems} onGo={go.to} />
      <RejectedEdits />
    </PageFrame>
  );
}

/** F8 walks the problems in their order and begins again after the last. */
function useProblemWalk(problems: readonly Diagnostic[]) {
  const { store } = useEditor();
  const at = useRef(-1);
  const to = useCallback(
    (problem: Diagnostic) => {
      const { doc, goTo, select, show } = store.getState();
      show({ lowerPanel: 'problems', publishing: false, outline: false });
      at.current = problems.indexOf(problem);
      if (problem.at.nodeId !== undefined && doc.nodes.some((node) => node.id === problem.at.nodeId)) {
        goTo(problem.at.nodeId, problem.at.field);
      } else if (problem.at.edgeId !== undefined) select({ edges: [problem.at.edgeId] });
    },
    [problems, store],
  );
  const walk = (by: 1 | -1): void => {
    if (problems.length === 0) return;
    const next = problems[(at.current + by + problems.length) % problems.length];
    if (next !== undefined) to(next);
  };
  useNamedShortcut('nextProblem', () => walk(1));
  useNamedShortcut('previousProblem', () => walk(-1));
  return { to };
}
