// Messages over one pipe: two lengths, a small JSON header, a body of bytes. The reader refuses what is longer than it allows.
import type { Duplex } from 'node:stream';

export interface Frame {
  readonly header: unknown;
  readonly body: Buffer;
}

const prefix = 8;
const maxHeaderBytes = 4 * 1024 * 1024;

export function writeFrame(stream: Duplex, header: unknown, body: string | null): void {
  const head = Buffer.from(JSON.stringify(header));
  const rest = body === null ? Buffer.alloc(0) : Buffer.from(body);
  const lengths = Buffer.alloc(prefix);
  lengths.writeUInt32BE(head.length, 0);
  lengths.writeUInt32BE(rest.length, 4);
  stream.cork();
  stream.write(lengths);
  stream.write(head);
  if (rest.length > 0) stream.write(rest);
  stream.uncork();
}

/** Hands each whole frame to `take`; `refuse` is called once, for a frame that is too long or a header that is no JSON. */
export function readFrames(
  stream: Duplex,
  { maxBodyBytes, take, refuse }: { maxBodyBytes: number; take: (frame: Frame) => void; refuse: () => void },
): void {
  let pieces: Buffer[] = [];
  let held = 0;
  let needed = prefix;
  let refused = false;
  const whole = (): Buffer => {
    const [only] = pieces;
    const all = pieces.length === 1 && only !== undefined ? only : Buffer.concat(pieces);
    pieces = [all];
    return all;
  };
  const next = (): boolean => {
    if (held < needed) return false;
    const bytes = whole();
    const head = bytes.readUInt32BE(0);
    const body = bytes.readUInt32BE(4);
    if (head > maxHeaderBytes || body > maxBodyBytes) throw new RangeError('a frame is longer than allowed');
    needed = prefix + head + body;
    if (held < needed) return false;
    const frame = {
      header: JSON.parse(bytes.toString('utf8', prefix, prefix + head)) as unknown,
      body: bytes.subarray(prefix + head, needed),
    };
    pieces = [bytes.subarray(needed)];
    held -= needed;
    needed = prefix;
    take(frame);
    return true;
  };
  stream.on('data', (piece: Buffer) => {
    if (refused) return;
    pieces.push(piece);
    held += piece.length;
    try {
      while (next());
    } catch (cause) {
      if (!(cause instanceof RangeError) && !(cause instanceof SyntaxError)) throw cause;
      refused = true;
      refuse();
    }
  });
}
