import { CircleArrowUp } from 'lucide-react';
import { Button } from '../../ui/index.ts';
import { useHost, useMapper, useMapperState } from '../mapper-context.ts';
import type { OutdatedUse } from './outdated-uses.ts';
import { VersionDrift } from './version-drift.tsx';
import type { Taken } from './version-drift.tsx';

interface NewerVersionProps {
  readonly use: OutdatedUse | undefined;
  readonly onTaken: (taken: Taken) => void;
}

/** Says that the schema has a newer version, and shows what it changes. */
export function NewerVersion({ use, onTaken }: NewerVersionProps) {
  const { mayEdit } = useHost();
  const { store } = useMapper();
  const isOpen = useMapperState((state) => use !== undefined && state.drift === use.key);
  if (use === undefined) return null;
  return (
    <>
      <div className="flex items-center gap-2 rounded-1 bg-wait-soft py-1 pr-1 pl-2 text-12">
        <CircleArrowUp size={14} aria-hidden className="flex-none text-wait" />
        <span className="min-h-6 flex-1 content-center">Version {use.newest.version} is there</span>
        {mayEdit ? (
          <Button
            size="small"
            aria-expanded={isOpen}
            onClick={() => store.getState().show({ drift: isOpen ? null : use.key })}
          >
            {isOpen ? 'Hide what changes' : 'See what changes'}
          </Button>
        ) : null}
      </div>
      {isOpen && mayEdit ? <VersionDrift from={use.ref} to={use.newest.ref} onTaken={onTaken} /> : null}
    </>
  );
}
