import { useEffect, useRef } from 'react';
import { editorOptions, giveBackModel, monaco, takeModel, useMonacoTheme } from './monaco.ts';
import type { ScriptEditorProps } from './script-editor.tsx';
import { declareScope } from './script-language.ts';

export function MonacoScript(props: ScriptEditorProps) {
  const { value, language, declarations, label, readOnly = false } = props;
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor | null>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
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
      folding: false,
      glyphMargin: false,
      quickSuggestions: true,
      suggest: { showWords: false },
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

  useEffect(() => declareScope(language, declarations), [language, declarations]);

  useEffect(() => {
    if (editor.current !== null && editor.current.getValue() !== value) editor.current.setValue(value);
  }, [value]);

  useMonacoTheme();
  return <div ref={host} className="h-full w-full" />;
}
