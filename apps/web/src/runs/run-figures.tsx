import type { ApiOutputs } from '@patchbay/api';
import { durationWords, Figure, Skeleton, Sparkline, useNow } from '../ui/index.ts';
import { fillHours } from './run-hours.ts';

/** The last 24 hours in three numbers. Without `stats` they are loading, at the same height. */
export function RunFigures({ stats }: { readonly stats: ApiOutputs['run']['stats'] | undefined }) {
  const now = useNow(60_000);
  const wait = <Skeleton className="my-1.5 h-4 w-20" />;
  const rate = stats === undefined || stats.runs === 0 ? undefined : (stats.failed / stats.runs) * 100;
  return (
    <section aria-label="The last 24 hours" className="grid grid-cols-3 border-b border-line">
      <Figure
        label="Runs, 24 h"
        value={stats === undefined ? wait : stats.runs.toLocaleString('en')}
        detail={
          stats === undefined
            ? undefined
            : stats.runs === 0
              ? 'none came in'
              : `${(stats.runs - stats.failed).toLocaleString('en')} did not fail`
        }
        picture={
          stats === undefined ? undefined : (
            <Sparkline label="Runs per hour" values={fillHours(stats.perHour, now, (hour) => hour.runs)} />
          )
        }
      />
      <Figure
        label="Error rate"
        value={
          stats === undefined ? wait : rate === undefined ? '–' : `${rate.toFixed(rate === 0 || rate >= 10 ? 0 : 2)} %`
        }
        detail={
          stats === undefined
            ? undefined
            : stats.failed === 1
              ? '1 run failed'
              : `${stats.failed.toLocaleString('en')} runs failed`
        }
        picture={
          stats === undefined ? undefined : (
            <Sparkline label="Failed runs per hour" values={fillHours(stats.perHour, now, (hour) => hour.failed)} />
          )
        }
      />
      <Figure
        label="P95 duration"
        value={stats === undefined ? wait : stats.p95Ms === null ? '–' : durationWords(stats.p95Ms)}
        detail={
          stats === undefined ? undefined : stats.p95Ms === null ? 'no run has ended' : '19 of 20 runs took no longer'
        }
      />
    </section>
  );
}
