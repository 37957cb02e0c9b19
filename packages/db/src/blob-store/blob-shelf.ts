// What a store of blobs offers to whoever clears it: a list of what is there, and a way out in two steps. What is set aside can still be
// read under its name, and comes back when somebody turns out to need it; so a mistake of a moment loses nothing.
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { asideName, blobAt, blobName } from './blob-name.ts';

export interface ShelvedBlob {
  readonly workspaceId: string;
  readonly sha256: string;
  readonly isAside: boolean;
  /** When it was put there, or set aside. */
  readonly at: Date;
}

export interface BlobPage {
  readonly blobs: readonly ShelvedBlob[];
  /** Where the next page begins; null: this was the last. */
  readonly next: string | null;
}

export interface BlobShelf {
  list(after: string | null): Promise<BlobPage>;
  setAside(workspaceId: string, sha256: string): Promise<void>;
  /** What was set aside stands where it stood. */
  putBack(workspaceId: string, sha256: string): Promise<void>;
  /** Removes what was set aside. */
  drop(workspaceId: string, sha256: string): Promise<void>;
}

/** The shelf of a store on a folder: a page is what stands in one folder of it. */
export function openBlobShelf(dir: string): BlobShelf {
  const main = (workspaceId: string, sha256: string): string => join(dir, ...blobName(workspaceId, sha256));
  const aside = (workspaceId: string, sha256: string): string => join(dir, ...asideName(workspaceId, sha256));
  return {
    list: async (after) => {
      const next = await folderBehind(dir, after);
      return next === null ? { blobs: [], next: null } : { blobs: await blobsIn(dir, next), next };
    },
    setAside: async (workspaceId, sha256) => {
      const file = main(workspaceId, sha256);
      const now = new Date();
      // First the time: whoever finds it aside must not take it for old.
      if (!(await isThere(utimes(file, now, now)))) return;
      await mkdir(dirname(aside(workspaceId, sha256)), { recursive: true, mode: 0o700 });
      await isThere(rename(file, aside(workspaceId, sha256)));
    },
    putBack: async (workspaceId, sha256) => {
      await mkdir(dirname(main(workspaceId, sha256)), { recursive: true, mode: 0o700 });
      // Should it have been put anew meanwhile, it is replaced by the same content.
      await isThere(rename(aside(workspaceId, sha256), main(workspaceId, sha256)));
    },
    drop: (workspaceId, sha256) => rm(aside(workspaceId, sha256), { force: true }),
  };
}

/** False: another one was quicker. */
const isThere = (done: Promise<void>): Promise<boolean> =>
  done.then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );

const namesIn = async (folder: string): Promise<string[]> => {
  const names: string[] = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (['ENOENT', 'ENOTDIR'].includes(error.code ?? '')) return [];
    throw error;
  });
  return names.sort();
};

/** The first folder of any workspace behind `<workspace>/<folder>`. */
async function folderBehind(dir: string, after: string | null): Promise<string | null> {
  const [lastWorkspace = '', lastFolder = ''] = after?.split('/') ?? [];
  for (const workspace of await namesIn(dir)) {
    if (workspace < lastWorkspace) continue;
    for (const folder of await namesIn(join(dir, workspace))) {
      if (workspace > lastWorkspace || folder > lastFolder) return `${workspace}/${folder}`;
    }
  }
  return null;
}

async function blobsIn(dir: string, folder: string): Promise<ShelvedBlob[]> {
  const found: ShelvedBlob[] = [];
  for (const name of await namesIn(join(dir, folder))) {
    const blob = blobAt(`${folder}/${name}`);
    const facts = blob === undefined ? undefined : await stat(join(dir, folder, name)).catch(() => undefined);
    if (blob !== undefined && facts !== undefined) found.push({ ...blob, at: facts.mtime });
  }
  return found;
}
