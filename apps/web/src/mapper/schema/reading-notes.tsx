import type { Diagnostic } from '@patchbay/model/errors';
import { CircleX, Info, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { Button, ProblemBox } from '../../ui/index.ts';
import type { GivenFile, SchemasRead } from './schema-reader.ts';
import { placeWords } from './text-place.ts';

interface ReadingNotesProps {
  readonly result: SchemasRead;
  readonly files: readonly GivenFile[];
}

const shownAtOnce = 5;
const icons = { error: CircleX, warning: TriangleAlert, info: Info } as const;
const colours = { error: 'text-bad', warning: 'text-wait', info: 'text-ink-3' } as const;

/** What was noticed while reading, with its place in the file. */
export function ReadingNotes({ result, files }: ReadingNotesProps) {
  // The first mistake of a file that cannot be read stands in the title already.
  const notes = result.ok ? result.diagnostics : result.diagnostics.slice(1);
  const first = result.ok ? undefined : result.diagnostics[0];
  const place = first === undefined ? '' : placeWords(first, files);
  return (
    <div className="grid gap-2">
      {result.ok ? null : (
        <ProblemBox
          title={result.title}
          cause={result.title.includes(place) ? undefined : place}
          next={result.next ?? 'Mend the file, or choose another format.'}
        />
      )}
      <NoteList notes={notes} files={files} />
    </div>
  );
}

function NoteList({ notes, files }: { readonly notes: readonly Diagnostic[]; readonly files: readonly GivenFile[] }) {
  const [all, setAll] = useState(false);
  if (notes.length === 0) return null;
  return (
    <div className="grid gap-1">
      <ul aria-label="Noticed while reading" className="grid gap-1">
        {notes.slice(0, all ? notes.length : shownAtOnce).map((note, at) => {
          const Icon = icons[note.severity];
          const place = placeWords(note, files);
          return (
            <li key={at} className="flex items-start gap-1.5 text-12">
              <Icon size={14} aria-hidden className={`mt-px ${colours[note.severity]}`} />
              <span className="min-w-0 wrap-anywhere">
                {note.message}
                {place === '' ? null : <span className="text-ink-3"> {place}</span>}
              </span>
            </li>
          );
        })}
      </ul>
      {all || notes.length <= shownAtOnce ? null : (
        <Button size="small" look="ghost" className="justify-self-start" onClick={() => setAll(true)}>
          Show {notes.length - shownAtOnce} more
        </Button>
      )}
    </div>
  );
}
