import { FileText, X } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from '../../ui/index.ts';
import { FileDropZone } from './file-drop-zone.tsx';
import type { GivenFile } from './schema-reader.ts';

interface FileDropProps {
  readonly files: readonly GivenFile[];
  readonly onFiles: (files: readonly GivenFile[]) => void;
  /** Below the button: what can be given. */
  readonly hint: string;
  readonly accept?: string;
  readonly multiple?: boolean;
}

/** The server reads no more at once. */
const mostBytes = 10_000_000;
const mostFiles = 200;

/** A place to drop files on, or to choose them by a button. The first one is read; the others are what it refers to. */
export function FileDrop({ files, onFiles, hint, accept, multiple = true }: FileDropProps) {
  const [mistake, setMistake] = useState<string | null>(null);
  const take = async (given: readonly File[]): Promise<void> => {
    setMistake(null);
    const large = given.find((file) => file.size > mostBytes);
    if (large !== undefined) {
      setMistake(`${large.name} has more than 10 MB. Take a part of it, or the command line, which reads any size.`);
      return;
    }
    const read = await Promise.all(
      given.map(async (file) => ({ name: pathOf(file), content: new Uint8Array(await file.arrayBuffer()) })),
    );
    const names = new Set(read.map(({ name }) => name));
    const kept = multiple ? files.filter(({ name }) => !names.has(name)) : [];
    onFiles([...kept, ...(multiple ? read : read.slice(0, 1))].slice(0, mostFiles));
  };
  return (
    <div className="grid gap-2">
      <FileDropZone hint={hint} accept={accept} multiple={multiple} onFiles={(given) => void take(given)} />
      {mistake === null ? null : (
        <p role="alert" className="text-12 text-bad wrap-anywhere">
          {mistake}
        </p>
      )}
      {files.length === 0 ? null : (
        <ul aria-label="Files" className="grid gap-0.5">
          {files.map((file, at) => (
            <li key={file.name} className="flex min-h-7 items-center gap-2 rounded-1 px-1">
              <FileText size={14} aria-hidden className="text-ink-3" />
              <span className="min-w-0 flex-1 truncate" title={file.name}>
                {file.name}
              </span>
              {files.length < 2 ? null : at === 0 ? (
                <span className="text-12 text-ink-3">is read</span>
              ) : (
                <Button
                  size="small"
                  look="ghost"
                  onClick={() => onFiles([file, ...files.filter((other) => other !== file)])}
                >
                  Read this one
                </Button>
              )}
              <IconButton
                icon={X}
                size="small"
                label={`Remove ${file.name}`}
                onClick={() => onFiles(files.filter((other) => other !== file))}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Of a folder that was dropped, with the folders inside it: others include it by them. */
const pathOf = (file: File): string => (file.webkitRelativePath === '' ? file.name : file.webkitRelativePath);
