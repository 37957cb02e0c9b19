import { BaseEdge, EdgeLabelRenderer, getBezierPath, Position } from '@xyflow/react';
import type { EdgeProps } from '@xyflow/react';
import { Plus } from 'lucide-react';
import { memo } from 'react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { classNames } from '../../ui/class-names.ts';
import { useCanvas } from './canvas-context.ts';
import { isSidePort, portReach } from './geometry.ts';
import type { CanvasEdge } from './projection.ts';

/** A soft curve with its words in the middle: the condition, then how many went along it. A “+” appears on hover. */
export const StepEdge = memo(function StepEdge(props: EdgeProps<CanvasEdge>) {
  const { id, data, selected, source, sourceHandleId } = props;
  const { light, editing } = useCanvas();
  const lit = useStore(light, (state) => state.lit.has(id));
  const dropHere = useStore(light, (state) => state.dropEdge === id);
  const hovered = useStore(light, (state) => state.hoveredEdge === id);
  const fromChosen = useStore(light, (state) => state.chosen === source);
  const [path, middleX, middleY] = getBezierPath(betweenPorts(props));
  const side = isSidePort(sourceHandleId ?? '');
  const state = data?.overlay?.state;
  const labelled = (data?.label ?? '') !== '' || data?.overlay?.count !== undefined;
  const addsHere = editing !== null && (hovered || fromChosen || selected === true);
  const add = addsHere ? <AddHere edgeId={id} x={middleX} y={middleY} beside={labelled} /> : null;
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        interactionWidth={24}
        className={classNames(
          'step-edge',
          lit && 'lit',
          side && 'side',
          data?.records === true && 'records',
          dropHere && 'drop',
        )}
        data-state={state}
      />
      {labelled ? (
        <EdgeWords data={data} x={middleX} y={middleY}>
          {add}
        </EdgeWords>
      ) : null}
      {labelled || add === null ? null : <EdgeLabelRenderer>{add}</EdgeLabelRenderer>}
    </>
  );
});

/** From port to port: React Flow reports the outer borders of their hit areas. */
function betweenPorts(props: EdgeProps<CanvasEdge>): EdgeProps<CanvasEdge> {
  const right = props.sourcePosition === Position.Right;
  const left = props.targetPosition === Position.Left;
  return {
    ...props,
    sourceX: props.sourceX - (right ? portReach : 0),
    sourceY: props.sourceY - (right ? 0 : portReach),
    targetX: props.targetX + (left ? portReach : 0),
    targetY: props.targetY + (left ? 0 : portReach),
  };
}

interface EdgeWordsProps {
  readonly data: CanvasEdge['data'];
  readonly x: number;
  readonly y: number;
  /** Stands to the right of the words. */
  readonly children: ReactNode;
}

function EdgeWords({ data, x, y, children }: EdgeWordsProps) {
  const label = data?.label ?? '';
  const count = data?.overlay?.count;
  return (
    <EdgeLabelRenderer>
      <div
        className={classNames('edge-words', label !== '' && 'label')}
        data-state={data?.overlay?.state}
        style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
        title={label === '' ? undefined : label}
      >
        {label === '' ? <span>{count}</span> : <span>{label}</span>}
        {label === '' || count === undefined ? null : <span className="count">{count.replace(/ .*/, '')}</span>}
        {children}
      </div>
    </EdgeLabelRenderer>
  );
}

interface AddHereProps {
  readonly edgeId: string;
  readonly x: number;
  readonly y: number;
  /** Beside the words of the edge, so that both can be read and hit. */
  readonly beside: boolean;
}

function AddHere({ edgeId, x, y, beside }: AddHereProps) {
  const { editing, light } = useCanvas();
  if (editing === null) return null;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={classNames('add-here nodrag nopan', beside && 'beside')}
      aria-label="Add a step here"
      title="Add a step here"
      style={beside ? undefined : { transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
      onPointerEnter={() => light.setState({ hoveredEdge: edgeId })}
      onClick={(event) => {
        event.stopPropagation();
        editing.openPicker({ edgeId, position: { x, y } });
      }}
    >
      <Plus size={14} aria-hidden />
    </button>
  );
}
