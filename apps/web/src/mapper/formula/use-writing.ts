import { useLayoutEffect } from 'react';
import type { RefObject } from 'react';
import type { CodeFieldHandle } from '../../ui/code-editor/index.ts';
import { useHost, useMapper } from '../mapper-context.ts';
import type { Writing } from './writing.ts';

interface WritingAt extends Pick<Writing, 'path' | 'part'> {
  readonly field: RefObject<CodeFieldHandle | null>;
  /** What holds the editor. */
  readonly host: RefObject<HTMLElement | null>;
  /** The part of the page, around the host, that a field may be dropped on. */
  readonly around: string;
}

/** Makes an editor the one that fields are put into, as long as it is on the screen. */
export function useWriting(slot: 'row' | 'pane', { path, part, field, host, around }: WritingAt): void {
  const { writing } = useMapper();
  const { mayEdit } = useHost();
  useLayoutEffect(() => {
    if (!mayEdit) return undefined;
    const place: Writing = {
      path,
      part,
      field: {
        insert: (text, over) => field.current?.insert(text, over),
        focus: () => field.current?.focus(),
      },
      element: () => host.current?.closest(around) ?? host.current,
      hasFocus: () => host.current?.contains(document.activeElement) === true,
    };
    writing[slot] = place;
    writing.last = '';
    return () => {
      if (writing[slot] === place) writing[slot] = null;
    };
  }, [writing, slot, mayEdit, path, part, field, host, around]);
}
