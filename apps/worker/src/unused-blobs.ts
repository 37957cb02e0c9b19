// Removes blobs that no row names any more, in two steps with a grace before each: set aside, where it can still be read, then removed.
// A blob is written before the row that names it, and that row is committed within the grace; so what is named comes back, whatever
// process died in between, and what is removed was named by nobody for as long.
import type { BlobShelf, ShelvedBlob } from '@patchbay/db/blob-store';
import type { PgRetentionStore } from '@patchbay/db/run-store';

/** Asked about with one statement. */
const askedAtOnce = 500;

export interface UnusedBlobParts {
  readonly store: Pick<PgRetentionStore, 'blobs' | 'unused'>;
  readonly shelf: BlobShelf;
  readonly signal: AbortSignal;
  readonly now: () => Date;
  /** A blob is left alone for so long after it was put, and again after it was set aside. */
  readonly graceMs: number;
  /** From the end of one walk through the store to the next. */
  readonly pauseMs: number;
  readonly onError: (error: unknown) => void;
  /** So often the lease is renewed in the midst of a page: one of a bucket may take minutes. */
  readonly renewMs?: number;
}

/** A fraction of the lease. */
const usualRenewMs = 15_000;

/** One walk through the store, unless another process is at it. Hands back how many blobs it removed. */
export async function removeUnusedBlobs(parts: UnusedBlobParts): Promise<number> {
  const { store, shelf, signal, pauseMs } = parts;
  const lease = await store.blobs.take();
  if (lease === null) return 0;
  let removed = 0;
  let at = lease.cursor;
  let renewedAt = performance.now();
  let isMine = true;
  const renew = async (): Promise<void> => {
    renewedAt = performance.now();
    isMine = await store.blobs.move(at);
  };
  const mayGoOn = async (): Promise<boolean> => {
    if (performance.now() - renewedAt >= (parts.renewMs ?? usualRenewMs)) await renew();
    return isMine && !signal.aborted;
  };
  do {
    const { blobs, next } = await shelf.list(at);
    removed += await settle(blobs, parts, mayGoOn);
    if (!(await mayGoOn())) return removed;
    at = next;
    await renew();
  } while (isMine && at !== null);
  if (isMine) await store.blobs.end(pauseMs);
  return removed;
}

async function settle(
  blobs: readonly ShelvedBlob[],
  { store, shelf, now, graceMs, onError }: UnusedBlobParts,
  mayGoOn: () => Promise<boolean>,
): Promise<number> {
  const before = now().getTime() - graceMs;
  const old = blobs.filter(({ at }) => at.getTime() < before);
  let removed = 0;
  /** A page may list a blob at both places: what is set aside now has its grace before it. */
  const setAside = new Set<string>();
  for (let from = 0; from < old.length; from += askedAtOnce) {
    if (!(await mayGoOn())) return removed;
    const asked = old.slice(from, from + askedAtOnce);
    const unused = new Set((await store.unused(asked)).map(nameOf));
    for (const blob of asked) {
      if (!(await mayGoOn())) return removed;
      const { workspaceId, sha256, isAside } = blob;
      try {
        if (!unused.has(nameOf(blob))) {
          if (isAside) await shelf.putBack(workspaceId, sha256);
        } else if (!isAside) {
          setAside.add(nameOf(blob));
          await shelf.setAside(workspaceId, sha256);
        } else if (!setAside.has(nameOf(blob))) {
          await shelf.drop(workspaceId, sha256);
          removed += 1;
        }
      } catch (error) {
        // The others do not wait for it; the next walk comes by again.
        onError(error);
      }
    }
  }
  return removed;
}

const nameOf = ({ workspaceId, sha256 }: { workspaceId: string; sha256: string }): string => `${workspaceId}/${sha256}`;
