import { PencilLine, TriangleAlert } from 'lucide-react';
import { useRef } from 'react';
import type { ReactNode } from 'react';
import { Button, CopyButton } from '../../ui/index.ts';
import { CodeEditor } from '../../ui/code-editor/index.ts';
import { useHost } from '../mapper-context.ts';
import { useTextWriting } from './use-text-writing.ts';
import type { TextWriting } from './use-text-writing.ts';

/** The document itself. A text that is no mapping changes nothing, says why, and waits. */
export function TextView() {
  const { mayEdit, seal } = useHost();
  const writing = useTextWriting();
  const editor = useRef<HTMLDivElement>(null);
  // What was pressed goes: whoever pressed it goes on in the text.
  const thenType = (act: () => void) => (): void => {
    act();
    editor.current?.querySelector<HTMLElement>('[role=textbox]')?.focus();
  };
  const apply = thenType(writing.apply);
  const discard = thenType(writing.discard);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex h-10 flex-none items-center gap-3 border-b border-line px-4 text-12">
        <State writing={{ ...writing, apply, discard }} />
        <CopyButton text={writing.text} label="Copy the mapping" />
      </div>
      {writing.stray === undefined ? null : <Stray typed={writing.stray} onDiscard={discard} />}
      <div ref={editor} className="mapping-text min-h-0 flex-1">
        <CodeEditor
          label="Mapping as text"
          language="json"
          height="fill"
          value={writing.text}
          readOnly={!mayEdit}
          onChange={writing.put}
          onBlur={seal}
        />
      </div>
    </div>
  );
}

function State({ writing: { read, waits, apply, discard } }: { readonly writing: TextWriting }) {
  if (!waits)
    return (
      <span className="min-w-0 flex-1 truncate text-ink-3">
        The mapping as it is kept. Canvas and table show the same, and follow what is typed here.
      </span>
    );
  const why = 'mistake' in read ? read.mistake.message : 'It can be read, and waits for you.';
  return (
    <>
      <Alert>{`Not applied, and kept in this browser: the mapping is as it was. ${why}`}</Alert>
      {'mistake' in read ? null : (
        <Button size="small" onClick={apply}>
          Apply
        </Button>
      )}
      <Button size="small" onClick={discard}>
        Discard
      </Button>
    </>
  );
}

const Alert = ({ children }: { readonly children: string }) => (
  <span role="alert" className="flex min-w-0 flex-1 items-center gap-1.5 text-wait">
    <TriangleAlert size={14} aria-hidden className="flex-none" />
    <span className="truncate" title={children}>
      {children}
    </span>
  </span>
);

/** The mapping has changed where it was typed: whoever typed it says what becomes of it. */
function Stray({ typed, onDiscard }: { readonly typed: string; readonly onDiscard: () => void }): ReactNode {
  return (
    <div
      role="status"
      className="flex flex-none items-center gap-3 border-b border-line bg-wait-soft px-4 py-1.5 text-12"
    >
      <PencilLine size={14} aria-hidden className="flex-none text-wait" />
      <span className="min-w-0 flex-1 truncate" title={typed}>
        Typed earlier and not applied; the mapping has changed at that place since: <code>{typed}</code>
      </span>
      <CopyButton text={typed} label="Copy what was typed" />
      <Button size="small" onClick={onDiscard}>
        Discard
      </Button>
    </div>
  );
}
