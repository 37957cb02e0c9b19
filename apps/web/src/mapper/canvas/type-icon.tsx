import type { TypeIcon as TypeName } from '../rows/type-words.ts';

/** Icons of the sheet `row-icons.svg`. */
export type RowIconName = TypeName | 'open' | 'closed' | 'named' | 'case' | 'otherwise';

export const RowIcon = ({ name }: { readonly name: RowIconName }) => <i aria-hidden className={`row-icon ${name}`} />;

export const TypeIcon = ({ name }: { readonly name: TypeName }) => <RowIcon name={name} />;
