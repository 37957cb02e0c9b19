import { createHash } from 'node:crypto';

/** The same content; when it does not match its name, that is said before the last of it is handed out. */
export async function* checked(
  content: AsyncIterable<Buffer>,
  { sha256, damaged }: { readonly sha256: string; readonly damaged: () => Error },
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let last: Buffer | undefined;
  for await (const part of content) {
    hash.update(part);
    if (last !== undefined) yield last;
    last = part;
  }
  if (hash.digest('hex') !== sha256) throw damaged();
  if (last !== undefined) yield last;
}
