// Ties a mounted editor to the server: edits go out, edits of others come in.
import type { FlowDocument } from '@patchbay/model/flow';
import { FlowCommand } from '@patchbay/model/flow';
import { FlowDocument as FlowDocumentSchema } from '@patchbay/model/flow';
import { useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import * as z from 'zod';
import { trpcClient } from '../app/api-client.ts';
import { errorWords, notSavedWords } from '../app/error-words.ts';
import { createAutosave } from './autosave.ts';
import type { Autosave, SendResult } from './autosave.ts';
import type { CanvasHandle } from './canvas/index.ts';
import type { FlowView } from './editor-context.ts';
import { createEditorStore } from './editor.store.ts';
import type { EditorStore } from './editor.store.ts';
import { FlowLearning } from './mapping/flow-learning.ts';
import { rememberPairs } from './mapping/remember-pairs.ts';
import { createTestRun } from './test-run.store.ts';
import type { TestRunStore } from './test-run.store.ts';

export interface EditorSession {
  readonly store: EditorStore;
  readonly learning: FlowLearning;
  readonly autosave: Autosave;
  readonly run: TestRunStore;
  readonly canvas: RefObject<CanvasHandle | null>;
}

type FlowId = FlowView['id'];

const Conflict = z.object({
  rejected: z.array(z.object({ command: FlowCommand, reason: z.string() })),
  document: FlowDocumentSchema,
  revision: z.int(),
});

async function send(given: {
  flowId: FlowId;
  clientId: string;
  baseRevision: number;
  commands: readonly FlowCommand[];
}): Promise<SendResult> {
  const { flowId, clientId, baseRevision, commands } = given;
  try {
    const applied = await trpcClient.flow.applyCommands.mutate({
      flowId,
      baseRevision,
      commands: [...commands],
      clientId,
    });
    return { kind: 'applied', revision: applied.revision, document: applied.document };
  } catch (error) {
    const words = errorWords(error);
    if (words.code === undefined || words.retryable) return { kind: 'unreachable' };
    const conflict = Conflict.safeParse(words.details);
    if (words.code === 'conflict' && conflict.success) return { kind: 'conflict', ...conflict.data };
    return { kind: 'refused', message: notSavedWords(words) };
  }
}

function createSession(flow: FlowView): Omit<EditorSession, 'canvas'> & { clientId: string } {
  const clientId = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
  const autosave = createAutosave({
    revision: flow.revision,
    send: (baseRevision, commands) => send({ flowId: flow.id, clientId, baseRevision, commands }),
    onDocument: (doc: FlowDocument, revision) => store.getState().receive(doc, revision),
    onRevision: (revision) => store.getState().saved(revision),
  });
  const store: EditorStore = createEditorStore({
    doc: flow.document,
    revision: flow.revision,
    onCommand: (command) => autosave.push(command),
  });
  const learning = new FlowLearning(store, rememberPairs);
  return { store, learning, autosave, run: createTestRun(), clientId };
}

export function useEditorSession(flow: FlowView, mayEdit: boolean): EditorSession {
  const [session] = useState(() => createSession(flow));
  const canvas = useRef<CanvasHandle | null>(null);
  const { autosave, clientId } = session;
  const { id: flowId } = flow;

  useEffect(() => {
    const keep = (event: BeforeUnloadEvent): void => {
      if (autosave.view.getState().status === 'saved') return;
      void autosave.flush();
      event.preventDefault();
    };
    window.addEventListener('beforeunload', keep);
    return () => {
      window.removeEventListener('beforeunload', keep);
      void autosave.flush().finally(autosave.stop);
    };
  }, [autosave]);

  useEffect(() => {
    if (!mayEdit) return;
    const subscription = trpcClient.flow.watch.subscribe(
      { flowId, sinceRevision: autosave.revision() },
      {
        onData: (change) => {
          if (change.clientId === clientId) return;
          if (change.document !== undefined) autosave.hear(change.document, change.revision);
          else void trpcClient.flow.get.query({ flowId }).then((now) => autosave.hear(now.document, now.revision));
        },
      },
    );
    return () => subscription.unsubscribe();
  }, [autosave, clientId, flowId, mayEdit]);

  const { store, learning, run } = session;
  return { store, learning, autosave, run, canvas };
}
