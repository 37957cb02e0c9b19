import { useEffect, useImperativeHandle, useRef } from 'react';
import type { FormulaEditorProps } from './formula-editor.tsx';
import { borrowEditor } from './formula-editors.ts';
import type { KeptEditor } from './formula-editors.ts';
import { giveAssist } from './formula-language.ts';
import { monaco, useMonacoTheme } from './monaco.ts';
import type { TextMark } from './text-marks.ts';

/** One formula: no line numbers, no frame of its own; Enter takes it, Escape puts it back. */
export function MonacoFormula(props: FormulaEditorProps) {
  const { value, assist, marks, label, readOnly = false } = props;
  const host = useRef<HTMLDivElement>(null);
  const shown = useRef<KeptEditor | null>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    if (host.current === null) return;
    const { kept, giveBack } = borrowEditor(host.current, {
      value: latest.current.value,
      label,
      readOnly,
      onChange: (text) => latest.current.onChange(text),
      onBlur: () => latest.current.onBlur?.(),
      onApply: () => latest.current.onApply(),
      onPutBack: () => latest.current.onPutBack(),
    });
    shown.current = kept;
    return () => {
      shown.current = null;
      giveBack();
    };
  }, [readOnly, label]);

  useEffect(
    () => (shown.current === null ? undefined : giveAssist(shown.current.model, assist)),
    [assist, readOnly, label],
  );

  useEffect(() => {
    const kept = shown.current;
    if (kept !== null && kept.model.getValue() !== value) kept.show(value);
  }, [value]);

  useEffect(() => {
    const model = shown.current?.model;
    if (model === undefined) return;
    monaco.editor.setModelMarkers(
      model,
      'formula',
      marks.map((mark) => markerOf(mark, model)),
    );
  }, [marks, value]);

  useImperativeHandle(props.handleRef, () => ({
    focus: () => shown.current?.editor.focus(),
    format: () => {
      const editor = shown.current?.editor;
      editor?.focus();
      void editor?.getAction('editor.action.formatDocument')?.run();
    },
    insert: (text, over = '') => {
      const kept = shown.current;
      const selection = kept?.editor.getSelection();
      if (kept === null || selection === null || selection === undefined) return;
      const { editor, model } = kept;
      const range = kept.isUntouched()
        ? untouchedPlace(model, text)
        : selection.isEmpty()
          ? withTextBefore(selection, over, model)
          : selection;
      editor.focus();
      editor.executeEdits('insert', [{ range, text, forceMoveMarkers: true }]);
    },
  }));

  useMonacoTheme();
  return <div ref={host} className="h-full w-full" />;
}

/** Where nobody chose a place, a field takes that of the whole text, and a function goes before it. */
const untouchedPlace = (model: monaco.editor.ITextModel, text: string): monaco.IRange =>
  text.endsWith('(') ? new monaco.Range(1, 1, 1, 1) : model.getFullModelRange();

/** From where `over` begins, when it stands right before a caret. */
function withTextBefore(caret: monaco.Selection, over: string, model: monaco.editor.ITextModel): monaco.IRange {
  const { startLineNumber, startColumn } = caret;
  const line = model.getLineContent(startLineNumber).slice(0, startColumn - 1);
  return over !== '' && line.endsWith(over)
    ? caret.setStartPosition(startLineNumber, startColumn - over.length)
    : caret;
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
