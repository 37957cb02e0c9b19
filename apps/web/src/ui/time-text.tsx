import { useEffect, useState } from 'react';
import { agoWords, timeWords } from './time-words.ts';

export interface TimeTextProps {
  /** ISO text, UTC. */
  readonly at: string;
  readonly year?: boolean;
  /** `4 min ago` instead; the full time is the tooltip. */
  readonly ago?: boolean;
  readonly className?: string;
}

/** A moment in the viewer's zone, with the zone's name. */
export function TimeText({ at, year = false, ago = false, className }: TimeTextProps) {
  const now = useNow(ago ? 30_000 : undefined);
  const date = new Date(at);
  return (
    <time dateTime={at} title={timeWords(date, { year: true })} className={className}>
      {ago ? agoWords(date, now) : timeWords(date, { year })}
    </time>
  );
}

/** The present, looked at again every so often; still without a period. */
export function useNow(everyMs: number | undefined): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    if (everyMs === undefined) return;
    const timer = setInterval(() => setNow(new Date()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
