import { lazy, Suspense } from 'react';
import { classNames } from '../class-names.ts';
import { EditorLoading } from './editor-loading.tsx';

export interface CodeEditorProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onBlur?: () => void;
  readonly language: 'json' | 'sql' | 'plaintext';
  readonly readOnly?: boolean;
  /** Names the editor for those who hear the page. */
  readonly label: string;
  /** In pixels; `fill`: all of what stands around it, without a frame of its own. */
  readonly height?: number | 'fill';
}

const Monaco = lazy(async () => ({ default: (await import('./monaco-editor.tsx')).MonacoEditor }));

/** The big editor, loaded when it is first shown. Keys typed in it are nobody else's (`nokey`). */
export function CodeEditor(props: CodeEditorProps) {
  const { height = 160 } = props;
  return (
    <div
      className={classNames(
        'nokey overflow-hidden',
        height === 'fill'
          ? 'h-full'
          : 'rounded-1 border border-ctl-line focus-within:border-accent focus-within:ring-1 focus-within:ring-accent',
      )}
      style={height === 'fill' ? undefined : { height }}
    >
      <Suspense fallback={<EditorLoading />}>
        <Monaco {...props} />
      </Suspense>
    </div>
  );
}
