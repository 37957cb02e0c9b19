import { parseJson } from '@patchbay/codecs';
import type { FlowNode } from '@patchbay/model/flow';
import type { Json } from '@patchbay/model/schema';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Hand } from 'lucide-react';
import { useState } from 'react';
import { trpc } from '../app/api-client.ts';
import { ErrorBox } from '../app/error-box.tsx';
import { useMay } from '../app/session.ts';
import { Button, Dialog, TextAreaField, toast } from '../ui/index.ts';
import { useDoc, useEditor } from './editor-context.ts';
import { sampleOf } from './preview/trigger-sample.ts';

type TriggerNode = Extract<FlowNode, { kind: 'trigger' }>;

/** Starts what is live; shown only where that has a meaning: the flow is live and has a manual trigger. */
export function StartByHand() {
  const { live } = useEditor();
  const doc = useDoc();
  const mayStart = useMay('run.start');
  const [open, setOpen] = useState(false);
  const manual = doc.nodes.find((node) => node.kind === 'trigger' && node.operation === 'manual.start');
  if (live === null || manual?.kind !== 'trigger' || !mayStart) return null;
  return (
    <>
      <Button icon={Hand} title={`Starts version ${live.number}, which is live`} onClick={() => setOpen(true)}>
        Start by hand
      </Button>
      {open ? <StartDialog trigger={manual} version={live.number} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

interface StartDialogProps {
  readonly trigger: TriggerNode;
  readonly version: number;
  readonly onClose: () => void;
}

function StartDialog({ trigger, version, onClose }: StartDialogProps) {
  const { flowId, catalogue } = useEditor();
  const navigate = useNavigate();
  const [text, setText] = useState(() => JSON.stringify(sampleOf(trigger, catalogue), null, 2));
  const [mistake, setMistake] = useState<string | undefined>(undefined);
  const start = useMutation(
    trpc.flow.start.mutationOptions({
      onSuccess: ({ runId }) => {
        onClose();
        toast('The run was started');
        void navigate({ to: '/runs/$runId', params: { runId } });
      },
    }),
  );
  const send = (): void => {
    let payload: Json = null;
    try {
      if (text.trim() !== '') payload = parseJson(text);
    } catch (error) {
      setMistake(`This is no JSON: ${error instanceof Error ? error.message : String(error)}`);
      return;
    }
    setMistake(undefined);
    start.mutate({ flowId: flowId as never, payload });
  };
  return (
    <Dialog
      onClose={onClose}
      title="Start by hand"
      description={`Runs version ${version}, which is live, with its connections: what it does is real. Edits that are not published are not in it.`}
      size="medium"
      footer={
        <>
          <Button look="primary" busy={start.isPending} onClick={send}>
            Start
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <div className="grid gap-3">
        <TextAreaField
          label="Payload"
          mono
          rows={10}
          value={text}
          onChange={(event) => setText(event.target.value)}
          hint="JSON; empty starts it without a payload."
          error={mistake}
        />
        {start.error === null ? null : <ErrorBox error={start.error} />}
      </div>
    </Dialog>
  );
}
