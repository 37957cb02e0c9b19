import type { Diagnostic } from '@patchbay/model/errors';
import { ChevronDown } from 'lucide-react';
import { controlClass } from '../../../ui/index.ts';
import { DataPicker } from '../../expression/data-picker.tsx';
import { FieldProblems } from '../../expression/expression-field.tsx';
import { ExpressionResult } from '../../expression/expression-result.tsx';
import { PathPill } from '../../expression/path-pill.tsx';
import type { PreviewScope } from '../../preview/preview-scope.ts';

interface MappedControlProps {
  readonly id: string;
  readonly label: string;
  readonly path: string;
  readonly onChange: (path: string) => void;
  readonly preview: PreviewScope;
  readonly problems: readonly Diagnostic[];
  readonly disabled: boolean;
}

/** A piece of data as a pill; choosing it needs no word of the expression language. */
export function MappedControl({ id, label, path, onChange, preview, problems, disabled }: MappedControlProps) {
  return (
    <div>
      <div className={controlClass}>
        {path === '' ? null : (
          <PathPill path={path} sources={preview.sources} {...(disabled ? {} : { onRemove: () => onChange('') })} />
        )}
        <DataPicker
          sources={preview.sources}
          label={`Choose data for ${label}`}
          onPick={onChange}
          trigger={
            <button
              id={id}
              type="button"
              disabled={disabled}
              aria-label={`Choose data for ${label}`}
              className="flex h-6 min-w-6 flex-1 items-center justify-between gap-1 rounded-1 text-left text-ink-3"
            >
              <span>{path === '' ? 'Choose data' : ''}</span>
              <ChevronDown size={14} aria-hidden />
            </button>
          }
        />
      </div>
      <FieldProblems problems={problems} />
      <ExpressionResult text={path} scope={preview.scope} />
    </div>
  );
}
