import type { ApiOutputs } from '@patchbay/api';
import { Link } from '@tanstack/react-router';
import { CirclePause, CirclePlay, CircleStop, Copy, Download, Ellipsis, FolderOpen, Trash2 } from 'lucide-react';
import { runLook } from '../runs/run-words.ts';
import { CountPill, IconButton, Menu, type MenuItem, NamedIcon, Status, Td, TimeText, Tr } from '../ui/index.ts';
import { FlowState } from './flow-state.tsx';

export type FlowItem = ApiOutputs['flow']['list']['items'][number];

export interface FlowActions {
  readonly onOpen: (flow: FlowItem) => void;
  readonly onExport: (flow: FlowItem) => void;
  /** Absent without the permission. */
  readonly onDuplicate?: (flow: FlowItem) => void;
  readonly onDelete?: (flow: FlowItem) => void;
  readonly onPause?: (flow: FlowItem) => void;
  readonly onResume?: (flow: FlowItem) => void;
  readonly onUnpublish?: (flow: FlowItem) => void;
}

export function FlowRow({ flow, actions }: { readonly flow: FlowItem; readonly actions: FlowActions }) {
  const look = flow.lastRun === null ? undefined : runLook({ status: flow.lastRun.status, needsDecision: false });
  return (
    <Tr>
      <Td>
        <span className="flex items-center gap-2">
          <span className="grid size-7 flex-none place-items-center rounded-2 bg-hover text-ink-2">
            <NamedIcon name={flow.triggers[0] ?? 'workflow'} />
          </span>
          <Link
            to="/flows/$flowId"
            params={{ flowId: flow.id }}
            className="truncate font-medium after:absolute after:inset-0"
          >
            {flow.name}
          </Link>
          {flow.problems === 0 ? null : (
            <CountPill count={flow.problems} tone="wait" label={flow.problems === 1 ? 'problem' : 'problems'} />
          )}
          {flow.callers === 0 ? null : (
            <span className="flex-none text-12 text-ink-3">
              used by {flow.callers} {flow.callers === 1 ? 'flow' : 'flows'}
            </span>
          )}
        </span>
      </Td>
      <Td dim>{flow.description}</Td>
      <Td>
        <FlowState flow={flow} />
      </Td>
      <Td>
        {flow.lastRun === null || look === undefined ? (
          <span className="text-ink-3">Never ran</span>
        ) : (
          <Link
            to="/runs/$runId"
            params={{ runId: flow.lastRun.id }}
            className="relative z-10 inline-flex items-center gap-2 align-middle hover:underline"
          >
            <Status look={look.look}>{look.words}</Status>
            <TimeText at={flow.lastRun.at} ago className="text-ink-3" />
          </Link>
        )}
      </Td>
      <Td end dim>
        {flow.nodeCount}
      </Td>
      <Td dim>
        <TimeText at={flow.updatedAt} ago />
      </Td>
      <Td end className="overflow-visible">
        <span className="relative z-10">
          <Menu
            trigger={<IconButton size="small" icon={Ellipsis} label={`Actions for ${flow.name}`} />}
            items={menuItems(flow, actions)}
          />
        </span>
      </Td>
    </Tr>
  );
}

function menuItems(
  flow: FlowItem,
  { onOpen, onExport, onDuplicate, onDelete, onPause, onResume, onUnpublish }: FlowActions,
): MenuItem[] {
  const status = flow.live?.status;
  return [
    { label: 'Open', icon: FolderOpen, onSelect: () => onOpen(flow) },
    ...(onDuplicate === undefined ? [] : [{ label: 'Duplicate', icon: Copy, onSelect: () => onDuplicate(flow) }]),
    ...(onPause === undefined || status !== 'active'
      ? []
      : [{ label: 'Pause…', icon: CirclePause, onSelect: () => onPause(flow) }]),
    ...(onResume === undefined || status !== 'paused'
      ? []
      : [{ label: 'Resume', icon: CirclePlay, onSelect: () => onResume(flow) }]),
    ...(onUnpublish === undefined || (status !== 'active' && status !== 'paused')
      ? []
      : [{ label: 'Unpublish…', icon: CircleStop, onSelect: () => onUnpublish(flow) }]),
    { label: 'Save as a file', icon: Download, onSelect: () => onExport(flow) },
    ...(onDelete === undefined
      ? []
      : (['divider', { label: 'Delete…', icon: Trash2, danger: true, onSelect: () => onDelete(flow) }] as const)),
  ];
}
