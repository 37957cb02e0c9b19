import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ApiOutputs } from '@patchbay/api';
import { BookA, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { trpc } from '../../app/api-client.ts';
import { ErrorBox } from '../../app/error-box.tsx';
import { ListStates } from '../../app/list-states.tsx';
import { useMay } from '../../app/session.ts';
import { useSearchText } from '../../app/use-search-text.ts';
import {
  ActionsTh,
  Button,
  EmptyState,
  IconButton,
  SearchField,
  SkeletonRows,
  Table,
  Td,
  Th,
  TimeText,
  Tr,
} from '../../ui/index.ts';
import type { LibraryTabProps } from '../list/library-list.tsx';
import { WordsDialog } from './words-dialog.tsx';

export type WordGroup = ApiOutputs['words']['list']['groups'][number];

/** What auto-map takes for the same here, beside the words that it knows anyway. */
export function WordsTab({ search, onChange }: LibraryTabProps) {
  const mayEdit = useMay('library.edit');
  const [typed, setTyped] = useSearchText(search.q ?? '', (q) => onChange({ ...search, q }));
  const [edited, setEdited] = useState<WordGroup | 'new' | null>(null);
  const list = useQuery(trpc.words.list.queryOptions());
  const wanted = (search.q ?? '').toLowerCase();
  const groups = list.data?.groups.filter(({ words }) => words.some((word) => word.toLowerCase().includes(wanted)));
  const add = mayEdit ? (
    <Button look="primary" onClick={() => setEdited('new')}>
      Add words
    </Button>
  ) : undefined;
  return (
    <>
      <ListStates
        query={list}
        items={list.data?.groups}
        empty={
          <EmptyState
            icon={BookA}
            title="No words of your own yet"
            why="Auto-map knows many English and German words for the same thing. Teach it those of your trade and your systems."
            action={add}
            example={
              mayEdit
                ? 'For example: Debitor, customer and buyer are the same; “Bstl” is short for Bestellung.'
                : 'Ask an analyst of the workspace to add some.'
            }
          />
        }
      >
        {() => (
          <>
            <div className="flex items-center gap-2 px-4 py-3">
              <SearchField label="Find a word" value={typed} onChange={setTyped} frameClassName="w-80" />
              <span className="flex-1" />
              {add}
            </div>
            <WordTable groups={groups} mayEdit={mayEdit} onEdit={setEdited} />
            {groups?.length === 0 ? <p className="px-4 py-3 text-ink-3">Nothing is found for “{search.q}”.</p> : null}
          </>
        )}
      </ListStates>
      {edited === null ? null : (
        <WordsDialog group={edited === 'new' ? undefined : edited} onClose={() => setEdited(null)} />
      )}
    </>
  );
}

interface WordTableProps {
  readonly groups: readonly WordGroup[] | undefined;
  readonly mayEdit: boolean;
  readonly onEdit: (group: WordGroup) => void;
}

function WordTable({ groups, mayEdit, onEdit }: WordTableProps) {
  const client = useQueryClient();
  const remove = useMutation(
    trpc.words.delete.mutationOptions({
      onSuccess: () => void client.invalidateQueries({ queryKey: trpc.words.pathKey() }),
    }),
  );
  return (
    <>
      {remove.error === null ? null : <ErrorBox error={remove.error} className="mx-4 mb-3" />}
      <Table label="Words" aria-busy={groups === undefined} className="min-w-180">
        <colgroup>
          <col />
          <col style={{ width: 136 }} />
          <col style={{ width: 200 }} />
          <col style={{ width: 88 }} />
        </colgroup>
        <thead>
          <tr>
            <Th>Words</Th>
            <Th>Kind</Th>
            <Th>Written</Th>
            <ActionsTh />
          </tr>
        </thead>
        <tbody>
          {groups === undefined ? (
            <SkeletonRows rows={5} columns={4} />
          ) : (
            groups.map((group) => (
              <Tr key={group.id}>
                <Td title={group.words.join(', ')} className="font-medium">
                  {group.words.join(group.kind === 'abbreviation' ? ' → ' : ', ')}
                </Td>
                <Td dim>{group.kind === 'abbreviation' ? 'Abbreviation' : 'Synonyms'}</Td>
                <Td dim>
                  <TimeText at={group.updatedAt} ago /> by {group.updatedBy}
                </Td>
                <Td end className="overflow-visible">
                  {mayEdit ? (
                    <>
                      <IconButton
                        size="small"
                        icon={Pencil}
                        label={`Edit ${group.words.join(', ')}`}
                        onClick={() => onEdit(group)}
                      />
                      <IconButton
                        size="small"
                        icon={Trash2}
                        label={`Remove ${group.words.join(', ')}`}
                        disabled={remove.isPending}
                        onClick={() => remove.mutate({ groupId: group.id })}
                      />
                    </>
                  ) : null}
                </Td>
              </Tr>
            ))
          )}
        </tbody>
      </Table>
    </>
  );
}
