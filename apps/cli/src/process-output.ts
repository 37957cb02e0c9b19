// The streams of this process. A pipe takes what its reader takes: what stands in front of it is written before the process ends,
// and a reader that goes, as `head` does, is no mistake.
import type { Writable } from 'node:stream';
import { exitCode } from './exit-code.ts';
import type { Output } from './output.ts';
import { OutputClosed } from './output.ts';

export interface ProcessOutput {
  readonly output: Output;
  /** Waits until all is written; hands back the exit code, which is another where the data came to nobody. */
  readonly end: (code: number) => Promise<number>;
}

export function openProcessOutput({ stdout, stderr }: NodeJS.Process = process): ProcessOutput {
  let failure: NodeJS.ErrnoException | undefined;
  stdout.on('error', (error) => (failure ??= error));
  // Where words cannot be said, nothing can be said about it.
  stderr.on('error', () => undefined);
  const say = (text: string): void => void stderr.write(`${text}\n`);
  return {
    output: {
      data: (text) => void stdout.write(text.endsWith('\n') ? text : `${text}\n`),
      bytes: async (content) => {
        if (!stdout.write(content)) await written(stdout);
        if (failure !== undefined) throw new OutputClosed('nobody takes the output', { cause: failure });
      },
      say,
    },
    end: async (code) => {
      await written(stdout);
      let ended = code;
      if (failure !== undefined && code === exitCode.ok) {
        const isGone = failure.code === 'EPIPE' || failure.code === 'EOF';
        ended = isGone ? exitCode.readerGone : exitCode.refused;
        if (!isGone) say(`patchbay: The output cannot be written: ${failure.message}. Choose another place.`);
      }
      await written(stderr);
      return ended;
    },
  };
}

/** Resolves when all that was written before is out, or cannot get out. */
const written = (stream: Writable): Promise<void> =>
  new Promise((resolve) => {
    stream.write('', () => resolve());
  });
