import { Link } from '@tanstack/react-router';
import { ArrowLeftRight, Workflow } from 'lucide-react';
import type { LibraryUse } from './library-words.ts';

const whereWords: Readonly<Record<LibraryUse['where'], string>> = {
  draft: 'draft',
  live: 'live version',
  version: 'newest version',
};

/** Who uses a thing of the library, in which version, and where; each leads there. */
export function UseList({ uses }: { readonly uses: readonly LibraryUse[] }) {
  return (
    <ul className="grid gap-0.5" aria-label="Used by">
      {uses.map((use) => (
        <li key={`${use.kind} ${use.id} ${use.where} ${use.ref}`} className="flex min-h-7 items-center gap-2">
          {use.kind === 'flow' ? (
            <Workflow size={14} aria-hidden className="text-ink-3" />
          ) : (
            <ArrowLeftRight size={14} aria-hidden className="text-ink-3" />
          )}
          <span className="min-w-0 flex-1 truncate" title={use.places.join('\n')}>
            <UseLink use={use} />
          </span>
          <span className="text-12 whitespace-nowrap text-ink-3">
            {whereWords[use.where]} · {versionOf(use.ref)}
          </span>
        </li>
      ))}
    </ul>
  );
}

const linkClass = 'rounded-1 font-medium underline decoration-line-2 underline-offset-2 hover:decoration-current';

export function UseLink({ use }: { readonly use: Pick<LibraryUse, 'kind' | 'id' | 'name'> }) {
  return use.kind === 'flow' ? (
    <Link to="/flows/$flowId" params={{ flowId: use.id }} className={linkClass}>
      {use.name}
    </Link>
  ) : (
    <Link to="/mappings/$mappingId" params={{ mappingId: use.id }} className={linkClass}>
      {use.name}
    </Link>
  );
}

/** `Order@3` → `version 3`. */
const versionOf = (ref: string): string => `version ${ref.slice(ref.lastIndexOf('@') + 1)}`;
