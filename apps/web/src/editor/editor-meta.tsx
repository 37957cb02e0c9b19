import { CirclePause, CloudAlert, CloudCheck, CloudUpload, PencilLine, TriangleAlert } from 'lucide-react';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo } from 'react';
import { useStore } from 'zustand';
import { trpc } from '../app/api-client.ts';
import { Button, Chip } from '../ui/index.ts';
import { useDoc, useEditor, useEditorState } from './editor-context.ts';
import type { Editor } from './editor-context.ts';
import { changesSince } from './publish/changes-since.ts';

/** The server counts no further. */
const mostCounted = 1_000;

/** Beside the flow's name: what is live, what the draft changes, whether everything is saved. */
export function EditorMeta() {
  const { live } = useEditor();
  const refusal = useEditorState((state) => state.ui.refusal);
  const show = useEditorState((state) => state.show);
  return (
    <>
      <LiveChip live={live} />
      {live === null ? <DraftChip words="Draft" /> : <Changes versionId={live.versionId} />}
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

const DraftChip = ({ words, title }: { readonly words: string; readonly title?: string }) => (
  <span className="flex-none" title={title}>
    <Chip tone="chg" icon={PencilLine}>
      {words}
    </Chip>
  </span>
);

/** Whether the draft does otherwise than what is live, and in how many ways. */
function Changes({ versionId }: { readonly versionId: NonNullable<Editor['live']>['versionId'] }) {
  // Compared when nothing more urgent is to be drawn: of a large flow it takes some milliseconds.
  const doc = useDeferredValue(useDoc());
  const before = useQuery(trpc.flow.version.queryOptions({ versionId }, { staleTime: Infinity })).data?.document;
  const changes = useMemo(() => (before === undefined ? [] : changesSince(before, doc)), [before, doc]);
  if (changes.length === 0) return null;
  return (
    <DraftChip words={changes.length === 1 ? '1 change' : `${changes.length} changes`} title={changes.join('\n')} />
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
