import { useQuery } from '@tanstack/react-query';
import { trpc } from '../../app/api-client.ts';
import { Loaded } from '../../app/loaded.tsx';
import { FieldError, Section, Skeleton } from '../../ui/index.ts';
import { plannedWords } from './schedule-words.ts';

/** The next times of a pattern as it is drawn, or what is wrong with it. */
export function UpcomingTimes({ cron, zone }: { readonly cron: string; readonly zone: string }) {
  const upcoming = useQuery(
    trpc.trigger.upcoming.queryOptions({ cron, zone }, { enabled: cron.trim() !== '', refetchInterval: 60_000 }),
  );
  return (
    <Section>
      <h3 className="mb-1 font-medium">Next times</h3>
      {cron.trim() === '' ? (
        <p className="text-12 text-ink-3">Enter a pattern to see when it fires.</p>
      ) : (
        <Loaded query={upcoming} loading={<Skeleton className="h-25" />}>
          {({ problem, fires }) =>
            problem === null ? (
              <ol className="grid gap-0.5 tabular-nums">
                {fires.map((at) => (
                  <li key={at}>
                    <time dateTime={at}>{plannedWords(new Date(at), zone)}</time>
                  </li>
                ))}
              </ol>
            ) : (
              <FieldError className="mt-0">{problem}</FieldError>
            )
          }
        </Loaded>
      )}
    </Section>
  );
}
