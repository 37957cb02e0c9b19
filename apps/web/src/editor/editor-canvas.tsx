import { ListTree, Webhook } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { Button, NamedIcon, ToolbarItem } from '../ui/index.ts';
import { FlowCanvas, runOverlay } from './canvas/index.ts';
import type { CanvasEditing } from './canvas/canvas-context.ts';
import type { ProblemMark } from './canvas/projection.ts';
import { useDoc, useEditor, useEditorState, useTestRun } from './editor-context.ts';
import { useTroubles } from './inspector/live-trigger.tsx';
import { paletteSearchId } from './palette/palette.tsx';
import { allSteps, isTrigger } from './step-kinds.ts';
import { useAddStep } from './use-add-step.ts';

/** The canvas of the editor: the drawing tied to the store, the test run laid over it. */
export function EditorCanvas({ marks }: { readonly marks: ReadonlyMap<string, ProblemMark> }) {
  const { store, catalogue, canvas, flowId, mayEdit } = useEditor();
  const doc = useDoc();
  const troubles = useTroubles();
  const selection = useEditorState((state) => state.selection);
  const reveal = useEditorState((state) => state.ui.reveal);
  const steps = useTestRun((run) => run.steps);
  const phase = useTestRun((run) => run.phase);
  const status = useTestRun((run) => run.status);
  const overlay = useMemo(
    () => (phase === 'none' || phase === 'starting' ? null : runOverlay(doc, steps, status)),
    [doc, steps, phase, status],
  );
  const editing = useMemo((): CanvasEditing => {
    const { edit, undo, redo, show } = store.getState();
    return {
      edit,
      undo,
      redo,
      openPicker: (request) => {
        const search = document.getElementById(paletteSearchId);
        if (request.position === undefined && search !== null) search.focus();
        else show({ picker: request });
      },
    };
  }, [store]);
  useEffect(() => {
    if (reveal === null) return;
    // The inspector may open with the selection: where the step is seen shows once the canvas has its new width.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => canvas.current?.reveal(reveal.nodeId));
    });
    return () => cancelAnimationFrame(frame);
  }, [reveal, canvas]);
  return (
    <FlowCanvas
      doc={doc}
      catalogue={catalogue}
      selection={selection}
      onSelect={store.getState().select}
      {...(mayEdit ? { editing } : {})}
      onRename={() => requestAnimationFrame(() => inspectorPart('[data-rename]')?.click())}
      // A click leaves the focus on the canvas, so that its keys go on working; Enter goes to the settings.
      onOpen={(_, by) => {
        if (by === 'key') inspectorPart('[role=tab][data-state=active]')?.focus();
      }}
      problems={marks}
      troubles={troubles}
      overlay={overlay}
      viewName={flowId}
      handleRef={canvas}
      label={`Canvas of ${doc.name}`}
      tools={
        <ToolbarItem>
          <Button look="ghost" size="small" icon={ListTree} onClick={() => store.getState().show({ outline: true })}>
            Outline
          </Button>
        </ToolbarItem>
      }
    >
      {doc.nodes.length === 0 && mayEdit ? <FirstStep /> : null}
    </FlowCanvas>
  );
}

const inspectorPart = (selector: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`[data-inspector] ${selector}`);

/** An empty flow says what it needs first. */
function FirstStep() {
  const { catalogue } = useEditor();
  const add = useAddStep();
  const triggers = allSteps(catalogue).filter(isTrigger);
  return (
    <div className="pointer-events-none absolute inset-0 grid place-items-center">
      <div className="pointer-events-auto w-80 rounded-3 border border-line bg-panel p-4 shadow-2">
        <div className="flex items-center gap-2 text-14 font-semibold">
          <Webhook size={16} aria-hidden className="text-ink-3" />
          What starts this flow?
        </div>
        <p className="mt-1 text-ink-2">
          A flow begins with a trigger. Choose one here, or drag any step from the left.
        </p>
        <div className="mt-3 flex flex-wrap gap-2">
          {triggers.map((step) => (
            <Button key={step.key} size="small" onClick={() => add(step)}>
              <NamedIcon name={step.icon} size={14} />
              {step.label}
            </Button>
          ))}
        </div>
        <p className="mt-3 text-12 text-ink-3">
          For example: Webhook, then Map, then Respond answers a call with data of your own shape.
        </p>
      </div>
    </div>
  );
}
