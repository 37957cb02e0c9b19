import { CirclePause, CloudAlert, CloudCheck, CloudUpload, PencilLine, TriangleAlert } from 'lucide-react';
import { useStore } from 'zustand';
import { Button, Chip } from '../ui/index.ts';
import { useEditor, useEditorState } from './editor-context.ts';
import type { Editor } from './editor-context.ts';

/** The server counts no further. */
const mostCounted = 1_000;

/** Beside the flow's name: draft, what is live, whether everything is saved. */
export function EditorMeta() {
  const { live } = useEditor();
  const refusal = useEditorState((state) => state.ui.refusal);
  const show = useEditorState((state) => state.show);
  return (
    <>
      <Chip tone="chg" icon={PencilLine}>
        Draft
      </Chip>
      <LiveChip live={live} />
      <SaveState />
      {refusal === null ? null : (
        <span role="alert" className="flex min-w-0 items-center gap-1 text-wait">
          <TriangleAlert size={14} aria-hidden />
          <span className="truncate" title={refusal}>
            {refusal}
          </span>
          <Button look="ghost" size="small" onClick={() => show({ refusal: null })}>
            OK
          </Button>
        </span>
      )}
    </>
  );
}

/** What is live, and how much waits while it is paused. */
function LiveChip({ live }: Pick<Editor, 'live'>) {
  if (live === null) return <Chip>Not published</Chip>;
  if (live.status !== 'paused') return <Chip>{`Version ${live.number} live`}</Chip>;
  const { heldRuns } = live;
  const waiting = heldRuns > mostCounted ? `more than ${mostCounted}` : String(heldRuns);
  return (
    <Chip tone="wait" icon={CirclePause}>
      {`Version ${live.number} paused`}
      {heldRuns === 0 ? '' : ` · ${waiting} ${heldRuns === 1 ? 'run waits' : 'runs wait'}`}
    </Chip>
  );
}

const clock = (at: Date): string => at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });

function SaveState() {
  const { autosave, mayEdit } = useEditor();
  const status = useStore(autosave.view, (view) => view.status);
  const savedAt = useStore(autosave.view, (view) => view.savedAt);
  const refusal = useStore(autosave.view, (view) => view.refusal);
  if (!mayEdit) return <span className="text-ink-3">You may look, not edit</span>;
  const word = 'flex items-center gap-1 whitespace-nowrap text-ink-3';
  switch (status) {
    case 'saved':
      return (
        <span className={word} role="status">
          <CloudCheck size={14} aria-hidden />
          {savedAt === null ? 'Saved' : `Saved ${clock(savedAt)}`}
        </span>
      );
    case 'waiting':
    case 'saving':
      return (
        <span className={word} role="status">
          <CloudUpload size={14} aria-hidden />
          Saving…
        </span>
      );
    case 'offline':
      return (
        <span className="flex items-center gap-1 whitespace-nowrap text-wait" role="status">
          <CloudAlert size={14} aria-hidden />
          Offline, your edits are kept
          <Button size="small" onClick={() => void autosave.flush()}>
            Retry
          </Button>
        </span>
      );
    case 'refused':
      return (
        <span className="flex min-w-0 items-center gap-1 text-bad" role="alert">
          <CloudAlert size={14} aria-hidden />
          <span className="truncate" title={refusal ?? ''}>
            Not saved: {refusal}
          </span>
          <Button size="small" onClick={() => void autosave.flush()}>
            Retry
          </Button>
        </span>
      );
  }
}
