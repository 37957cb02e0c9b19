import type { SchemaNode } from '@patchbay/model/schema';
import { aliasOf } from '../rows/type-words.ts';

interface RowNameProps {
  /** The field's own name. */
  readonly name: string;
  readonly shape: SchemaNode | undefined;
  /** `*` for a field that must be given, `?` for one that may be missing. */
  readonly mark: '*' | '?' | undefined;
}

/** A row's name as people here call the field, with its own name dim behind, as formulas write it. */
export function RowName({ name, shape, mark }: RowNameProps) {
  const alias = aliasOf(shape);
  return (
    <>
      <span className="name">{alias ?? name}</span>
      {mark === undefined ? null : <span className={`presence ${mark === '*' ? 'required' : 'optional'}`}>{mark}</span>}
      {alias === undefined ? null : <code className="own-name">{name}</code>}
    </>
  );
}
