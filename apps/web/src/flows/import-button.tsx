import { Upload } from 'lucide-react';
import { useRef } from 'react';
import { Button } from '../ui/index.ts';

export interface ImportButtonProps {
  readonly busy: boolean;
  readonly onText: (text: string, fileName: string) => void;
}

/** Reads a JSON file that a person picks. */
export function ImportButton({ busy, onText }: ImportButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        hidden
        onChange={(event) => {
          const file = event.target.files?.[0];
          // The same file may be picked again after it was mended.
          event.target.value = '';
          if (file !== undefined) void file.text().then((text) => onText(text, file.name));
        }}
      />
      <Button icon={Upload} busy={busy} onClick={() => input.current?.click()}>
        Import
      </Button>
    </>
  );
}
