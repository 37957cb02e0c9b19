import { bodyPort, compensationOf, takesPartners } from '@patchbay/model/flow';
import type { StepStatus } from '@patchbay/model/run';
import { Handle, Position } from '@xyflow/react';
import type { NodeProps } from '@xyflow/react';
import { CircleX, Plus, TriangleAlert, Undo2 } from 'lucide-react';
import { memo } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { StatusIcon } from '../../ui/status.tsx';
import type { StatusLook } from '../../ui/status.tsx';
import { NamedIcon } from '../../ui/named-icon.tsx';
import { kindWords } from '../catalogue.ts';
import { useCanvas } from './canvas-context.ts';
import { bodyGap, bodyShift, inputHandles, leftHandle, nodeHeight, nodeWidth, rankGap } from './geometry.ts';
import type { StepNode, StepNodeData } from './projection.ts';

export const statusLook: Readonly<Record<StepStatus, StatusLook>> = {
  queued: 'queued',
  started: 'running',
  succeeded: 'succeeded',
  failed: 'failed',
  skipped: 'skipped',
  unknown: 'unknown',
  waiting: 'waiting',
  compensated: 'undone',
};
export const statusWords: Readonly<Record<StepStatus, string>> = {
  queued: 'Queued',
  started: 'Running',
  succeeded: 'Succeeded',
  failed: 'Failed',
  skipped: 'Not taken',
  unknown: 'Needs a decision',
  waiting: 'Waiting',
  compensated: 'Taken back',
};

const undoWords = 'Is taken back when the run comes to nothing';

/** Icon, name, one line of summary, status at the edge: two lines of text, never three. */
export const StepCard = memo(function StepCard({ data, selected }: NodeProps<StepNode>) {
  const { node, overlay, problem, trouble } = data;
  return (
    <div
      className={classNames('step-card', node.kind === 'trigger' && 'trigger')}
      data-status={overlay?.status}
      data-step={node.name}
      role="group"
      aria-label={spoken(data)}
      title={`${node.label}\n${data.summary}${trouble === null ? '' : `\nLive: ${trouble}`}`}
    >
      <span className="tile">
        <NamedIcon name={data.icon} size={16} />
      </span>
      <span className="words">
        <span className="name">
          {node.label}
          {overlay === null && compensationOf(node) !== null ? (
            <Undo2 size={12} className="ml-1.5 inline align-[-1px] text-ink-3" role="img" aria-label={undoWords}>
              <title>{undoWords}</title>
            </Undo2>
          ) : null}
        </span>
        <span className="summary">{data.summary}</span>
      </span>
      {overlay === null ? null : <StatusIcon look={statusLook[overlay.status]} label={statusWords[overlay.status]} />}
      <span className="badges">
        {trouble === null ? null : (
          <span className="badge" data-severity="warning">
            <TriangleAlert size={12} aria-hidden />
            live
          </span>
        )}
        {problem === null ? null : (
          <span className="badge" data-severity={problem.severity}>
            {problem.severity === 'error' ? <CircleX size={12} aria-hidden /> : <TriangleAlert size={12} aria-hidden />}
            {problem.count}
          </span>
        )}
      </span>
      <Ports data={data} />
      {selected && data.ends && !data.readOnly ? <AddNext data={data} port="out" /> : null}
      {selected && data.isEmpty && !data.readOnly ? <AddNext data={data} port={bodyPort(data.node) ?? 'out'} /> : null}
    </div>
  );
});

/** At the end of a path: what comes next? */
function AddNext({ data, port }: { readonly data: StepNodeData; readonly port: string }) {
  const { editing } = useCanvas();
  const { node } = data;
  const isBody = port !== 'out';
  const left = data.outputs.find((output) => output.name === port)?.at.x ?? nodeWidth / 2;
  const below = isBody
    ? { x: node.position.x + bodyShift + nodeWidth / 2, y: node.position.y + nodeHeight + bodyGap }
    : { x: node.position.x + nodeWidth / 2, y: node.position.y + nodeHeight + rankGap };
  return (
    <button
      type="button"
      tabIndex={-1}
      className="add-here next nodrag nopan"
      style={{ left: left - 1 }}
      aria-label={isBody ? `Add a step inside ${node.label}` : `Add a step after ${node.label}`}
      title={isBody ? 'Add a step inside' : 'Add a step here'}
      onClick={(event) => {
        event.stopPropagation();
        editing?.openPicker({
          position: { x: below.x, y: below.y + nodeHeight / 2 },
          after: { nodeId: node.id, port },
        });
      }}
    >
      <Plus size={14} aria-hidden />
    </button>
  );
}

function Ports({ data }: { readonly data: StepNodeData }) {
  const { node, outputs, readOnly } = data;
  return (
    <>
      {node.kind === 'trigger' ? null : (
        <>
          <Handle
            id={inputHandles.top}
            className="port"
            type="target"
            position={Position.Top}
            isConnectable={!readOnly}
            role="img"
            aria-label={`Input of ${node.label}`}
          />
          <Handle
            id={leftHandle(node)}
            className={classNames('port', takesPartners(node) ? 'partners' : 'side-input')}
            type="target"
            position={Position.Left}
            isConnectable={!readOnly}
            {...(takesPartners(node)
              ? { title: 'Partners', role: 'img', 'aria-label': `Partners of ${node.label}` }
              : { 'aria-hidden': true })}
          />
        </>
      )}
      {outputs.map((port) => (
        <Handle
          key={port.name}
          id={port.name}
          className={classNames('port', port.name === 'error' && 'error')}
          type="source"
          position={port.side === 'right' ? Position.Right : Position.Bottom}
          // The card's border lies outside what positions count from.
          style={port.side === 'right' ? { top: port.at.y - 1 } : { left: port.at.x - 1 }}
          isConnectable={!readOnly}
          title={port.label === undefined || port.label === '' ? undefined : port.label}
          role="img"
          aria-label={`${port.name === 'out' ? 'Output' : `Output “${port.label || port.name}”`} of ${node.label}`}
        />
      ))}
    </>
  );
}

function spoken({ node, summary, overlay, problem, trouble }: StepNodeData): string {
  const status = overlay === null ? '' : `, ${statusWords[overlay.status]}`;
  const problems = problem === null ? '' : `, ${problem.count} ${problem.count === 1 ? 'problem' : 'problems'}`;
  const live = trouble === null ? '' : `, live: ${trouble}`;
  return `${node.label}, ${kindWords[node.kind]}, ${summary}${status}${problems}${live}`;
}
