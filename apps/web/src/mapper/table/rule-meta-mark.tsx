import type { RuleMeta } from '@patchbay/model/mapping';
import { CircleCheck, ListTodo, MessageSquareText } from 'lucide-react';

/** What people say about a rule, as one small picture: to do first, then a comment, then that it was reviewed. */
export function RuleMetaMark({
  meta,
  note,
}: {
  readonly meta: RuleMeta | undefined;
  readonly note?: string | undefined;
}) {
  const comment = meta?.comment ?? note;
  const words = metaWords(meta, note);
  if (words === '') return null;
  const isTodo = meta?.status === 'todo';
  const Icon = isTodo ? ListTodo : comment === undefined ? CircleCheck : MessageSquareText;
  const tone = isTodo ? 'text-wait' : meta?.status === 'reviewed' ? 'text-ok' : 'text-ink-3';
  if (!isTodo && comment === undefined && meta?.status === undefined) return null;
  return (
    <Icon size={14} role="img" className={tone} aria-label={words}>
      <title>{words}</title>
    </Icon>
  );
}

/** `To do, Ada: ask for the unit`. */
export function metaWords(meta: RuleMeta | undefined, note?: string): string {
  const status = meta?.status === undefined ? [] : [statusTitles[meta.status]];
  const who = [...status, ...(meta?.owner === undefined ? [] : [meta.owner])].join(', ');
  const comment = meta?.comment ?? note;
  if (comment === undefined) return who;
  return who === '' ? comment : `${who}: ${comment}`;
}

export const statusTitles: Readonly<Record<NonNullable<RuleMeta['status']>, string>> = {
  todo: 'To do',
  reviewed: 'Reviewed',
};
