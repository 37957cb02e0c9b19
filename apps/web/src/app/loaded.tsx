import type { ReactNode } from 'react';
import { ErrorBox } from './error-box.tsx';

interface Asked<Data> {
  readonly data: Data | undefined;
  readonly error: unknown;
  readonly refetch: () => unknown;
}

export interface LoadedProps<Data> {
  readonly query: Asked<Data>;
  /** In its place until it is there. */
  readonly loading: ReactNode;
  /** What was tried, and how the box of an error lies there. */
  readonly doing?: ReactNode;
  readonly className?: string;
  /** It takes all the height there is, and scrolls by itself. */
  readonly fill?: boolean;
  readonly children: (data: Data) => ReactNode;
}

/** What was asked for in its states: loading, there, or why it cannot be read. What is there stays when it cannot be asked for again. */
export function Loaded<Data>({ query, loading, doing, className, fill = false, children }: LoadedProps<Data>) {
  const error =
    query.error === null ? null : (
      <ErrorBox
        error={query.error}
        doing={doing}
        onRetry={() => void query.refetch()}
        {...(className === undefined ? {} : { className })}
      />
    );
  if (query.data === undefined) return error ?? loading;
  if (error === null) return children(query.data);
  if (!fill)
    return (
      <>
        {error}
        {children(query.data)}
      </>
    );
  return (
    <div className="flex h-full min-h-0 flex-col">
      {error}
      <div className="min-h-0 flex-1">{children(query.data)}</div>
    </div>
  );
}
