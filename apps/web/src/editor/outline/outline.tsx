import { outputPorts, inputPorts } from '@patchbay/model/flow';
import type { FlowDocument, FlowNode } from '@patchbay/model/flow';
import { Map as MapIcon, Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { Button, IconButton, NamedIcon, Select } from '../../ui/index.ts';
import { addEdgeCommand, deleteNodesCommands } from '../canvas/splice.ts';
import { connectionProblem } from '../canvas/connection-rules.ts';
import { nodeIcon } from '../catalogue.ts';
import { useDoc, useEditor, useEditorState } from '../editor-context.ts';
import { batchOf } from '../editor.store.ts';
import { nodeSummary } from '../node-summary.ts';
import { outlineRows } from './outline-rows.ts';
import type { OutlineRow } from './outline-rows.ts';

/** The whole flow as a list: everything that the canvas can do, by keyboard and screen reader. */
export function Outline() {
  const doc = useDoc();
  const show = useEditorState((state) => state.show);
  const rows = useMemo(() => outlineRows(doc), [doc]);
  return (
    <section aria-label="Outline of the flow" className="flex h-full flex-col bg-panel">
      <header className="flex h-9 flex-none items-center gap-2 border-b border-line px-3">
        <h2 className="font-semibold">Outline</h2>
        <span className="text-ink-3">{doc.nodes.length} steps</span>
        <span className="flex-1" />
        <Button size="small" icon={MapIcon} onClick={() => show({ outline: false })}>
          Canvas
        </Button>
      </header>
      <ol className="min-h-0 flex-1 overflow-auto py-1">
        {rows.map((row) => (
          <OutlineItem key={row.node.id} row={row} doc={doc} />
        ))}
        {rows.length === 0 ? <li className="px-3 py-2 text-ink-3">No steps yet. Add one from the left.</li> : null}
      </ol>
    </section>
  );
}

function OutlineItem({ row, doc }: { readonly row: OutlineRow; readonly doc: FlowDocument }) {
  const { store, catalogue, mayEdit } = useEditor();
  const selected = useEditorState((state) => state.selection.nodes.includes(row.node.id));
  const { node } = row;
  const leads = row.leadsTo.map(({ label, port }) => (port === '' ? label : `${port}: ${label}`)).join(', ');
  return (
    <li
      className={`flex min-h-9 items-center gap-2 pr-3 ${selected ? 'bg-accent-soft' : 'hover:bg-hover'}`}
      style={{ paddingLeft: 12 + row.depth * 20 }}
    >
      <button
        type="button"
        aria-current={selected || undefined}
        className="flex min-w-0 flex-1 items-center gap-2 py-1 text-left"
        onClick={() => store.getState().select({ nodes: [node.id] })}
      >
        <NamedIcon name={nodeIcon(node, catalogue)} size={16} className="text-ink-3" />
        <span className="flex-none font-medium">{node.label}</span>
        <span className="truncate text-12 text-ink-3">{nodeSummary(node, catalogue, doc.slots)}</span>
        <span className="ml-auto truncate pl-4 text-12 text-ink-2">{leads === '' ? '' : `→ ${leads}`}</span>
      </button>
      {mayEdit ? (
        <>
          <ConnectTo node={node} doc={doc} />
          <IconButton
            size="small"
            icon={Trash2}
            label={`Delete ${node.label}`}
            onClick={() => {
              const command = batchOf(deleteNodesCommands(doc, [node.id], false));
              if (command !== null) store.getState().edit(command, { select: {} });
            }}
          />
        </>
      ) : null}
    </li>
  );
}

/** The keyboard's way of dragging an edge. */
export function ConnectTo({ node, doc }: { readonly node: FlowNode; readonly doc: FlowDocument }) {
  const { store } = useEditor();
  const options = outputPorts(node).flatMap((port) =>
    doc.nodes
      .flatMap((other) => inputPorts(other).map((into) => ({ other, into })))
      .filter(({ other, into }) => {
        const wanted = { from: { node: node.id, port: port.name }, to: { node: other.id, port: into.name } };
        return connectionProblem(doc, wanted) === null;
      })
      .map(({ other, into }) => ({
        value: `${port.name} ${other.id} ${into.name}`,
        label: into.label === undefined ? other.label : `${other.label}, as ${into.label}`,
        ...(port.name === 'out'
          ? {}
          : { aside: port.label === '' || port.label === undefined ? port.name : port.label }),
      })),
  );
  if (options.length === 0) return null;
  return (
    <Select
      aria-label={`Connect ${node.label} to`}
      className="w-34 flex-none"
      placeholder="Connect to…"
      value={undefined}
      options={options}
      onChange={(value) => {
        const [port = 'out', target = '', into = 'in'] = value.split(' ');
        store.getState().edit(addEdgeCommand({ from: { node: node.id, port }, to: { node: target, port: into } }));
      }}
    />
  );
}
