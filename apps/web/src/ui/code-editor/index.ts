export { CodeEditor } from './code-editor.tsx';
export type { CodeEditorProps } from './code-editor.tsx';
export { CodeField } from './code-field.tsx';
export type { CodeFieldHandle, CodeFieldProps, Completion } from './code-field.tsx';
export { piecesOf } from './text-marks.ts';
export type { ColourToken, TextMark, TokenColour } from './text-marks.ts';
