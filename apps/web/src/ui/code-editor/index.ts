export type { CodeAssist, HoverView, SignatureView } from './code-assist.ts';
export { CodeEditor } from './code-editor.tsx';
export type { CodeEditorProps } from './code-editor.tsx';
export { CodeField } from './code-field.tsx';
export type { CodeFieldHandle, CodeFieldProps, Completion } from './code-field.tsx';
export { FormulaEditor } from './formula-editor.tsx';
export type { FormulaEditorProps } from './formula-editor.tsx';
export { piecesOf } from './text-marks.ts';
export type { ColourToken, TextMark, TokenColour } from './text-marks.ts';
