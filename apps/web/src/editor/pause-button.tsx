import { CirclePause, CirclePlay, CircleStop } from 'lucide-react';
import { useState } from 'react';
import { useMay } from '../app/session.ts';
import { PauseDialog, useResumeFlow } from '../flows/pause-dialog.tsx';
import { UnpublishDialog } from '../flows/unpublish-dialog.tsx';
import { Button, IconButton } from '../ui/index.ts';
import { useDoc, useEditor } from './editor-context.ts';

/** Pauses what is live, or lets it go on. */
export function PauseButton() {
  const { flowId, live } = useEditor();
  const { name } = useDoc();
  const mayRepair = useMay('run.repair');
  const [asking, setAsking] = useState(false);
  const resume = useResumeFlow();
  if (live === null || !mayRepair) return null;
  if (live.status === 'paused') {
    return (
      <Button icon={CirclePlay} busy={resume.isPending} onClick={() => resume.mutate({ flowId })}>
        Resume
      </Button>
    );
  }
  return (
    <>
      <IconButton icon={CirclePause} label="Pause the live flow" onClick={() => setAsking(true)} />
      {asking ? <PauseDialog flow={{ id: flowId, name }} onClose={() => setAsking(false)} /> : null}
    </>
  );
}

/** Takes what is live out of service. */
export function UnpublishButton() {
  const { flowId, live, mayPublish } = useEditor();
  const { name } = useDoc();
  const [asking, setAsking] = useState(false);
  if (live === null || !mayPublish) return null;
  return (
    <>
      <IconButton icon={CircleStop} label="Unpublish the live flow" onClick={() => setAsking(true)} />
      {asking ? <UnpublishDialog flow={{ id: flowId, name }} onClose={() => setAsking(false)} /> : null}
    </>
  );
}
