import { useMemo, useState } from 'react';
import type { MappingDocument } from '@patchbay/model/mapping';
import { changeTextDrafts } from '../drafts/change-drafts.ts';
import { withDraft, withoutDraft } from '../drafts/formula-draft.ts';
import { useHost, useMapper, useMapperState } from '../mapper-context.ts';
import { mappingText, readMappingText } from './read-mapping-text.ts';
import type { MappingText } from './read-mapping-text.ts';
import { foundText, textDraft } from './text-draft.ts';

/** What is typed stands as it was typed, for as long as it means the document; other edits write it anew. */
interface OwnLayout {
  readonly text: string;
  readonly doc: MappingDocument;
}

export interface TextWriting {
  readonly text: string;
  /** What the text means, or why it means nothing. */
  readonly read: MappingText;
  /** The text was typed and is not applied. */
  readonly waits: boolean;
  /** What was typed and finds no place in the mapping any more. */
  readonly stray: string | undefined;
  readonly put: (text: string) => void;
  /** Applies what waits and can be read. */
  readonly apply: () => void;
  /** Throws away what waits, or what finds no place. */
  readonly discard: () => void;
}

/** The text of the mapping: what can be read is the mapping at once, anything else waits until it can be or is thrown away. */
export function useTextWriting(): TextWriting {
  const { doc, mayEdit } = useHost();
  const mapper = useMapper();
  const drafts = useMapperState((state) => state.textDrafts);
  const [own, setOwn] = useState<OwnLayout | null>(null);
  const base = useMemo(() => mappingText(doc), [doc]);
  const found = useMemo(() => (mayEdit ? foundText(drafts, base) : undefined), [drafts, base, mayEdit]);
  const text = found?.text ?? (own?.doc === doc ? own.text : base);
  const read = useMemo(() => readMappingText(text), [text]);
  const others = found === undefined ? drafts : withoutDraft(drafts, found.draft);
  const write = (next: string, parsed: MappingText): void => {
    const left = found?.text === undefined ? drafts : others;
    if ('mistake' in parsed) {
      changeTextDrafts(mapper, withDraft(left, textDraft(base, next, Date.now())));
      return;
    }
    changeTextDrafts(mapper, left);
    const changed = { ...parsed.doc, ...(doc.bundle === undefined ? {} : { bundle: doc.bundle }) };
    setOwn({ text: next, doc: changed });
    mapper.edit(changed, { label: 'Edited the text of the mapping', coalesce: 'text', isText: true });
  };
  return {
    text,
    read,
    waits: found?.text !== undefined,
    stray: found !== undefined && found.text === undefined ? found.typed : undefined,
    put: (next) => {
      if (next !== text && mayEdit) write(next, readMappingText(next));
    },
    apply: () => write(text, read),
    discard: () => changeTextDrafts(mapper, others),
  };
}
