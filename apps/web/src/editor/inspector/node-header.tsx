import type { FlowNode } from '@patchbay/model/flow';
import { NodeName } from '@patchbay/model/flow';
import { Copy, Ellipsis, Trash2, Unplug, X } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton, Menu, NamedIcon, Status, TextField } from '../../ui/index.ts';
import { statusLook, statusWords } from '../canvas/index.ts';
import { deleteNodesCommands } from '../canvas/splice.ts';
import { nodeIcon } from '../catalogue.ts';
import { copyText, pasteCommands } from '../clipboard.ts';
import { useDoc, useEditor, useTestRun } from '../editor-context.ts';
import { batchOf, emptySelection } from '../editor.store.ts';
import { freeName, slugOf } from '../node-name.ts';
import { isStale, stepOf } from '../test-run.store.ts';
import { keyOf, keyWords, useOwnKeys } from '../../shortcuts/index.ts';
import { useCloseInspector } from './use-close-inspector.ts';

export function NodeHeader({ node }: { readonly node: FlowNode }) {
  const { catalogue, mayEdit } = useEditor();
  const close = useCloseInspector();
  useOwnKeys();
  const [renaming, setRenaming] = useState(false);
  return (
    <header className="px-4 pt-3 pb-2">
      <div className="flex items-center gap-3">
        <span className="grid size-8 flex-none place-items-center rounded-3 border border-line-2 bg-raised text-ink-2">
          <NamedIcon name={nodeIcon(node, catalogue)} size={16} />
        </span>
        <div className="min-w-0 flex-1">
          <h2 className="text-14 font-semibold">
            <button
              type="button"
              data-rename
              disabled={!mayEdit}
              title={`Rename${keyWords('rename')}`}
              className="max-w-full truncate rounded-1 text-left enabled:hover:underline"
              onClick={() => setRenaming(true)}
            >
              {node.label}
            </button>
          </h2>
          <HeaderStatus node={node} />
        </div>
        {mayEdit ? <NodeMenu node={node} onRename={() => setRenaming(true)} /> : null}
        <IconButton icon={X} label="Close" shortcut="Esc" onClick={close} className="-ml-2" />
      </div>
      {renaming ? <RenameForm node={node} onDone={() => setRenaming(false)} /> : null}
    </header>
  );
}

function HeaderStatus({ node }: { readonly node: FlowNode }) {
  const step = useTestRun((run) => stepOf(run, node.id));
  const stale = useTestRun((run) => isStale(run, node));
  if (step === undefined)
    return (
      <code className="block truncate text-ink-3">{node.kind === 'trigger' ? 'trigger' : `steps.${node.name}`}</code>
    );
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-1 text-12 text-ink-3">
      <Status look={statusLook[step.status]}>{statusWords[step.status]}</Status>
      {step.attempts.length > 1 ? <span>· attempt {step.attempts.length}</span> : null}
      {stale ? <span className="text-chg">· settings changed since</span> : null}
    </div>
  );
}

/** The label is what people read; the name is what expressions use. It follows the label until it is set by hand. */
function RenameForm({ node, onDone }: { readonly node: FlowNode; readonly onDone: () => void }) {
  const { store } = useEditor();
  const doc = useDoc();
  const [label, setLabel] = useState(node.label);
  const [ownName, setOwnName] = useState<string | null>(node.name === slugOf(node.label) ? null : node.name);
  const name = ownName ?? freeName(doc, slugOf(label), node.id);
  const parsed = NodeName.safeParse(name);
  const taken = doc.nodes.some((other) => other.id !== node.id && other.name === name);
  const mistake = !parsed.success
    ? 'Lower-case letters, digits and _, beginning with a letter.'
    : taken
      ? 'Another step has this name. Choose another.'
      : undefined;
  const save = (): void => {
    const wanted = label.trim();
    if (!parsed.success || taken || wanted === '') return;
    if (wanted !== node.label || parsed.data !== node.name) {
      if (!store.getState().edit({ type: 'renameNode', nodeId: node.id, name: parsed.data, label: wanted })) return;
    }
    onDone();
  };
  return (
    <form
      className="mt-2 grid gap-2 rounded-2 border border-line bg-sunken p-3"
      aria-label={`Rename ${node.label}`}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onDone();
      }}
    >
      <TextField
        label="Label"
        autoFocus
        required
        maxLength={120}
        value={label}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setLabel(event.target.value)}
      />
      <TextField
        label="Name in expressions"
        mono
        value={name}
        error={mistake}
        hint="Expressions that use it are rewritten."
        onChange={(event) => setOwnName(event.target.value)}
      />
      <div className="flex gap-2">
        <Button type="submit" look="primary" size="small" disabled={mistake !== undefined || label.trim() === ''}>
          Rename
        </Button>
        <Button size="small" onClick={onDone}>
          Keep
        </Button>
      </div>
    </form>
  );
}

function NodeMenu({ node, onRename }: { readonly node: FlowNode; readonly onRename: () => void }) {
  const { store } = useEditor();
  const remove = (reconnect: boolean) => () => {
    const command = batchOf(deleteNodesCommands(store.getState().doc, [node.id], reconnect));
    if (command !== null) store.getState().edit(command, { select: {} });
  };
  const duplicate = (): void => {
    const { doc, edit } = store.getState();
    const pasted = pasteCommands(doc, copyText(doc, { ...emptySelection, nodes: [node.id] }), { x: 32, y: 32 });
    const command = batchOf(pasted?.commands ?? []);
    if (command !== null) edit(command, { select: { nodes: pasted?.nodeIds ?? [] } });
  };
  return (
    <Menu
      trigger={<IconButton icon={Ellipsis} label="More" />}
      items={[
        { label: 'Rename', shortcut: keyOf('rename'), onSelect: () => requestAnimationFrame(onRename) },
        { label: 'Duplicate', icon: Copy, shortcut: keyOf('duplicateSteps'), onSelect: duplicate },
        'divider',
        { label: 'Delete and reconnect', icon: Unplug, shortcut: keyOf('deleteAndReconnect'), onSelect: remove(true) },
        { label: 'Delete', icon: Trash2, shortcut: keyOf('deleteSteps'), danger: true, onSelect: remove(false) },
      ]}
    />
  );
}
