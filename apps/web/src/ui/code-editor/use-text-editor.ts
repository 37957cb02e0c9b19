// One large editor in an element, with a model of its own, kept equal to what it is given.
import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';
import { flushSync } from 'react-dom';
import { editorOptions, giveBackModel, monaco, takeModel, useMonacoTheme } from './monaco.ts';

interface TextEditorProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onBlur?: (() => void) | undefined;
  readonly language: string;
  readonly readOnly?: boolean | undefined;
  /** Names the editor for those who hear the page. */
  readonly label: string;
  /** What the language says is wrong, whenever it has looked again. */
  readonly onMistakes?: ((mistakes: readonly TextMistake[]) => void) | undefined;
}

/** What is wrong in a text, with the line that it begins in, counted from 1. */
export interface TextMistake {
  readonly line: number;
  readonly message: string;
}

const mistakesOf = (model: monaco.editor.ITextModel): TextMistake[] =>
  monaco.editor
    .getModelMarkers({ resource: model.uri })
    .filter(({ severity }) => severity === monaco.MarkerSeverity.Error)
    .map(({ startLineNumber: line, message }) => ({ line, message }))
    .toSorted((one, other) => one.line - other.line);

const noOptions: monaco.editor.IStandaloneEditorConstructionOptions = {};

/** Hands back where the editor goes. `options` are besides those of all editors, and always the same object. */
export function useTextEditor(props: TextEditorProps, options = noOptions): RefObject<HTMLDivElement | null> {
  const { value, language, label, readOnly = false } = props;
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
      ...options,
    });
    editor.current = made;
    // What another language had to say is no mistake of this one.
    latest.current.onMistakes?.([]);
    const listeners = [
      made.onDidChangeModelContent(({ isFlush }) => {
        const say = (): void => latest.current.onChange(made.getValue());
        // What is typed comes back as the value before the next letter: a value that is late would take the caret away.
        if (isFlush) say();
        else flushSync(say);
      }),
      made.onDidBlurEditorText(() => latest.current.onBlur?.()),
      monaco.editor.onDidChangeMarkers((changed) => {
        if (changed.some((uri) => uri.toString() === model.uri.toString()))
          latest.current.onMistakes?.(mistakesOf(model));
      }),
    ];
    return () => {
      for (const listener of listeners) listener.dispose();
      made.dispose();
      giveBackModel(model);
      editor.current = null;
    };
  }, [language, readOnly, label, options]);

  useEffect(() => {
    if (editor.current !== null && editor.current.getValue() !== value) editor.current.setValue(value);
  }, [value]);

  useMonacoTheme();
  return host;
}
