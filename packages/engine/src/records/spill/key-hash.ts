/** Into so many parts is divided what does not fit into memory. */
export const partCount = 16;

/** Each level divides what the level before could not: 16 × 16 × 16 × 16 parts. What then is too large has one key, and is held. */
export const maxLevel = 4;

/** Which part a key belongs to; another level divides by other bits (FNV-1a, mixed with the level). */
export function partOf(key: string, level: number): number {
  let hash = 0x811c9dc5 ^ Math.imul(level + 1, 0x9e3779b1);
  for (let at = 0; at < key.length; at += 1) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  return (hash >>> 0) % partCount;
}
