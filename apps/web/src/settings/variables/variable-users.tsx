import type { ApiOutputs } from '@patchbay/api';
import { Link } from '@tanstack/react-router';
import { Popover } from '../../ui/index.ts';

export type VariableItem = ApiOutputs['variable']['list']['items'][number];
type Users = VariableItem['usedBy'];

const linkClass = 'flex h-7 items-center gap-2 rounded-1 px-2 hover:bg-hover';

export function VariableUsers({ usedBy }: { readonly usedBy: Users }) {
  if (usedBy.length === 0) return <span className="text-ink-3">nothing yet</span>;
  return (
    <Popover
      label="What reads it"
      className="w-72"
      trigger={
        <button
          type="button"
          className="h-6 rounded-1 text-accent-text underline decoration-accent-line underline-offset-2"
        >
          {usersInWords(usedBy)}
        </button>
      }
    >
      <ul className="max-h-80 overflow-auto">
        {usedBy.map((user) => (
          <li key={user.id}>
            <UserLink {...user} />
          </li>
        ))}
      </ul>
    </Popover>
  );
}

function UserLink({ kind, id, name, live, reads }: Users[number]) {
  const words = (
    <>
      <span className="min-w-0 flex-1 truncate">{name}</span>
      <span className="text-ink-3">
        {kind === 'mapping' ? 'mapping' : live ? 'live' : 'draft'}
        {reads === 'any' ? ', may read it' : ''}
      </span>
    </>
  );
  return kind === 'flow' ? (
    <Link to="/flows/$flowId" params={{ flowId: id }} className={linkClass}>
      {words}
    </Link>
  ) : (
    <Link to="/mappings/$mappingId" params={{ mappingId: id }} className={linkClass}>
      {words}
    </Link>
  );
}

/** `2 flows`, `1 flow, 1 mapping`. */
export function usersInWords(usedBy: Users): string {
  const flows = usedBy.filter(({ kind }) => kind === 'flow').length;
  const mappings = usedBy.length - flows;
  return [count(flows, 'flow'), count(mappings, 'mapping')].filter((words) => words !== '').join(', ');
}

const count = (number: number, word: string): string =>
  number === 0 ? '' : number === 1 ? `1 ${word}` : `${number} ${word}s`;
