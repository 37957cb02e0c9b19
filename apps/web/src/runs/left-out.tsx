// Records that a step left out by its rules: how many, and the first of them with their reasons.
import type { StepRecord } from '@patchbay/model/run';
import { isJsonObject } from '@patchbay/model/schema';
import type { Json } from '@patchbay/model/schema';
import { withPlaceWords } from '../ui/index.ts';

type Rejected = NonNullable<StepRecord['rejected']>;

/** A record longer than this is shown as its beginning. */
const shownCharacters = 2_000;

const records = (count: number): string => (count === 1 ? '1 record' : `${count.toLocaleString('en')} records`);

export function LeftOut({ rejected: { count, first } }: { readonly rejected: Rejected }) {
  return (
    <div className="min-h-0 flex-1 overflow-auto bg-sunken">
      <p className="px-4 py-3 text-ink-2">
        {records(count)} left out by the rules of this step.
        {count > first.length ? ` The first ${first.length} are kept here.` : ''}
      </p>
      <ol className="border-t border-line">
        {first.map((entry, index) => (
          // The list never changes, and equal records have no name of their own.
          <li key={index} className="grid gap-1 border-b border-line px-4 py-3">
            <LeftOutRecord entry={entry} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function LeftOutRecord({ entry }: { readonly entry: Json }) {
  const { item = entry, reason, source } = isJsonObject(entry) ? entry : {};
  const text = JSON.stringify(item, null, 2);
  return (
    <>
      <p className="font-medium wrap-anywhere">
        {typeof reason === 'string' ? withPlaceWords(reason) : 'No reason was kept.'}
      </p>
      {typeof source === 'string' && source !== '' ? <code className="text-12 text-ink-3">{source}</code> : null}
      <pre className="code overflow-x-auto text-12 whitespace-pre-wrap text-ink-2 wrap-anywhere">
        {text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text}
      </pre>
    </>
  );
}
