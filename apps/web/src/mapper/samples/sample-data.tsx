import { useState } from 'react';
import type { ReactNode } from 'react';
import { Segmented, TextAreaField } from '../../ui/index.ts';
import { FileDropZone } from '../schema/file-drop-zone.tsx';
import { largestFile } from './read-sample.ts';

type Way = 'text' | 'file';

/** What a person gives to be read: a text or a file. */
export interface SampleData {
  readonly way: Way;
  readonly text: string;
  readonly file: File | null;
}

/** What there is to read of it; null: nothing yet, or more than is tried. */
export function contentOf({ way, text, file }: SampleData): Blob | string | null {
  if (way === 'text') return text.trim() === '' ? null : text;
  return file !== null && file.size <= largestFile ? file : null;
}

/** The name of a file that is too large to be tried. */
export const tooLarge = ({ way, file }: SampleData): string | undefined =>
  way === 'file' && file !== null && file.size > largestFile ? file.name : undefined;

export const useSampleData = () => useState<SampleData>({ way: 'text', text: '', file: null });

interface SampleDataFieldsProps {
  readonly data: SampleData;
  readonly onChange: (data: SampleData) => void;
  /** Beside the choice of the way. */
  readonly children?: ReactNode;
  readonly placeholder: string;
}

/** Where the data is pasted, or its file given. */
export function SampleDataFields({ data, onChange, children, placeholder }: SampleDataFieldsProps) {
  const { way, text, file } = data;
  return (
    <>
      <div className="flex flex-wrap items-end gap-3">
        <Segmented<Way>
          label="Where it comes from"
          value={way}
          options={[
            { value: 'text', label: 'Paste' },
            { value: 'file', label: 'File' },
          ]}
          onChange={(next) => onChange({ ...data, way: next })}
        />
        {children}
      </div>
      {way === 'text' ? (
        <TextAreaField
          label="Data"
          mono
          rows={9}
          autoFocus
          spellCheck={false}
          placeholder={placeholder}
          value={text}
          onChange={(event) => onChange({ ...data, text: event.target.value })}
        />
      ) : (
        <FileDropZone
          hint={file === null ? 'Up to 200 MB; of long lists the beginning is kept.' : `Chosen: ${file.name}`}
          onFiles={([first]) => onChange({ ...data, file: first ?? null })}
        />
      )}
    </>
  );
}
