// Reads one file or text beside the screen. It is ended with its answer: what it held is given back.
import { readSample } from './read-sample.ts';
import type { SampleContent, SampleRead, SampleUnread } from './read-sample.ts';

export interface SampleQuestion extends Omit<SampleContent, 'content'> {
  readonly content: Blob | string;
}

addEventListener('message', ({ data }: MessageEvent<SampleQuestion>) => {
  void answer(data).then((read) => postMessage(read));
});

async function answer({ content, ...given }: SampleQuestion): Promise<SampleRead | SampleUnread> {
  try {
    const bytes = typeof content === 'string' ? content : new Uint8Array(await content.arrayBuffer());
    return await readSample({ ...given, content: bytes });
  } catch (error) {
    console.error(error);
    return {
      ok: false,
      reason: 'The browser could not read it.',
      next: 'Give the file again; it may have been changed or moved, or be too large for the memory at hand.',
      excerpt: undefined,
    };
  }
}
