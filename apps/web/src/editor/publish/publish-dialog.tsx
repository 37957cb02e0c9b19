import type { Diagnostic } from '@patchbay/model/errors';
import type { FlowDocument } from '@patchbay/model/flow';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleCheck, CircleX, Info, TriangleAlert } from 'lucide-react';
import { trpc } from '../../app/api-client.ts';
import { ErrorBox } from '../../app/error-box.tsx';
import { errorWords } from '../../app/error-words.ts';
import { Button, CopyButton, Dialog, toast } from '../../ui/index.ts';
import { SlotPicker } from '../inspector/slot-picker.tsx';
import { useDoc, useEditor, useEditorState } from '../editor-context.ts';
import { changesSince } from './changes-since.ts';
import { problemWords } from '../../mapper/index.ts';

interface PublishDialogProps {
  readonly problems: readonly Diagnostic[];
  readonly onGo: (problem: Diagnostic) => void;
}

/** Says in plain words what will change and what is wrong, before anything is made live. */
export function PublishDialog(props: PublishDialogProps) {
  const open = useEditorState((state) => state.ui.publishing);
  const show = useEditorState((state) => state.show);
  return open ? <OpenDialog {...props} onClose={() => show({ publishing: false })} /> : null;
}

function OpenDialog({ problems, onGo, onClose }: PublishDialogProps & { readonly onClose: () => void }) {
  const { flowId, live, bindings } = useEditor();
  const doc = useDoc();
  const publish = usePublish();
  const before = useQuery({
    ...trpc.flow.version.queryOptions({ versionId: (live?.versionId ?? '') as never }),
    enabled: live !== null,
  });
  const errors = problems.filter((problem) => problem.severity === 'error');
  const warnings = problems.filter((problem) => problem.severity === 'warning' && problem.code !== 'flow.unboundSlot');
  const unbound = doc.slots.filter((slot) => !Object.hasOwn(bindings, slot.name));
  const blocked = errors.length > 0 || unbound.length > 0;
  const title = live === null ? 'Publish this flow' : `Publish version ${live.number + 1}`;
  return (
    <Dialog
      onClose={onClose}
      title={publish.data === undefined ? title : `Version ${publish.data.number} is live`}
      size="medium"
      footer={
        publish.data === undefined ? (
          <>
            <Button look="primary" busy={publish.isPending} disabled={blocked} onClick={() => publish.mutate()}>
              Publish
            </Button>
            <Button onClick={onClose}>Keep as draft</Button>
          </>
        ) : (
          <Button look="primary" onClick={onClose}>
            Done
          </Button>
        )
      }
    >
      <div className="grid gap-4">
        {publish.data === undefined ? (
          <>
            <Changes doc={doc} before={before.data?.document ?? null} live={live?.number ?? null} />
            <Findings title="Must be mended first" problems={errors} onGo={onGo} />
            {unbound.length === 0 ? null : (
              <section>
                <h3 className="mb-1 flex items-center gap-2 font-semibold">
                  <CircleX size={16} aria-hidden className="text-bad" />
                  Connections to choose
                </h3>
                <div className="grid gap-2">
                  {unbound.map((slot) => (
                    <SlotPicker key={slot.name} slot={slot} label={slot.label} />
                  ))}
                </div>
              </section>
            )}
            <Findings title="Allowed, but look" problems={warnings} onGo={onGo} />
            {publish.error === null ? null : <PublishError error={publish.error} onGo={onGo} />}
          </>
        ) : (
          <LiveNow key={flowId} />
        )}
      </div>
    </Dialog>
  );
}

function usePublish() {
  const { flowId, autosave } = useEditor();
  const client = useQueryClient();
  const mutation = useMutation(trpc.flow.publish.mutationOptions());
  return useMutation({
    mutationFn: async () => {
      const revision = await autosave.flush();
      if (revision === null)
        throw new Error('The last edits could not be saved yet. Look at the state of saving in the bar.');
      const published = await mutation.mutateAsync({ flowId: flowId as never, revision });
      await client.invalidateQueries({ queryKey: trpc.flow.get.queryKey() });
      void client.invalidateQueries({ queryKey: trpc.flow.list.pathKey() });
      return published;
    },
    onSuccess: ({ number }) => toast(`Version ${number} is live`),
  });
}

