import { lazy, Suspense } from 'react';
import type { Ref } from 'react';
import { Skeleton } from '../skeleton.tsx';
import type { CodeAssist } from './code-assist.ts';
import type { CodeFieldHandle } from './code-field.tsx';
import type { TextMark } from './text-marks.ts';

export interface FormulaEditorProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onBlur?: () => void;
  readonly label: string;
  readonly assist: CodeAssist;
  readonly marks: readonly TextMark[];
  readonly readOnly?: boolean;
  /** Enter, when nothing is being chosen. Shift+Enter breaks the line. */
  readonly onApply: () => void;
  /** Escape, when nothing is open. */
  readonly onPutBack: () => void;
  readonly handleRef?: Ref<CodeFieldHandle>;
}

const Monaco = lazy(async () => ({ default: (await import('./monaco-formula.tsx')).MonacoFormula }));

/** The big editor for one formula, loaded when it is first shown. Keys typed in it are nobody else's (`nokey`). */
export function FormulaEditor(props: FormulaEditorProps) {
  return (
    <div className="nokey h-full min-h-7 overflow-hidden rounded-1 border border-ctl-line bg-panel focus-within:border-accent focus-within:ring-1 focus-within:ring-accent">
      <Suspense
        fallback={
          <div className="p-2" aria-busy aria-label="The editor is being loaded">
            <Skeleton className="w-56" />
          </div>
        }
      >
        <Monaco {...props} />
      </Suspense>
    </div>
  );
}
