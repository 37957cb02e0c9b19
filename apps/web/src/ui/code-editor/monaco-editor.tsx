import { useEffect, useRef } from 'react';
import type { CodeEditorProps } from './code-editor.tsx';
import { editorOptions, giveBackModel, monaco, takeModel, useMonacoTheme } from './monaco.ts';

/** The big editor for JSON, SQL and plain text. */
export function MonacoEditor({ value, onChange, onBlur, language, readOnly = false, label }: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor | null>(null);
  const latest = useRef({ onChange, onBlur, value });
  useEffect(() => {
    latest.current = { onChange, onBlur, value };
  });

  useEffect(() => {
    if (host.current === null) return;
    const model = takeModel(language);
    model.setValue(latest.current.value);
    const made = monaco.editor.create(host.current, {
      ...editorOptions,
      model,
      readOnly,
      ariaLabel: label,
      lineNumbersMinChars: 3,
    });
    editor.current = made;
    const listeners = [
      made.onDidChangeModelContent(() => latest.current.onChange(made.getValue())),
      made.onDidBlurEditorText(() => latest.current.onBlur?.()),
    ];
    return () => {
      for (const listener of listeners) listener.dispose();
      made.dispose();
      giveBackModel(model);
      editor.current = null;
    };
  }, [language, readOnly, label]);

  useEffect(() => {
    if (editor.current !== null && editor.current.getValue() !== value) editor.current.setValue(value);
  }, [value]);

  useMonacoTheme();
  return <div ref={host} className="h-full w-full" />;
}
