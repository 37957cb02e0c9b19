import { CircleCheck, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Button, IconButton } from '../../ui/index.ts';
import { refWords } from '../library/library-ref.ts';
import { useMapper, useMapperData } from '../mapper-context.ts';
import type { Taken } from './version-drift.tsx';

interface VersionTakenProps {
  readonly taken: Taken;
  readonly onClose: () => void;
}

/** What was done with the new version, what could not be done, and what is left to mend. */
export function VersionTaken({ taken, onClose }: VersionTakenProps) {
  const { ref, said, refused } = taken;
  const { store } = useMapper();
  const { diagnostics, stale } = useMapperData();
  const report = useRef<HTMLDivElement>(null);
  // What was pressed is gone.
  useEffect(() => report.current?.focus(), [taken]);
  const problems = diagnostics.filter(({ severity }) => severity !== 'info').length;
  return (
    <div
      ref={report}
      role="status"
      aria-label="What was done"
      tabIndex={-1}
      className="m-3 mb-0 grid gap-1 rounded-2 border border-line bg-ok-soft px-3 py-2 text-12 outline-none wrap-anywhere"
    >
      <div className="flex items-center gap-2">
        <CircleCheck size={16} aria-hidden className="flex-none text-ok" />
        <b className="min-w-0 flex-1 font-semibold">Uses {refWords(ref)} now</b>
        <IconButton icon={X} size="small" label="Close what was done" onClick={onClose} />
      </div>
      {said.length + refused.length === 0 ? <p>No rule had to be changed.</p> : null}
      {said.map((words) => (
        <p key={words}>{words}</p>
      ))}
      {refused.map((words) => (
        <p key={words} className="text-bad">
          Not done: {words}
        </p>
      ))}
      {stale || problems === 0 ? null : (
        <div className="flex flex-wrap items-center gap-2">
          <span>{problems === 1 ? '1 problem is' : `${problems} problems are`} in the mapping now.</span>
          <Button size="small" onClick={() => store.getState().show({ drawer: 'problems' })}>
            Show problems
          </Button>
        </div>
      )}
    </div>
  );
}
