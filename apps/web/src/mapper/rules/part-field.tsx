import { ExpressionField } from '../../editor/expression/expression-field.tsx';
import { useRuleScope } from '../data/use-rule-scope.ts';
import { useHost, useMapperData } from '../mapper-context.ts';
import { useDataSources } from './use-data-sources.ts';

interface PartFieldProps {
  readonly path: string;
  /** As in diagnostics, with its `#`. */
  readonly part: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly placeholder?: string;
  /** Its result stands below. */
  readonly showsResult?: boolean;
}

/** One expression of a rule, in a panel. */
export function PartField({ path, part, label, value, onChange, placeholder, showsResult = false }: PartFieldProps) {
  const { mayEdit, seal } = useHost();
  const { diagnostics } = useMapperData();
  const { scope, types } = useRuleScope(path, part);
  const sources = useDataSources();
  const problems = diagnostics.filter(({ at }) => at.field === `mapping${path}${part}`);
  return (
    <ExpressionField
      quiet={!showsResult}
      label={label}
      value={value}
      onChange={onChange}
      onBlur={seal}
      scope={scope}
      types={types}
      sources={sources}
      problems={problems}
      disabled={!mayEdit}
      placeholder={placeholder ?? ''}
    />
  );
}
