import { useMapperData } from '../mapper-context.ts';
import { fieldName } from './use-rule-edit.ts';

/** What the schema calls a target field, where that is more than its name. */
export function useFieldTitle(path: string): string | undefined {
  const { targetAt, targetNodes } = useMapperData();
  const { title } = targetNodes[targetAt.get(path) ?? -1]?.shape?.schema ?? {};
  return title === fieldName(path) ? undefined : title;
}

/** A target field as its schema calls it and as rules call it: “E-mail address” and `customer.email`. */
export function FieldName({ path }: { readonly path: string }) {
  const title = useFieldTitle(path);
  return (
    <span className="wrap-anywhere">
      {title === undefined ? null : `${title} `}
      <code className={title === undefined ? 'text-ink' : 'text-ink-3'}>{fieldName(path)}</code>
    </span>
  );
}
