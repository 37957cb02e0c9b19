// What a step over records did: how many went through, the first of them, and those that failed, a page at a time.
import type { StepRecords } from '@patchbay/model/run';
import type { Json } from '@patchbay/model/schema';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '../app/api-client.ts';
import { ErrorBox } from '../app/error-box.tsx';
import { Button, JsonView, KeyValue, ProblemBox, SkeletonRows, withPlaceWords } from '../ui/index.ts';

const many = (count: number): string => count.toLocaleString('en');

export function RecordFigures({ records }: { readonly records: StepRecords }) {
  const first = records.first ?? [];
  return (
    <>
      <KeyValue
        className="flex-none border-b border-line px-4 py-3"
        rows={[
          ['Came in', many(records.in)],
          ['Partners', records.partners === undefined ? undefined : many(records.partners)],
          ['Found a partner', records.matched === undefined ? undefined : many(records.matched)],
          ['Went out', many(records.out)],
          ['Failed', many(records.failed)],
          ['Batches', records.batches === undefined ? undefined : many(records.batches)],
        ]}
      />
      {records.matched === 0 && records.in > 0 && records.partners !== 0 ? <NoPartner /> : null}
      {first.length === 0 ? (
        <p className="flex-1 bg-sunken px-4 py-3 text-ink-3">No record came out of this step.</p>
      ) : (
        <JsonView
          label="First records of the step"
          heading={first.length < records.out ? `The first ${first.length}` : 'Records'}
          value={first as Json}
        />
      )}
    </>
  );
}

/** Why a join most often comes to nothing, where nothing else says so. */
const NoPartner = () => (
  <div className="flex-none border-b border-line px-4 py-3">
    <ProblemBox
      tone="wait"
      title="No record found a partner."
      cause="No key of a record equals a key of a partner. Keys are equal only when they are of one kind: the number 1 is not the text “1”, and “AB” is not “ab”."
      next="Compare both keys in the first records of the steps before this one; TEXT() or NUMBER() makes them of one kind."
    />
  </div>
);

interface FailedRecordsProps {
  readonly runId: string;
  readonly path: string;
}

export function FailedRecords({ runId, path }: FailedRecordsProps) {
  const [page, setPage] = useState(0);
  const query = useQuery(
    trpc.run.failedRecords.queryOptions({ runId, path, page }, { placeholderData: keepPreviousData }),
  );
  if (query.error !== null && query.data === undefined)
    return <ErrorBox error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <SkeletonRows rows={6} columns={1} />;
  const { records, pages, kept, failed } = query.data;
  return (
    <div className="flex min-h-0 flex-1 flex-col bg-sunken">
      {kept < failed ? (
        <p className="flex-none px-4 py-3 text-ink-2">
          {kept === 0
            ? 'They were counted, but none of them is kept.'
            : `The first ${many(kept)} of ${many(failed)} are kept.`}
        </p>
      ) : null}
      <ol
        // Another page begins at its top.
        key={page}
        aria-label="Records that failed"
        tabIndex={0}
        className="min-h-0 flex-1 overflow-auto border-t border-line outline-offset-[-2px]"
      >
        {records.map((one, index) => (
          // The list never changes, and equal records have no name of their own.
          <li key={index} className="grid gap-1 border-b border-line px-4 py-3">
            <p className="font-medium wrap-anywhere">{wordsOf(one)}</p>
            <p className="text-12 text-ink-3">
              <code>{one.code}</code>
              {one.position === null ? '' : ` · record ${many(one.position + 1)}`}
            </p>
            <pre className="code overflow-x-auto text-12 whitespace-pre-wrap text-ink-2 wrap-anywhere">
              {shortened(JSON.stringify(one.record, null, 2))}
            </pre>
          </li>
        ))}
      </ol>
      {pages > 1 ? (
        <div className="flex flex-none items-center gap-2 border-t border-line bg-panel px-4 py-2">
          <span className="tabular text-12 text-ink-2">
            Page {page + 1} of {pages}
          </span>
          <Button size="small" className="ml-auto" disabled={page === 0} onClick={() => setPage(page - 1)}>
            Previous
          </Button>
          <Button size="small" disabled={page + 1 >= pages} onClick={() => setPage(page + 1)}>
            Next
          </Button>
        </div>
      ) : null}
    </div>
  );
}

/** A record longer than this is shown as its beginning. */
const shownCharacters = 2_000;
const shortened = (text: string): string =>
  text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text;

/** What a person's own code throws (`codeThrew`) is said as it is; a mapping speaks of places. */
const wordsOf = ({ code, message }: { readonly code: string; readonly message: string }): string =>
  code.startsWith('code') ? message : withPlaceWords(message);
