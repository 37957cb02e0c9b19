// What an editor of one small language asks of it. Offsets are UTF-16 units of the whole text.
import type { Completion } from './code-field.tsx';
import type { ColourToken } from './text-marks.ts';

export interface SignatureView {
  /** `ROUND(number, [places])` */
  readonly label: string;
  /** Where each parameter stands in the label. */
  readonly parameters: readonly { readonly from: number; readonly to: number }[];
  /** The parameter that the caret stands in; beyond the last when there are too many arguments. */
  readonly active: number;
  readonly summary: string;
}

export interface HoverView {
  readonly start: number;
  readonly end: number;
  /** Code, then words below it. */
  readonly code: string;
  readonly words: readonly string[];
}

export interface CodeAssist {
  readonly tokens: (text: string) => readonly ColourToken[];
  readonly complete: (text: string, offset: number) => readonly Completion[];
  readonly signature: (text: string, offset: number) => SignatureView | null;
  /** Laid out for reading; undefined where the text cannot be read. */
  readonly format: (text: string) => string | undefined;
  readonly hover: (text: string, offset: number) => HoverView | null;
}
