// Planned times and missed ones in words.
import { zoneName } from '../../ui/index.ts';

/** `Mon 30 Mar 2026, 06:00 CEST`: in the zone of the schedule. */
export function plannedWords(at: Date, zone: string): string {
  const text = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).format(at);
  return `${text.replace(/^(\w+),/, '$1').replace(/,? (\d\d:\d\d)$/, ', $1')} ${zoneName(at, zone)}`;
}

const reasons = {
  late: 'nothing ran at that time',
  capped: 'too many to make up',
  overlap: 'the run before was still open',
  paused: 'it was paused',
  failed: 'a key in the settings of the flow or the trigger could not be worked out',
} as const;

/** What stands behind the first of the missed times. */
export function missWords({ fires, reason }: { fires: number; reason: keyof typeof reasons }): string {
  const more = fires === 1 ? '' : ` and ${(fires - 1).toLocaleString('en')} more`;
  return `${more}: ${reasons[reason]}`;
}
