import { Link } from '@tanstack/react-router';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { ActionsTh, Chip, SkeletonRows, Table, Td, Th, TimeText, Tr } from '../../ui/index.ts';
import { ItemMenu } from '../item-menu.tsx';
import type { LibraryThing } from '../item-menu.tsx';
import type { LibraryKind } from '../library-words.ts';

interface Listed extends LibraryThing {
  /** 0: none was published. */
  readonly latest: number;
  readonly updatedAt: string;
  readonly updatedBy?: string;
  readonly canonical?: boolean;
}

interface LibraryTableProps {
  readonly kind: LibraryKind;
  readonly label: string;
  readonly icon: LucideIcon;
  /** Absent while the list is loading. */
  readonly items: readonly Listed[] | undefined;
}

const columns = 5;

/** Things of the library: mappings the last changed first, schemas and tables by name. */
export function LibraryTable({ kind, label, icon, items }: LibraryTableProps) {
  return (
    <Table label={label} aria-busy={items === undefined} className="min-w-200">
      <colgroup>
        <col style={{ width: '44%' }} />
        <col />
        <col style={{ width: 136 }} />
        <col style={{ width: kind === 'mapping' ? 240 : 136 }} />
        <col style={{ width: 56 }} />
      </colgroup>
      <thead>
        <tr>
          <Th aria-sort={kind === 'mapping' ? undefined : 'ascending'}>Name</Th>
          <Th>Description</Th>
          <Th>Newest version</Th>
          <Th sorted={kind === 'mapping'}>Changed</Th>
          <ActionsTh />
        </tr>
      </thead>
      <tbody>
        {items === undefined ? (
          <SkeletonRows rows={6} columns={columns} />
        ) : (
          items.map((item) => <Row key={item.id} kind={kind} icon={icon} item={item} />)
        )}
      </tbody>
    </Table>
  );
}

interface RowProps {
  readonly kind: LibraryKind;
  readonly icon: LucideIcon;
  readonly item: Listed;
}

function Row({ kind, icon: Icon, item }: RowProps) {
  return (
    <Tr>
      <Td>
        <span className="flex items-center gap-2">
          <span className="grid size-7 flex-none place-items-center rounded-2 bg-hover text-ink-2">
            <Icon size={16} aria-hidden />
          </span>
          <ItemLink kind={kind} id={item.id} title={item.name}>
            {item.name}
          </ItemLink>
          {item.canonical === true ? <Chip>Canonical</Chip> : null}
        </span>
      </Td>
      <Td dim title={item.description}>
        {item.description}
      </Td>
      <Td className="tabular">{item.latest === 0 ? <Chip tone="chg">Draft only</Chip> : item.latest}</Td>
      <Td dim>
        <TimeText at={item.updatedAt} ago />
        {item.updatedBy === undefined ? '' : ` by ${item.updatedBy}`}
      </Td>
      <Td end className="overflow-visible">
        <span className="relative z-10">
          <ItemMenu kind={kind} item={item} />
        </span>
      </Td>
    </Tr>
  );
}

interface ItemLinkProps {
  readonly kind: LibraryKind;
  readonly id: string;
  readonly title: string;
  readonly children: ReactNode;
}

/** Covers the whole row. */
function ItemLink({ kind, id, ...rest }: ItemLinkProps) {
  const className = 'truncate font-medium after:absolute after:inset-0';
  switch (kind) {
    case 'mapping':
      return <Link to="/mappings/$mappingId" params={{ mappingId: id }} className={className} {...rest} />;
    case 'schema':
      return <Link to="/mappings/schemas/$schemaId" params={{ schemaId: id }} className={className} {...rest} />;
    case 'lookup':
      return <Link to="/mappings/lookups/$lookupId" params={{ lookupId: id }} className={className} {...rest} />;
  }
}
