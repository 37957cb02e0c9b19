import { useEffect, useState } from 'react';
import type { SampleRead, SampleUnread } from './read-sample.ts';
import type { SampleQuestion } from './sample-reader.worker.ts';

export type SampleReading =
  | { readonly status: 'nothing' }
  | { readonly status: 'reading' }
  | { readonly status: 'done'; readonly result: SampleRead | SampleUnread };

/** Milliseconds without a key after which a text is read. */
const restMs = 300;

/** Reads what is wanted in a worker of its own; another wish ends the one before. */
export function useSampleReading(wanted: SampleQuestion | null): SampleReading {
  const [reading, setReading] = useState<SampleReading>({ status: 'nothing' });
  useEffect(() => {
    if (wanted === null) {
      setReading({ status: 'nothing' });
      return undefined;
    }
    setReading({ status: 'reading' });
    let worker: Worker | undefined;
    const timer = setTimeout(
      () => {
        worker = new Worker(new URL('./sample-reader.worker.ts', import.meta.url), { type: 'module' });
        worker.onmessage = ({ data }: MessageEvent<SampleRead | SampleUnread>) => {
          worker?.terminate();
          setReading({ status: 'done', result: data });
        };
        worker.onerror = () => {
          worker?.terminate();
          setReading({ status: 'done', result: outOfMemory });
        };
        worker.postMessage(wanted);
      },
      typeof wanted.content === 'string' ? restMs : 0,
    );
    return () => {
      clearTimeout(timer);
      worker?.terminate();
    };
  }, [wanted]);
  return reading;
}

const outOfMemory: SampleUnread = {
  ok: false,
  reason: 'The browser could not read it.',
  next: 'It may be too large for the memory at hand: take a part of it.',
  excerpt: undefined,
};
