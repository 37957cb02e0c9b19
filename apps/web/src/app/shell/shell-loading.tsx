import { Skeleton } from '../../ui/index.ts';

/** In the place of the shell until the server has said who is here; the same lines, so that nothing jumps. */
export function ShellLoading() {
  return (
    <div
      aria-busy
      aria-label="Patchbay is loading"
      role="status"
      className="grid h-full grid-cols-[var(--w-rail)_minmax(0,1fr)] grid-rows-[var(--h-bar)_minmax(0,1fr)]"
    >
      <div className="row-span-2 border-r border-line bg-panel" />
      <div className="flex items-center border-b border-line bg-panel px-3">
        <Skeleton className="h-4 w-40" />
      </div>
      <div className="grid content-start gap-4 bg-panel p-4">
        <Skeleton className="w-56" />
        <Skeleton className="w-96" />
        <Skeleton className="w-72" />
      </div>
    </div>
  );
}
