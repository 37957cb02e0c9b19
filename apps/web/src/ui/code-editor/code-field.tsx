import './code-field.css';
import { useId, useImperativeHandle, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Ref } from 'react';
import type { CodeAssist, SignatureView } from './code-assist.ts';
import { CompletionList } from './completion-list.tsx';
import { FieldFloat } from './field-float.tsx';
import { SignatureHint } from './signature-hint.tsx';
import { piecesOf } from './text-marks.ts';
import type { TextMark } from './text-marks.ts';

export interface Completion {
  readonly label: string;
  /** What is put in place of `start`–`end`; the caret stands `caret` characters into it (default: behind it). */
  readonly insert: string;
  readonly start: number;
  readonly end: number;
  readonly caret?: number;
  /** Dim, at the right: a type, a sample value. */
  readonly detail?: string;
  readonly kind: 'name' | 'function';
}

export interface CodeFieldHandle {
  /**
   * Puts a text where the caret stands, in place of what is selected; `over` gives way too where it stands before the
   * caret. In a big editor that nobody has been in it takes the place of the whole text.
   */
  readonly insert: (text: string, over?: string) => void;
  readonly focus: () => void;
  /** Lays the text out for reading; nothing happens where it cannot be read. Only the big editors can. */
  readonly format?: () => void;
}

export interface CodeFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onBlur?: () => void;
  readonly assist: Pick<CodeAssist, 'tokens' | 'complete' | 'signature'>;
  readonly marks?: readonly TextMark[];
  readonly placeholder?: string;
  readonly id?: string;
  readonly 'aria-label'?: string;
  readonly 'aria-describedby'?: string | undefined;
  readonly 'aria-invalid'?: boolean | undefined;
  readonly disabled?: boolean;
  readonly handleRef?: Ref<CodeFieldHandle>;
}

interface Open {
  readonly items: readonly Completion[];
  readonly chosen: number;
}

/** A small field for one expression: coloured, marked, with completion and the arguments of the call that one writes. */
export function CodeField(props: CodeFieldProps) {
  const { value, onChange, assist, marks = [] } = props;
  const area = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const [open, setOpen] = useState<Open | null>(null);
  const [hint, setHint] = useState<SignatureView | null>(null);

  const put = (text: string, start: number, end: number, caret = text.length): void => {
    const field = area.current;
    if (field === null) return;
    field.focus();
    field.setSelectionRange(start, end);
    // Through the browser, so that the field's own undo knows it.
    if (!document.execCommand('insertText', false, text)) onChange(value.slice(0, start) + text + value.slice(end));
    field.setSelectionRange(start + caret, start + caret);
    setOpen(null);
  };
  useImperativeHandle(props.handleRef, () => ({
    insert: (text, over = '') => {
      const [start, end] = [area.current?.selectionStart ?? value.length, area.current?.selectionEnd ?? value.length];
      const gives = start === end && over !== '' && value.slice(0, start).endsWith(over);
      put(text, gives ? start - over.length : start, end);
    },
    focus: () => area.current?.focus(),
  }));

  const look = (field: HTMLTextAreaElement, asked: boolean): void => {
    const offset = field.selectionStart;
    const items = assist.complete(field.value, offset);
    const before = field.value.slice(0, offset);
    const worth = asked || /[\p{L}\p{N}_$.`]$/u.test(before);
    setOpen(items.length === 0 || !worth ? null : { items: items.slice(0, 50), chosen: 0 });
  };
  const accept = (item: Completion): void => put(item.insert, item.start, item.end, item.caret);

  const onKeyDown = (event: React.KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key === ' ' && event.ctrlKey) {
      event.preventDefault();
      look(event.currentTarget, true);
      return;
    }
    // One line: Shift+Enter breaks it where that reads better.
    if (open === null) {
      if (event.key === 'Enter' && !event.shiftKey) event.preventDefault();
      if (event.key === 'Escape') setHint(null);
      return;
    }
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const item = open.items[open.chosen];
    if (step !== 0) {
      event.preventDefault();
      setOpen({ ...open, chosen: (open.chosen + step + open.items.length) % open.items.length });
    } else if (event.key === 'Enter' && !event.shiftKey && item !== undefined && stands(item, value)) {
      // Written out already: there is nothing to take, and Enter is meant for the whole.
      event.preventDefault();
      flushSync(() => setOpen(null));
    } else if ((event.key === 'Enter' || event.key === 'Tab') && item !== undefined) {
      event.preventDefault();
      accept(item);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      setOpen(null);
    } else if (event.key.startsWith('Arrow') || event.key === 'Home' || event.key === 'End') setOpen(null);
  };

  return (
    <div className="nokey">
      <div className="code-field" data-invalid={props['aria-invalid']}>
        <pre aria-hidden>
          {piecesOf(value, assist.tokens(value), marks).map((piece, index) => (
            <span key={index} className={piece.colour} data-mark={piece.mark ?? undefined}>
              {piece.text}
            </span>
          ))}
          {'\u200b'}
        </pre>
        <textarea
          ref={area}
          id={props.id}
          rows={1}
          role="combobox"
          aria-expanded={open !== null}
          aria-controls={open === null ? undefined : listId}
          aria-activedescendant={open === null ? undefined : `${listId}-${open.chosen}`}
          aria-autocomplete="list"
          aria-label={props['aria-label']}
          aria-describedby={props['aria-describedby']}
          aria-invalid={props['aria-invalid']}
          disabled={props.disabled}
          placeholder={props.placeholder}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          value={value}
          onChange={(event) => {
            onChange(event.target.value);
            look(event.target, false);
          }}
          onKeyDown={onKeyDown}
          onSelect={({ currentTarget: field }) => setHint(assist.signature(field.value, field.selectionStart))}
          onClick={() => setOpen(null)}
          onBlur={() => {
            setOpen(null);
            setHint(null);
            props.onBlur?.();
          }}
        />
      </div>
      {hint === null && open === null ? null : (
        <FieldFloat field={area}>
          {hint === null ? null : <SignatureHint {...hint} />}
          {open === null ? null : (
            <CompletionList id={listId} items={open.items} chosen={open.chosen} onAccept={accept} />
          )}
        </FieldFloat>
      )}
    </div>
  );
}

/** Whether taking it would change nothing. */
const stands = ({ insert, start, end }: Completion, text: string): boolean => text.slice(start, end) === insert;
