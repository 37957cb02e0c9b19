// Monaco, its workers and its look. Workers are files of our own, so that the content security policy stays strict.
import * as monaco from 'monaco-editor/editor';
import 'monaco-editor/features/register.all';
import 'monaco-editor/languages/definitions/sql/register';
import 'monaco-editor/languages/features/json/register';
import { useEffect } from 'react';
import { useTheme } from '../theme/theme-choice.ts';

self.MonacoEnvironment = {
  getWorker: async (_id: string, label: string) => {
    const { default: LocalWorker } = await workerFor(label);
    return new LocalWorker();
  },
};

function workerFor(label: string): Promise<{ default: new () => Worker }> {
  switch (label) {
    case 'json':
      return import('monaco-editor/languages/features/json/json.worker.js?worker');
    case 'javascript':
    case 'typescript':
      return import('monaco-editor/languages/features/typescript/ts.worker.js?worker');
    default:
      return import('monaco-editor/editor/editor.worker.js?worker');
  }
}

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

const tokenRule = (token: string, name: string): monaco.editor.ITokenThemeRule => ({
  token,
  foreground: colour(name).slice(1),
});

/** Monaco cannot read CSS variables: the tokens of the present theme are handed over. */
function paint(theme: 'light' | 'dark'): void {
  monaco.editor.defineTheme('patchbay', {
    base: theme === 'dark' ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      tokenRule('fx-function', '--chg'),
      tokenRule('fx-keyword', '--chg'),
      tokenRule('fx-path', '--accent-text'),
      tokenRule('fx-text', '--ok'),
      tokenRule('fx-number', '--wait'),
      tokenRule('fx-bad', '--bad'),
      tokenRule('keyword.ts', '--chg'),
      tokenRule('keyword.js', '--chg'),
      tokenRule('string.ts', '--ok'),
      tokenRule('string.js', '--ok'),
      tokenRule('number.ts', '--wait'),
      tokenRule('number.js', '--wait'),
      tokenRule('comment.ts', '--text-3'),
      tokenRule('comment.js', '--text-3'),
    ],
    colors: {
      'editor.background': colour('--panel'),
      'editor.foreground': colour('--text'),
      'editorLineNumber.foreground': colour('--text-3'),
      'editorGutter.background': colour('--sunken'),
      'editor.lineHighlightBackground': colour('--sunken'),
      'editorWidget.background': colour('--raised'),
      'editorWidget.border': colour('--line-2'),
      'editorSuggestWidget.selectedBackground': colour('--accent-soft'),
      'editorSuggestWidget.selectedForeground': colour('--text'),
      'editorSuggestWidget.highlightForeground': colour('--accent-text'),
      'editorSuggestWidget.focusHighlightForeground': colour('--accent-text'),
      focusBorder: colour('--accent'),
    },
  });
  monaco.editor.setTheme('patchbay');
}

/** Where the system gives the colours, Monaco's own high contrast has those that it needs. */
const isForced = (): boolean => window.matchMedia('(forced-colors: active)').matches;

type Look = 'light' | 'dark' | 'forced light' | 'forced dark';
let painted: Look | null = null;

export function useMonacoTheme(): void {
  const theme = useTheme();
  useEffect(() => {
    // All editors share one look: it is painted once, not for every editor that is shown.
    const look: Look = isForced() ? `forced ${theme}` : theme;
    if (painted === look) return;
    if (isForced()) monaco.editor.setTheme(theme === 'dark' ? 'hc-black' : 'hc-light');
    else paint(theme);
    painted = look;
  }, [theme]);
}

const idleModels: monaco.editor.ITextModel[] = [];

/** Models are used again and not disposed: a worker that still checks a disposed one would throw into the page. */
export function takeModel(language: string): monaco.editor.ITextModel {
  const at = idleModels.findIndex((model) => model.getLanguageId() === language);
  const [known] = at === -1 ? [] : idleModels.splice(at, 1);
  return known ?? monaco.editor.createModel('', language);
}

export function giveBackModel(model: monaco.editor.ITextModel): void {
  model.setValue('');
  idleModels.push(model);
}

/** How all our editors look and behave. */
export const editorOptions: monaco.editor.IStandaloneEditorConstructionOptions = {
  automaticLayout: true,
  // What is typed is what stands there.
  autoClosingBrackets: 'never',
  autoClosingQuotes: 'never',
  fontFamily: 'JetBrains Mono Variable, ui-monospace, monospace',
  fontLigatures: false,
  fontSize: 12,
  lineHeight: 18,
  minimap: { enabled: false },
  scrollBeyondLastLine: false,
  tabSize: 2,
  // Tab leaves the editor: it is never taken (Ctrl+M or F1 inside gives it back).
  tabFocusMode: true,
  wordWrap: 'on',
  fixedOverflowWidgets: true,
};

export { monaco };
