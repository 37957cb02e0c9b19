import { ArrowRight, Minus, Pencil, Plus } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { Button, Chip } from '../../../ui/index.ts';
import { driftGroups, insideOf, shownField } from './drift-groups.ts';
import type { Change, SchemaDrift, Verdicts } from './drift-groups.ts';

interface DriftChangesProps {
  readonly drift: SchemaDrift;
  readonly verdicts: Verdicts;
}

const shownFirst = 12;

/** Every change by field, what may break first. */
export function DriftChanges({ drift, verdicts }: DriftChangesProps) {
  const { renamed, removed, added, changed } = driftGroups(drift, verdicts);
  return (
    <div className="grid gap-3">
      {renamed.length === 0 ? null : (
        <section aria-label="Renamed">
          <GroupTitle words="Renamed" count={renamed.length} />
          <ul className="grid gap-0.5">
            {renamed.map(({ from, to }) => (
              <li key={from} className="flex flex-wrap items-center gap-2 wrap-anywhere">
                <ArrowRight size={14} aria-hidden className="text-chg" />
                <code className="text-ink-2">{shownField(from)}</code> is now <code>{shownField(to)}</code>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Group words="Gone" icon={Minus} tone="text-bad" changes={removed} all={drift.changes} />
      <Group words="Different" icon={Pencil} tone="text-chg" changes={changed} all={drift.changes} />
      <Group words="New" icon={Plus} tone="text-ok" changes={added} all={drift.changes} />
    </div>
  );
}

interface GroupProps {
  readonly words: string;
  readonly icon: LucideIcon;
  readonly tone: string;
  readonly changes: readonly Change[];
  readonly all: readonly Change[];
}

function Group({ words, icon: Icon, tone, changes, all }: GroupProps) {
  const [isOpen, setIsOpen] = useState(false);
  if (changes.length === 0) return null;
  const ordered = changes.toSorted((one, other) => rank(one) - rank(other));
  const rest = ordered.length - shownFirst;
  return (
    <section aria-label={words}>
      <GroupTitle words={words} count={changes.length} />
      <ul className="grid gap-0.5">
        {ordered.slice(0, isOpen ? undefined : shownFirst).map((change) => {
          const inside = insideOf(all, change);
          return (
            <li key={`${change.kind} ${change.path}`} className="flex items-start gap-2">
              <Icon size={14} aria-hidden className={`mt-0.75 ${tone}`} />
              <span className="min-w-0 flex-1 wrap-anywhere">
                <code>{shownField(change.path)}</code> <span className="text-ink-2">{messageOf(change)}</span>
                {inside === 0 ? null : (
                  <span className="text-12 text-ink-3">
                    {' '}
                    with {inside === 1 ? '1 field' : `${inside} fields`} in it
                  </span>
                )}
              </span>
              {change.severity === 'breaking' ? <Chip tone="bad">may break rules</Chip> : null}
            </li>
          );
        })}
      </ul>
      {rest > 0 && !isOpen ? (
        <Button size="small" look="ghost" className="mt-1" onClick={() => setIsOpen(true)}>
          Show {rest} more
        </Button>
      ) : null}
    </section>
  );
}

function GroupTitle({ words, count }: { readonly words: string; readonly count: number }) {
  return (
    <header className="mb-1">
      <h3 className="text-12 font-semibold text-ink-2">
        {words} <span className="tabular font-normal text-ink-3">{count}</span>
      </h3>
    </header>
  );
}

const rank = ({ severity }: Change): number => (severity === 'breaking' ? 0 : 1);

/** The sentence without its subject, which stands before it as a name. */
const messageOf = ({ path, message }: Change): string =>
  path !== '' && message.startsWith(`${path} `) ? message.slice(path.length + 1) : message;
