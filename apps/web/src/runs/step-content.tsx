// What stands beside the run because it is too large for it, or because it is a file: its size, its beginning, and all of it to save.
import type { StoredFile } from '@patchbay/model/run';
import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { trpc } from '../app/api-client.ts';
import { ErrorBox } from '../app/error-box.tsx';
import { linkButtonClass, sizeWords, SkeletonRows } from '../ui/index.ts';

interface Place {
  readonly runId: string;
  readonly path: string;
}

/** An output that is kept apart. */
export function LargeOutput({ runId, path, sizeBytes }: Place & { readonly sizeBytes: number }) {
  return <Content place={{ runId, path }} which="output" title="Output" sizeBytes={sizeBytes} />;
}

/** The list of a loop that is kept apart. */
export function LargeInput({ runId, path, sizeBytes }: Place & { readonly sizeBytes: number }) {
  return <Content place={{ runId, path }} which="input" title="Input" sizeBytes={sizeBytes} />;
}

/** The file that a step has written. */
export function WrittenFile({ runId, path, file }: Place & { readonly file: StoredFile }) {
  return <Content place={{ runId, path }} which="file" title={file.name} sizeBytes={file.sizeBytes} />;
}

interface ContentProps {
  readonly place: Place;
  readonly which: 'input' | 'output' | 'file';
  readonly title: string;
  readonly sizeBytes: number;
}

function Content({ place: { runId, path }, which, title, sizeBytes }: ContentProps) {
  const query = useQuery(trpc.run.stepContent.queryOptions({ runId, path, which }));
  const address = `/api/v1/runs/${runId}/steps/content/download?${new URLSearchParams({ path, which })}`;
  const content = query.data;
  return (
    <div className="flex min-h-0 flex-1 flex-col bg-sunken">
      <div className="flex flex-none flex-wrap items-center gap-x-3 gap-y-1 py-2 pr-3 pl-4">
        <span className="code min-w-0 flex-1 truncate text-ink-3" title={title}>
          {title}
        </span>
        <span className="tabular text-12 text-ink-3">{sizeWords(sizeBytes)}</span>
        <a className={linkButtonClass({ size: 'small' })} href={address} download>
          <Download size={14} aria-hidden />
          Download
        </a>
      </div>
      {query.error !== null ? (
        <ErrorBox error={query.error} onRetry={() => void query.refetch()} />
      ) : content === undefined ? (
        <SkeletonRows rows={6} columns={1} />
      ) : content.beginning === null ? (
        <p className="px-4 py-1 text-ink-3">It is no text, so nothing of it is shown here.</p>
      ) : (
        <>
          {content.isWhole ? null : <p className="flex-none px-4 pb-2 text-12 text-ink-3">Its beginning:</p>}
          <pre
            tabIndex={0}
            aria-label={content.isWhole ? title : `Beginning of ${title}`}
            className="code min-h-0 flex-1 overflow-auto px-4 pb-3 text-12 whitespace-pre-wrap wrap-anywhere"
          >
            {content.beginning}
          </pre>
        </>
      )}
    </div>
  );
}
