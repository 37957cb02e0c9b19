const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const SHA256 = /^[0-9a-f]{64}$/;
const aside = 'aside';
const stored = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/(aside|[0-9a-f]{2})\/([0-9a-f]{64})$/;

/** The parts of a blob's name, which becomes a path: either part may come from outside. */
export function blobName(workspaceId: string, sha256: string): [string, string, string] {
  if (!UUID.test(workspaceId) || !SHA256.test(sha256))
    throw new TypeError('a blob is named by a workspace id and a SHA-256');
  return [workspaceId, sha256.slice(0, 2), sha256];
}

/** Before its content is there, and with it its name. */
export function checkOwner(workspaceId: string): void {
  blobName(workspaceId, '0'.repeat(64));
}

/** Where a blob stands that nothing seems to need any more, until it is removed. */
export function asideName(workspaceId: string, sha256: string): [string, string, string] {
  const [workspace, , name] = blobName(workspaceId, sha256);
  return [workspace, aside, name];
}

/** What stands at a path; undefined: no blob. */
export function blobAt(path: string): { workspaceId: string; sha256: string; isAside: boolean } | undefined {
  const [, workspaceId, folder, sha256] = stored.exec(path) ?? [];
  if (workspaceId === undefined || sha256 === undefined) return undefined;
  return { workspaceId, sha256, isAside: folder === aside };
}
