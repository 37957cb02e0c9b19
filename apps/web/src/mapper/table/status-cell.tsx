import { Ban, CircleCheck, ListTodo } from 'lucide-react';
import { Menu } from '../../ui/index.ts';
import { useHost, useMapper, useMapperData } from '../mapper-context.ts';
import { metaOf } from '../rows/target-hits.ts';
import type { TargetNode } from '../rows/tree-node.ts';
import { statusTitles } from './rule-meta-mark.tsx';
import { useSheet } from './sheet-context.ts';
import { useMetaEdits } from './use-meta-edits.ts';

/** To do, reviewed, or what is known of where the rule comes from. A press changes it, of all selected rows. */
export function StatusCell({ node, isOpen }: { readonly node: TargetNode; readonly isOpen: boolean }) {
  const { store } = useMapper();
  const { mayEdit } = useHost();
  const { view } = useMapperData();
  const { begin, leave } = useSheet();
  const { setStatus } = useMetaEdits();
  if (node.part !== '') return null;
  const meta = metaOf(view, node.path);
  const words = <StatusWords status={meta?.status} by={meta?.by} />;
  if (!mayEdit) return words;
  const put = (status: 'todo' | 'reviewed' | undefined): void => {
    const { selected } = store.getState();
    setStatus(selected.includes(node.path) ? selected : [node.path], status);
  };
  return (
    <Menu
      align="start"
      open={isOpen}
      onOpenChange={(open) => (open ? begin({ key: node.key, column: 'status' }) : leave(node.key, 'stay'))}
      onLeave={() => undefined}
      trigger={
        <button
          type="button"
          tabIndex={-1}
          className="status-button"
          aria-label={`Status of ${node.name}: ${meta?.status === undefined ? 'none' : statusTitles[meta.status]}`}
        >
          {words}
        </button>
      }
      items={[
        { label: statusTitles.todo, icon: ListTodo, onSelect: () => put('todo') },
        { label: statusTitles.reviewed, icon: CircleCheck, onSelect: () => put('reviewed') },
        { label: 'No status', icon: Ban, disabled: meta?.status === undefined, onSelect: () => put(undefined) },
      ]}
    />
  );
}

function StatusWords({
  status,
  by,
}: {
  readonly status: 'todo' | 'reviewed' | undefined;
  readonly by: string | undefined;
}) {
  if (status === 'todo') {
    return (
      <>
        <ListTodo size={14} aria-hidden className="flex-none text-wait" />
        To do
      </>
    );
  }
  if (status === 'reviewed') {
    return (
      <>
        <CircleCheck size={14} aria-hidden className="flex-none text-ok" />
        Reviewed
      </>
    );
  }
  const score = /^auto:(\d(?:\.\d+)?)$/.exec(by ?? '')?.[1];
  if (score === undefined) return <span className="faint none">–</span>;
  return (
    <span className="faint clip" title="Suggested by auto-map, accepted by a person">
      auto {Math.round(Number(score) * 100)} %
    </span>
  );
}
