import { useEffect, useImperativeHandle, useRef } from 'react';
import type { FormulaEditorProps } from './formula-editor.tsx';
import { formulaLanguage, giveAssist } from './formula-language.ts';
import { editorOptions, giveBackModel, monaco, takeModel, useMonacoTheme } from './monaco.ts';
import type { TextMark } from './text-marks.ts';

type Editor = monaco.editor.IStandaloneCodeEditor;

/** One formula: no line numbers, no frame of its own; Enter takes it, Escape puts it back. */
export function MonacoFormula(props: FormulaEditorProps) {
  const { value, assist, marks, label, readOnly = false } = props;
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | null>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    if (host.current === null) return;
    const model = takeModel(formulaLanguage);
    model.setValue(latest.current.value);
    const made = monaco.editor.create(host.current, { ...formulaOptions, model, readOnly, ariaLabel: label });
    editor.current = made;
    addKeys(made, latest);
    const listeners = [
      made.onDidChangeModelContent(() => latest.current.onChange(made.getValue())),
      made.onDidBlurEditorText(() => latest.current.onBlur?.()),
    ];
    return () => {
      for (const listener of listeners) listener.dispose();
      monaco.editor.setModelMarkers(model, 'formula', []);
      made.dispose();
      giveBackModel(model);
      editor.current = null;
    };
  }, [readOnly, label]);

  useEffect(() => {
    const model = editor.current?.getModel();
    return model === null || model === undefined ? undefined : giveAssist(model, assist);
  }, [assist, readOnly, label]);

  useEffect(() => {
    if (editor.current !== null && editor.current.getValue() !== value) editor.current.setValue(value);
  }, [value]);

  useEffect(() => {
    const model = editor.current?.getModel();
    if (model === null || model === undefined) return;
    monaco.editor.setModelMarkers(
      model,
      'formula',
      marks.map((mark) => markerOf(mark, model)),
    );
  }, [marks, value]);

  useImperativeHandle(props.handleRef, () => ({
    focus: () => editor.current?.focus(),
    insert: (text) => {
      const made = editor.current;
      const selection = made?.getSelection();
      if (made === null || selection === null || selection === undefined) return;
      made.focus();
      made.executeEdits('insert', [{ range: selection, text, forceMoveMarkers: true }]);
    },
  }));

  useMonacoTheme();
  return <div ref={host} className="h-full w-full" />;
}

const formulaOptions: monaco.editor.IStandaloneEditorConstructionOptions = {
  ...editorOptions,
  lineNumbers: 'off',
  glyphMargin: false,
  folding: false,
  lineDecorationsWidth: 8,
  lineNumbersMinChars: 0,
  renderLineHighlight: 'none',
  overviewRulerLanes: 0,
  overviewRulerBorder: false,
  hideCursorInOverviewRuler: true,
  scrollbar: { vertical: 'auto', horizontal: 'hidden', verticalScrollbarSize: 8, alwaysConsumeMouseWheel: false },
  padding: { top: 5, bottom: 5 },
  contextmenu: false,
  occurrencesHighlight: 'off',
  wordBasedSuggestions: 'off',
  quickSuggestions: true,
  suggest: { showIcons: true, showWords: false, preview: true, snippetsPreventQuickSuggestions: false },
  parameterHints: { enabled: true },
  hover: { delay: 250 },
};

function addKeys(editor: Editor, latest: { readonly current: FormulaEditorProps }): void {
  const { KeyCode } = monaco;
  editor.addAction({
    id: 'formula.apply',
    label: 'Apply the formula',
    keybindings: [KeyCode.Enter],
    precondition: '!suggestWidgetVisible',
    run: () => latest.current.onApply(),
  });
  editor.addAction({
    id: 'formula.putBack',
    label: 'Put back what stood there',
    keybindings: [KeyCode.Escape],
    precondition: '!suggestWidgetVisible && !parameterHintsVisible && !findWidgetVisible',
    run: () => latest.current.onPutBack(),
  });
}

const severities = {
  error: monaco.MarkerSeverity.Error,
  warning: monaco.MarkerSeverity.Warning,
  info: monaco.MarkerSeverity.Info,
} as const;

function markerOf(
  { start, end, severity, message }: TextMark,
  model: monaco.editor.ITextModel,
): monaco.editor.IMarkerData {
  const from = model.getPositionAt(start);
  const to = model.getPositionAt(Math.max(end, start + 1));
  return {
    severity: severities[severity],
    message,
    startLineNumber: from.lineNumber,
    startColumn: from.column,
    endLineNumber: to.lineNumber,
    endColumn: to.column,
  };
}
