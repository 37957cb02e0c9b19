import { Skeleton } from '../skeleton.tsx';

/** Stands where an editor will be, while its code comes. */
export const EditorLoading = () => (
  <div className="grid gap-2 p-3" aria-busy aria-label="The editor is being loaded">
    <Skeleton className="w-40" />
    <Skeleton className="w-56" />
  </div>
);
