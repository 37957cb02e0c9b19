import { FileUp } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button, classNames } from '../../ui/index.ts';

interface FileDropZoneProps {
  /** At least one. */
  readonly onFiles: (files: readonly File[]) => void;
  /** Below the button: what can be given. */
  readonly hint: string;
  readonly accept?: string | undefined;
  readonly multiple?: boolean;
}

/** A place to drop files on, with a button to choose them. */
export function FileDropZone({ onFiles, hint, accept, multiple = false }: FileDropZoneProps) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  return (
    <div
      className={classNames(
        'grid justify-items-center gap-2 rounded-2 border border-dashed px-4 py-5 text-center',
        isOver ? 'border-accent bg-accent-soft' : 'border-ctl-line bg-sunken',
      )}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setOver(false);
        const given = [...event.dataTransfer.files];
        if (given.length > 0) onFiles(given);
      }}
    >
      <input
        ref={input}
        type="file"
        hidden
        multiple={multiple}
        accept={accept}
        onChange={(event) => {
          const given = [...(event.target.files ?? [])];
          // The same file may be chosen again after it was mended.
          event.target.value = '';
          if (given.length > 0) onFiles(given);
        }}
      />
      <Button icon={FileUp} onClick={() => input.current?.click()}>
        {multiple ? 'Choose files' : 'Choose a file'}
      </Button>
      <p className="text-12 text-ink-3">
        or drop {multiple ? 'them' : 'it'} here. {hint}
      </p>
    </div>
  );
}