function Changes({
  doc,
  before,
  live,
}: {
  readonly doc: FlowDocument;
  readonly before: FlowDocument | null;
  readonly live: number | null;
}) {
  if (live === null) {
    const triggers = doc.nodes.filter((node) => node.kind === 'trigger').map((node) => `“${node.label}”`);
    return (
      <p className="text-ink-2">
        This is the first version. From now on {triggers.length === 0 ? 'its triggers' : triggers.join(' and ')} will
        start runs in this environment. Later edits stay a draft until you publish again.
      </p>
    );
  }
  if (before === null) return <p className="text-ink-3">Comparing with version {live}…</p>;
  const changes = changesSince(before, doc);
  return (
    <section>
      <h3 className="mb-1 font-semibold">What changes against version {live}</h3>
      {changes.length === 0 ? (
        <p className="text-ink-2">Nothing: the draft is the same as what is live.</p>
      ) : (
        <ul className="grid list-disc gap-0.5 pl-5 text-ink-2">
          {changes.map((change) => (
            <li key={change}>{change}</li>
          ))}
        </ul>
      )}
      <p className="mt-2 text-12 text-ink-3">New runs use the new version; runs under way finish on theirs.</p>
    </section>
  );
}

function Findings({ title, problems, onGo }: PublishDialogProps & { readonly title: string }) {
  const doc = useDoc();
  if (problems.length === 0) return null;
  const bad = problems[0]?.severity === 'error';
  const Icon = bad ? CircleX : TriangleAlert;
  return (
    <section>
      <h3 className="mb-1 flex items-center gap-2 font-semibold">
        <Icon size={16} aria-hidden className={bad ? 'text-bad' : 'text-wait'} />
        {title}
      </h3>
      <ul className="grid gap-1">
        {problems.map((problem, index) => (
          <li key={index} className="flex items-start gap-2">
            <span className="min-w-0 flex-1 text-ink-2">
              <span className="font-medium text-ink">
                {doc.nodes.find((node) => node.id === problem.at.nodeId)?.label}
              </span>{' '}
              {problemWords(problem)}
            </span>
            {problem.at.nodeId === undefined && problem.at.edgeId === undefined ? null : (
              <Button size="small" onClick={() => onGo(problem)}>
                Go to
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The server checks again; what it found and we did not is shown in its words. */
function PublishError({ error, onGo }: { readonly error: unknown; readonly onGo: PublishDialogProps['onGo'] }) {
  const details = errorWords(error).details as { diagnostics?: Diagnostic[] } | undefined;
  return (
    <div className="grid gap-2">
      <ErrorBox error={error} />
      <Findings title="Found by the server" problems={details?.diagnostics ?? []} onGo={onGo} />
    </div>
  );
}

function LiveNow() {
  const { live } = useEditor();
  const doc = useDoc();
  const urls = live?.hookUrls ?? [];
  return (
    <>
      <p className="flex items-center gap-2 text-ink-2">
        <CircleCheck size={16} aria-hidden className="text-ok" />
        New runs use this version from now on.
      </p>
      {urls.map(({ nodeId, url }) => (
        <section key={nodeId}>
          <h3 className="mb-1 font-semibold">
            Address of “{doc.nodes.find((node) => node.id === nodeId)?.label ?? nodeId}”
          </h3>
          <div className="flex items-center gap-2 rounded-1 border border-line bg-sunken px-2 py-1">
            <code className="min-w-0 flex-1 wrap-anywhere">{url}</code>
            <CopyButton text={url} label="Copy the address" />
          </div>
        </section>
      ))}
      {urls.length === 0 ? null : (
        <p className="flex items-center gap-2 text-12 text-ink-3">
          <Info size={14} aria-hidden />
          Give the address to the system that calls. It stays the same for later versions.
        </p>
      )}
    </>
  );
}
