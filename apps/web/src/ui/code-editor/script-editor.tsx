import { lazy, Suspense } from 'react';
import { classNames } from '../class-names.ts';
import type { TextMistake } from './use-text-editor.ts';
import { EditorLoading } from './editor-loading.tsx';

export interface ScriptEditorProps {
  /** The body of a function: it may return and await. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onBlur?: () => void;
  readonly language: 'javascript' | 'typescript';
  /** TypeScript declarations of everything there is besides the language. */
  readonly declarations: string;
  /** Names the editor for those who hear the page. */
  readonly label: string;
  /** What the compiler says, whenever it has looked again; it may be told in words beside the editor. */
  readonly onMistakes?: (mistakes: readonly TextMistake[]) => void;
  readonly readOnly?: boolean;
  /** In pixels; `fill`: all of what stands around it. */
  readonly height?: number | 'fill';
}

const Monaco = lazy(async () => ({ default: (await import('./monaco-script.tsx')).MonacoScript }));

/** The big editor for JavaScript and TypeScript, with its compiler in a worker; both are loaded when it is first shown. */
export function ScriptEditor(props: ScriptEditorProps) {
  const { height = 240 } = props;
  return (
    <div
      className={classNames(
        'nokey overflow-hidden rounded-1 border border-ctl-line bg-panel focus-within:border-accent focus-within:ring-1 focus-within:ring-accent',
        height === 'fill' && 'h-full',
      )}
      style={height === 'fill' ? undefined : { height }}
    >
      <Suspense fallback={<EditorLoading />}>
        <Monaco {...props} />
      </Suspense>
    </div>
  );
}
