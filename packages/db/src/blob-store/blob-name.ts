const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const SHA256 = /^[0-9a-f]{64}$/;

/** The parts of a blob's name, which becomes a path: either part may come from outside. */
export function blobName(workspaceId: string, sha256: string): [string, string, string] {
  if (!UUID.test(workspaceId) || !SHA256.test(sha256))
    throw new TypeError('a blob is named by a workspace id and a SHA-256');
  return [workspaceId, sha256.slice(0, 2), sha256];
}
