import type { ExpressionScope, Scope } from '@patchbay/mapping';
import type { Diagnostic } from '@patchbay/model/errors';
import { Maximize2, TriangleAlert } from 'lucide-react';
import { useRef, useState } from 'react';
import { IconButton } from '../../ui/index.ts';
import { CodeField } from '../../ui/code-editor/index.ts';
import type { CodeFieldHandle } from '../../ui/code-editor/index.ts';
import type { DataSource } from '../preview/preview-scope.ts';
import { DataPicker } from './data-picker.tsx';
import { ExpressionResult } from './expression-result.tsx';
import { FormulaDialog } from './formula-dialog.tsx';
import { useExpressionAssist } from './use-expression-assist.ts';

export interface ExpressionFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onBlur?: () => void;
  readonly label: string;
  readonly id?: string;
  readonly describedBy?: string | undefined;
  readonly scope: Scope;
  readonly types: ExpressionScope;
  readonly sources: readonly DataSource[];
  /** Problems found in this expression. */
  readonly problems?: readonly Diagnostic[];
  readonly placeholder?: string;
  readonly disabled?: boolean;
  /** The result stands elsewhere, not below. */
  readonly quiet?: boolean;
}

/** One expression: coloured, completed, with the data picker beside it and its result below as one types. */
export function ExpressionField(props: ExpressionFieldProps) {
  const { value, onChange, scope, sources, problems = [] } = props;
  const field = useRef<CodeFieldHandle>(null);
  const [large, setLarge] = useState(false);
  const assist = useExpressionAssist(scope, props.types);
  const marks = problems.flatMap(({ at, severity, message }) =>
    at.start === undefined || at.end === undefined ? [] : [{ start: at.start, end: at.end, severity, message }],
  );
  return (
    <div>
      <div className="flex items-start gap-1">
        <div className="min-w-0 flex-1">
          <CodeField
            handleRef={field}
            id={props.id}
            aria-label={props.label}
            aria-describedby={props.describedBy}
            aria-invalid={problems.some((problem) => problem.severity === 'error') || undefined}
            value={value}
            onChange={onChange}
            {...(props.onBlur === undefined ? {} : { onBlur: props.onBlur })}
            assist={assist}
            marks={marks}
            placeholder={props.placeholder ?? ''}
            disabled={props.disabled ?? false}
          />
        </div>
        {props.disabled === true ? null : (
          <>
            <DataPicker sources={sources} label="Insert data" onPick={(path) => field.current?.insert(path)} />
            <IconButton icon={Maximize2} look="plain" label="More room" onClick={() => setLarge(true)} />
          </>
        )}
      </div>
      <FieldProblems problems={problems} />
      {props.quiet === true || problems.some((problem) => problem.severity === 'error') ? null : (
        <ExpressionResult text={value} scope={scope} />
      )}
      {large ? (
        <FormulaDialog
          label={props.label}
          value={value}
          onChange={onChange}
          onClose={() => setLarge(false)}
          scope={scope}
          types={props.types}
          sources={sources}
          marks={marks}
        />
      ) : null}
    </div>
  );
}

export function FieldProblems({ problems }: { readonly problems: readonly Diagnostic[] }) {
  return problems
    .filter((problem) => problem.severity !== 'info')
    .map((problem, index) => (
      <p
        key={index}
        className={`mt-1 flex items-start gap-1 text-12 ${problem.severity === 'error' ? 'text-bad' : 'text-wait'}`}
      >
        <TriangleAlert size={12} aria-hidden className="mt-0.5" />
        <span className="min-w-0 wrap-anywhere">{problem.message}</span>
      </p>
    ));
}
