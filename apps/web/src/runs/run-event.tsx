import { JsonView } from '../ui/index.ts';
import type { RunView } from './run-summary.tsx';

/** What the trigger received. */
export function RunEvent({ event }: { readonly event: RunView['event'] }) {
  return (
    <div className="grid h-full min-h-0 grid-cols-[3fr_2fr] divide-x divide-line">
      {event.bodyText === undefined ? (
        <JsonView label="Body of the event" heading={`Body · ${event.contentType}`} value={event.body} />
      ) : (
        <div className="flex min-h-0 flex-col bg-sunken">
          <div className="code flex h-8 items-center px-4 pt-1 text-ink-3">
            Body · {event.contentType}, its beginning
          </div>
          <pre
            tabIndex={0}
            aria-label="Body of the event"
            className="min-h-0 flex-1 overflow-auto px-4 pb-3 whitespace-pre-wrap"
          >
            {event.bodyText}
          </pre>
        </div>
      )}
      <JsonView label="Circumstances of the event" heading="Circumstances" value={event.meta} />
    </div>
  );
}
