import { ChevronLeft, ChevronRight } from 'lucide-react';
import { IconButton, JsonView, ProblemBox, Spinner } from '../../ui/index.ts';
import type { SampleRead, SampleUnread } from './read-sample.ts';
import type { SampleReading } from './use-sample-reading.ts';

interface ReadingResultProps {
  readonly reading: SampleReading;
  /** The name of a file that is not even tried. */
  readonly tooLarge: string | undefined;
  /** Sources that it does not fill. */
  readonly others: readonly string[];
  /** The sample that they are taken from. */
  readonly shown: string | undefined;
  /** What of it is otherwise than its schema says. */
  readonly misfits?: readonly string[] | undefined;
  readonly onRecord: (record: number) => void;
}

/** What was read, or what is wrong with it and where. */
export function ReadingResult({ reading, tooLarge, others, shown, misfits = [], onRecord }: ReadingResultProps) {
  if (tooLarge !== undefined)
    return (
      <ProblemBox
        title={`${tooLarge} has more than 200 MB.`}
        next="Take a part of it: a sample needs a few records only."
      />
    );
  switch (reading.status) {
    case 'nothing':
      return null;
    case 'reading':
      return (
        <p role="status" className="flex items-center gap-2 text-12 text-ink-3">
          <Spinner /> Reading…
        </p>
      );
    case 'done':
      return reading.result.ok ? (
        <Read result={reading.result} others={others} shown={shown} misfits={misfits} onRecord={onRecord} />
      ) : (
        <Unread result={reading.result} />
      );
  }
}

interface ReadProps extends Pick<ReadingResultProps, 'others' | 'shown' | 'onRecord'> {
  readonly result: SampleRead;
  readonly misfits: readonly string[];
}

function Read({ result, others, shown, misfits, onRecord }: ReadProps) {
  const { format, encoding, records, value } = result;
  const notes = [...result.notes, ...misfits];
  return (
    <section aria-label="What was read" className="grid gap-2">
      <p role="status" className="flex flex-wrap items-center gap-x-3 gap-y-1 text-12 text-ink-2">
        <b>{format}</b>
        {encoding === undefined ? null : <span>{encoding}</span>}
        {records === undefined ? null : (
          <span className="flex items-center gap-1">
            record
            <IconButton
              icon={ChevronLeft}
              size="small"
              label="Previous record"
              disabled={records.taken === 0}
              onClick={() => onRecord(records.taken - 1)}
            />
            <b className="tabular">
              {records.taken + 1} of {records.count.toLocaleString('en-US')}
            </b>
            <IconButton
              icon={ChevronRight}
              size="small"
              label="Next record"
              disabled={records.taken >= records.count - 1}
              onClick={() => onRecord(records.taken + 1)}
            />
          </span>
        )}
        {others.length === 0 ? null : (
          <span className="text-ink-3">
            {others.join(', ')}: {shown === undefined ? 'empty' : `as in ${shown}`}
          </span>
        )}
      </p>
      {notes.length === 0 ? null : (
        <ul className="grid gap-0.5 text-12 text-wait">
          {notes.map((note) => (
            <li key={note} className="wrap-anywhere">
              {note}
            </li>
          ))}
        </ul>
      )}
      <div className="flex h-52 overflow-hidden rounded-1 border border-line">
        <JsonView label="The sample" value={value} />
      </div>
    </section>
  );
}

function Unread({ result: { reason, next, excerpt } }: { readonly result: SampleUnread }) {
  return (
    <div className="grid gap-2">
      <ProblemBox title={reason} next={next} />
      {excerpt === undefined ? null : (
        <pre className="code overflow-x-auto rounded-1 bg-sunken px-3 py-2 text-12">
          <span className="text-ink-3">{excerpt.line} </span>
          {excerpt.text}
          {'\n'}
          <span className="text-bad">{' '.repeat(String(excerpt.line).length + excerpt.column)}^</span>
        </pre>
      )}
    </div>
  );
}
