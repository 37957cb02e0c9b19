import { outputPorts } from '@patchbay/model/flow';
import type { FlowNode } from '@patchbay/model/flow';
import { X } from 'lucide-react';
import { Heading, IconButton, Section } from '../../ui/index.ts';
import { removeEdgeCommand } from '../canvas/splice.ts';
import { useDoc, useEditor } from '../editor-context.ts';
import { ConnectTo } from '../outline/outline.tsx';

/** The ways on from a step, as a list: what a dragged edge does, by keyboard. */
export function LeadsTo({ node }: { readonly node: FlowNode }) {
  const { store, mayEdit } = useEditor();
  const doc = useDoc();
  const ports = new Map(outputPorts(node).map((port) => [port.name, port.label ?? '']));
  const edges = doc.edges.filter((edge) => edge.from.node === node.id);
  return (
    <Section>
      <Heading className="mb-1">Leads to</Heading>
      <ul>
        {edges.map((edge) => {
          const target = doc.nodes.find((candidate) => candidate.id === edge.to.node);
          const label = edge.from.port === 'out' ? '' : ports.get(edge.from.port) || edge.from.port;
          return (
            <li key={edge.id} className="flex min-h-7 items-center gap-2">
              <button
                type="button"
                title={target?.label}
                className="min-w-0 flex-1 truncate text-left hover:underline"
                onClick={() => store.getState().goTo(edge.to.node)}
              >
                {target?.label ?? edge.to.node}
              </button>
              {label === '' ? null : (
                <span className="max-w-1/2 flex-none truncate text-12 text-ink-3" title={label}>
                  {label}
                </span>
              )}
              {mayEdit ? (
                <IconButton
                  size="small"
                  icon={X}
                  label={`Disconnect ${target?.label ?? ''}`}
                  onClick={() => store.getState().edit(removeEdgeCommand(edge.id))}
                />
              ) : null}
            </li>
          );
        })}
        {edges.length === 0 ? <li className="text-ink-3">Nothing yet.</li> : null}
      </ul>
      {mayEdit ? (
        <div className="mt-1">
          <ConnectTo node={node} doc={doc} />
        </div>
      ) : null}
    </Section>
  );
}
