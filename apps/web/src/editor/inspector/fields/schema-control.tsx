import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ExternalLink } from 'lucide-react';
import { trpc } from '../../../app/api-client.ts';
import { findSchema } from '../../../mappings/find-entries.ts';
import { LibraryPicker } from '../../../mappings/library-picker.tsx';
import { Button, Select } from '../../../ui/index.ts';

interface SchemaControlProps {
  readonly id: string;
  readonly label: string;
  /** `Order@3`; blank: none. */
  readonly chosen: string;
  readonly isOptional: boolean;
  readonly onChange: (ref: string) => void;
  readonly onBlur: () => void;
  readonly disabled: boolean;
}

const none = { value: '', label: 'No schema' };
const partsOf = (ref: string): { name: string; version: number } => {
  const at = ref.lastIndexOf('@');
  return { name: ref.slice(0, at), version: Number(ref.slice(at + 1)) };
};

/** A schema of the library in one of its versions: found by its name, opened beside the flow. */
export function SchemaControl({ id, label, chosen, isOptional, onChange, onBlur, disabled }: SchemaControlProps) {
  const take = (ref: string): void => {
    onChange(ref);
    onBlur();
  };
  return (
    <div className="grid gap-1.5">
      <LibraryPicker
        kind="schema"
        id={id}
        aria-label={label}
        value={chosen === '' ? undefined : chosen}
        placeholder="Choose a schema of the library"
        always={isOptional && chosen !== '' ? [none] : []}
        disabled={disabled}
        onChange={take}
      />
      {chosen === '' ? null : <Chosen key={chosen} chosen={chosen} label={label} onChange={take} disabled={disabled} />}
    </div>
  );
}

type ChosenProps = Pick<SchemaControlProps, 'chosen' | 'label' | 'onChange' | 'disabled'>;

/** Its version, whether there is a newer one, and the way to it. That it is missing, the problems of the field say. */
function Chosen({ chosen, label, onChange, disabled }: ChosenProps) {
  const { name, version } = partsOf(chosen);
  const found = useQuery({
    queryKey: [...trpc.schema.list.queryKey(), 'named', name],
    queryFn: () => findSchema(name),
  });
  const schema = found.data;
  const versions = useQuery(
    trpc.schema.versions.queryOptions(
      { schemaId: schema?.id ?? '' },
      { enabled: schema !== undefined && schema !== null },
    ),
  );
  if (schema === undefined || schema === null) return null;
  const numbers = versions.data?.items.map(({ number }) => number) ?? [version];
  const to = (number: number): string => `${schema.name}@${number}`;
  return (
    <>
      <div className="flex items-center gap-2 text-12">
        <Select
          className="w-28"
          aria-label={`Version of “${label}”`}
          value={String(version)}
          options={numbers.map((number) => ({ value: String(number), label: `Version ${number}` }))}
          disabled={disabled}
          onChange={(number) => onChange(to(Number(number)))}
        />
        <Link
          to="/mappings/schemas/$schemaId"
          params={{ schemaId: schema.id }}
          search={schema.latest === version ? {} : { version: String(version) }}
          className="inline-flex items-center gap-1 text-accent underline"
        >
          <ExternalLink size={12} aria-hidden />
          Open {schema.name}
        </Link>
      </div>
      {schema.latest > version ? (
        <div role="status" className="flex flex-wrap items-center gap-2 text-12 text-ink-2">
          <span>
            Version {schema.latest} is newer. This step keeps version {version} until you say otherwise.
          </span>
          {disabled ? null : (
            <Button size="small" onClick={() => onChange(to(schema.latest))}>
              Use version {schema.latest}
            </Button>
          )}
        </div>
      ) : null}
    </>
  );
}
