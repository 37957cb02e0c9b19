import { Field } from '../../ui/index.ts';
import { ExpressionField } from '../expression/expression-field.tsx';
import type { ExpressionFieldProps } from '../expression/expression-field.tsx';
import { problemsAt } from './node-edit.ts';
import type { NodeForm } from './node-edit.ts';

interface NodeExpressionProps extends Pick<ExpressionFieldProps, 'label' | 'value' | 'onChange'> {
  readonly form: Pick<NodeForm, 'preview' | 'problems' | 'disabled' | 'seal'>;
  /** The field of the node, as its problems name it. */
  readonly name: string;
  readonly hint?: string | undefined;
  readonly required?: boolean;
  readonly placeholder: string;
  /** What the result below is worked out on, where that is not what the node sees. */
  readonly scope?: ExpressionFieldProps['scope'];
}

/** A setting of a node that is an expression, with the problems that are found in it. */
export function NodeExpression({ form, name, label, hint, required = false, scope, ...rest }: NodeExpressionProps) {
  const { preview, problems, disabled, seal } = form;
  return (
    <Field label={label} required={required} hint={hint}>
      {({ id, describedBy }) => (
        <div data-field={name}>
          <ExpressionField
            {...rest}
            id={id}
            describedBy={describedBy}
            label={label}
            scope={scope ?? preview.scope}
            types={preview.types}
            sources={preview.sources}
            problems={problemsAt(problems, name)}
            disabled={disabled}
            onBlur={seal}
          />
        </div>
      )}
    </Field>
  );
}
