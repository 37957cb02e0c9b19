import type { ApiOutputs } from '@patchbay/api';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { trpc } from '../../../app/api-client.ts';
import { Loaded } from '../../../app/loaded.tsx';
import { Chip, SearchField, Select, Skeleton, Table, Td, Th, Tr } from '../../../ui/index.ts';
import type { Tone } from '../../../ui/index.ts';
import { partWords, shownPart } from '../change-list.tsx';
import type { CompareSearch } from './compare-search.ts';
import type { MappingView } from './versions-aside.tsx';

type Change = ApiOutputs['mapping']['diff']['changes'][number];

interface MappingDiffProps {
  readonly mapping: MappingView;
  readonly search: CompareSearch;
  readonly onSearch: (search: CompareSearch) => void;
}

const draft = 'draft';

/** Two versions, or a version and the draft, side by side: each difference by its target path. */
export function MappingDiff({ mapping, search, onSearch }: MappingDiffProps) {
  const diff = useQuery(
    trpc.mapping.diff.queryOptions(
      {
        mappingId: mapping.id,
        ...(search.from === undefined ? {} : { from: Number(search.from) }),
        ...(search.to === undefined ? {} : { to: Number(search.to) }),
      },
      { placeholderData: (before) => before },
    ),
  );
  const numbers = Array.from({ length: mapping.latest }, (_, at) => String(mapping.latest - at));
  const from = diff.data?.from ?? null;
  return (
    <>
      <div className="flex flex-none flex-wrap items-center gap-2 border-b border-line px-4 py-2">
        <span className="text-ink-2">From</span>
        <Select
          aria-label="The older version"
          className="w-36"
          value={search.from ?? (from === null ? undefined : String(from))}
          placeholder={mapping.latest === 0 ? 'nothing yet' : 'nothing'}
          disabled={mapping.latest === 0}
          options={numbers.map((number) => ({ value: number, label: `Version ${number}` }))}
          onChange={(next) => onSearch({ ...search, from: next })}
        />
        <span className="text-ink-2">to</span>
        <Select
          aria-label="The newer version"
          className="w-36"
          value={search.to ?? draft}
          options={[
            { value: draft, label: 'The draft' },
            ...numbers.map((number) => ({ value: number, label: `Version ${number}` })),
          ]}
          onChange={(next) => {
            const { to: _before, ...rest } = search;
            onSearch(next === draft ? rest : { ...rest, to: next });
          }}
        />
      </div>
      <Loaded
        query={diff}
        doing="The two cannot be compared"
        className="m-4 max-w-150"
        loading={
          <div className="grid gap-3 p-4" aria-busy aria-label="It is being compared">
            <Skeleton className="w-72" />
            <Skeleton className="w-56" />
            <Skeleton className="w-64" />
          </div>
        }
      >
        {({ changes }) =>
          changes.length === 0 ? (
            <p className="px-4 py-6 text-ink-2" role="status">
              Nothing is different.
            </p>
          ) : (
            <Changes changes={changes} isFirst={from === null} />
          )
        }
      </Loaded>
    </>
  );
}

const tones: Readonly<Record<Change['change'], { readonly words: string; readonly tone: Tone }>> = {
  added: { words: 'new', tone: 'ok' },
  removed: { words: 'gone', tone: 'bad' },
  changed: { words: 'different', tone: 'chg' },
};
const shownAtOnce = 300;

function Changes({ changes, isFirst }: { readonly changes: readonly Change[]; readonly isFirst: boolean }) {
  const [text, setText] = useState('');
  const hits = useMemo(() => {
    const wanted = text.trim().toLowerCase();
    return changes.filter(({ path, words }) => `${shownPart(path)} ${words}`.toLowerCase().includes(wanted));
  }, [changes, text]);
  return (
    <>
      <div className="flex flex-none flex-wrap items-center gap-3 border-b border-line px-4 py-2">
        <SearchField label="Find a difference" value={text} onChange={setText} frameClassName="w-56" />
        <span className="text-12 text-ink-3" role="status">
          {isFirst ? 'Everything is new: ' : ''}
          {changes.length === 1 ? '1 difference' : `${changes.length} differences`}
          {hits.length === changes.length ? '' : `, ${hits.length} found`}
        </span>
      </div>
      <div className="min-h-0 flex-1 overflow-auto" tabIndex={0} role="region" aria-label="Differences">
        <Table label="Differences by target path">
          <colgroup>
            <col style={{ width: '34%' }} />
            <col style={{ width: 104 }} />
            <col />
          </colgroup>
          <thead>
            <tr>
              <Th>Where</Th>
              <Th>What</Th>
              <Th>In words</Th>
            </tr>
          </thead>
          <tbody>
            {hits.slice(0, shownAtOnce).map(({ part, path, change, words }) => (
              <Tr key={`${part} ${path} ${change}`}>
                <Td className="h-auto py-1.5 wrap-anywhere whitespace-normal">
                  {part === 'rule' ? null : <span className="text-12 text-ink-3">{partWords[part]} </span>}
                  <code>{part === 'rule' || part === 'order' ? shownPart(path) : path}</code>
                </Td>
                <Td>
                  <Chip tone={tones[change].tone}>{tones[change].words}</Chip>
                </Td>
                <Td className="h-auto py-1.5 wrap-anywhere whitespace-normal" dim>
                  {words}
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
        {hits.length > shownAtOnce ? (
          <p className="px-4 py-2 text-12 text-ink-3">And {hits.length - shownAtOnce} more: search for them.</p>
        ) : null}
      </div>
    </>
  );
}
