// The one importer of Monaco. Workers are files of our own, so that the content security policy stays strict.
import * as monaco from 'monaco-editor/editor';
import 'monaco-editor/features/register.all';
import 'monaco-editor/languages/definitions/sql/register';
import 'monaco-editor/languages/features/json/register';
import { useEffect, useRef } from 'react';
import { useTheme } from '../theme/theme-choice.ts';
import type { CodeEditorProps } from './code-editor.tsx';

self.MonacoEnvironment = {
  getWorker: async (_id: string, label: string) => {
    const { default: LocalWorker } =
      label === 'json'
        ? await import('monaco-editor/languages/features/json/json.worker.js?worker')
        : await import('monaco-editor/editor/editor.worker.js?worker');
    return new LocalWorker();
  },
};

/** A token's colour as Monaco takes it: six digits, where a minified style sheet may have three. */
function colour(name: string): string {
  const value = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(value);
  return short === null
    ? value
    : `#${short
        .slice(1)
        .map((digit) => digit + digit)
        .join('')}`;
}

const idleModels: monaco.editor.ITextModel[] = [];

/** Models are used again and not disposed: a worker that still checks a disposed one would throw into the page. */
function takeModel(language: CodeEditorProps['language']): monaco.editor.ITextModel {
  const at = idleModels.findIndex((model) => model.getLanguageId() === language);
  const [known] = at === -1 ? [] : idleModels.splice(at, 1);
  return known ?? monaco.editor.createModel('', language);
}

/** Monaco cannot read CSS variables: the tokens of the present theme are handed over. */
function paint(theme: 'light' | 'dark'): void {
  monaco.editor.defineTheme('patchbay', {
    base: theme === 'dark' ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [],
    colors: {
      'editor.background': colour('--panel'),
      'editor.foreground': colour('--text'),
      'editorLineNumber.foreground': colour('--text-3'),
      'editorGutter.background': colour('--sunken'),
      'editor.lineHighlightBackground': colour('--sunken'),
      focusBorder: colour('--accent'),
    },
  });
  monaco.editor.setTheme('patchbay');
}

export function MonacoEditor({ value, onChange, onBlur, language, readOnly = false, label }: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor | null>(null);
  const theme = useTheme();
  const latest = useRef({ onChange, onBlur, value });
  useEffect(() => {
    latest.current = { onChange, onBlur, value };
  });

  useEffect(() => {
    if (host.current === null) return;
    const model = takeModel(language);
    model.setValue(latest.current.value);
    const made = monaco.editor.create(host.current, {
      model,
      readOnly,
      ariaLabel: label,
      automaticLayout: true,
      // What is typed is what stands there.
      autoClosingBrackets: 'never',
      autoClosingQuotes: 'never',
      fontFamily: 'JetBrains Mono Variable, ui-monospace, monospace',
      fontLigatures: false,
      fontSize: 12,
      lineHeight: 18,
      lineNumbersMinChars: 3,
      minimap: { enabled: false },
      scrollBeyondLastLine: false,
      tabSize: 2,
      // Tab leaves the editor: it is never taken (Ctrl+M or F1 inside gives it back).
      tabFocusMode: true,
      wordWrap: 'on',
      fixedOverflowWidgets: true,
    });
    editor.current = made;
    const listeners = [
      made.onDidChangeModelContent(() => latest.current.onChange(made.getValue())),
      made.onDidBlurEditorText(() => latest.current.onBlur?.()),
    ];
    return () => {
      for (const listener of listeners) listener.dispose();
      made.dispose();
      model.setValue('');
      idleModels.push(model);
      editor.current = null;
    };
  }, [language, readOnly, label]);

  useEffect(() => {
    if (editor.current !== null && editor.current.getValue() !== value) editor.current.setValue(value);
  }, [value]);

  useEffect(() => paint(theme), [theme]);

  return <div ref={host} className="h-full w-full" />;
}
