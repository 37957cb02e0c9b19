import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { MappingDocument } from '@patchbay/model/mapping';
import { CopyButton } from '../../ui/index.ts';
import { CodeEditor } from '../../ui/code-editor/index.ts';
import { useHost, useMapper } from '../mapper-context.ts';
import { mappingText, readMappingText } from './read-mapping-text.ts';

/** What is typed stands as it was typed, for as long as it means the document; other edits write it anew. */
interface Draft {
  readonly text: string;
  /** The document that the text means, or was typed over. */
  readonly doc: MappingDocument;
}

/** The document itself. A text that is no mapping changes nothing and says why. */
export function TextView() {
  const { doc, mayEdit, seal } = useHost();
  const { edit } = useMapper();
  const [draft, setDraft] = useState<Draft | null>(null);
  const text = draft !== null && draft.doc === doc ? draft.text : mappingText(doc);
  const read = draft !== null && draft.doc === doc ? readMappingText(text) : { doc };
  const put = (next: string): void => {
    if (next === text || !mayEdit) return;
    const parsed = readMappingText(next);
    if ('mistake' in parsed) {
      setDraft({ text: next, doc });
      return;
    }
    const changed = { ...parsed.doc, ...(doc.bundle === undefined ? {} : { bundle: doc.bundle }) };
    setDraft({ text: next, doc: changed });
    edit(changed, { label: 'Edited the text of the mapping', coalesce: 'text', isText: true });
  };
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex h-10 flex-none items-center gap-3 border-b border-line px-4 text-12">
        {'mistake' in read ? (
          <span role="alert" className="flex min-w-0 flex-1 items-center gap-1.5 text-wait">
            <TriangleAlert size={14} aria-hidden className="flex-none" />
            <span className="truncate" title={read.mistake.message}>
              {read.mistake.message}
            </span>
          </span>
        ) : (
          <span className="min-w-0 flex-1 truncate text-ink-3">
            The mapping as it is kept. Canvas and table show the same, and follow what is typed here.
          </span>
        )}
        <CopyButton text={text} label="Copy the mapping" />
      </div>
      <div className="mapping-text min-h-0 flex-1">
        <CodeEditor
          label="Mapping as text"
          language="json"
          height="fill"
          value={text}
          readOnly={!mayEdit}
          onChange={put}
          onBlur={seal}
        />
      </div>
    </div>
  );
}
