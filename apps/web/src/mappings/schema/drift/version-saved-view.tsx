import { Link } from '@tanstack/react-router';
import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react';
import { linkButtonClass } from '../../../ui/index.ts';
import { UseLink } from '../../use-list.tsx';
import type { OldSchema } from './schema-drift.page.tsx';
import type { DraftMoved, VersionSaved } from './use-new-version.ts';

interface VersionSavedViewProps {
  readonly old: OldSchema;
  readonly saved: VersionSaved;
}

/** What was saved, what became of each draft, and where to go on. */
export function VersionSavedView({ old, saved }: VersionSavedViewProps) {
  const { number, drafts } = saved;
  return (
    <div className="grid content-start gap-4 overflow-auto p-4" role="status">
      <h2 className="flex items-center gap-2 text-16 font-semibold">
        <CircleCheck size={20} aria-hidden className="text-ok" />
        Version {number} was saved
      </h2>
      {drafts.length === 0 ? (
        <p className="text-ink-2">No draft was moved to it: whoever uses an older version keeps that one.</p>
      ) : (
        <ul aria-label="Drafts" className="grid max-w-200 gap-2">
          {drafts.map((draft) => (
            <Draft key={draft.use.id} draft={draft} number={number} />
          ))}
        </ul>
      )}
      <div>
        <Link
          to="/mappings/schemas/$schemaId"
          params={{ schemaId: old.id }}
          className={linkButtonClass({ look: 'primary' })}
        >
          To the schema
        </Link>
      </div>
    </div>
  );
}

function Draft({ draft, number }: { readonly draft: DraftMoved; readonly number: number }) {
  const { use, said, left, refusal } = draft;
  return (
    <li className="rounded-2 border border-line px-3 py-2">
      <p className="flex flex-wrap items-center gap-2">
        {refusal !== null ? (
          <CircleX size={16} aria-hidden className="text-bad" />
        ) : left > 0 ? (
          <TriangleAlert size={16} aria-hidden className="text-wait" />
        ) : (
          <CircleCheck size={16} aria-hidden className="text-ok" />
        )}
        <UseLink use={use} />
        <span className="text-12 text-ink-2">
          {refusal !== null
            ? 'stays as it was'
            : left === 0
              ? `its draft uses version ${number}, without a problem`
              : `its draft uses version ${number}; ${left === 1 ? '1 problem is' : `${left} problems are`} left to mend there`}
        </span>
      </p>
      {[...(refusal === null ? [] : [refusal]), ...said].map((words) => (
        <p key={words} className="pl-6 text-12 text-ink-2 wrap-anywhere">
          {words}
        </p>
      ))}
    </li>
  );
}
