import type { FieldManifest } from '@patchbay/model/connector';
import type { Json } from '@patchbay/model/schema';
import { Lock } from 'lucide-react';
import { Checkbox, Fold, SelectField, TextAreaField, TextField, TimeText } from '../ui/index.ts';
import { type ConnectionDraft, numberFromText, visibleFields } from './connection-draft.ts';

export interface StoredSecret {
  readonly name: string;
  readonly stored: boolean;
  readonly updatedAt: string | null;
}

export interface ConnectionFieldsProps {
  readonly fields: readonly FieldManifest[];
  readonly draft: ConnectionDraft;
  readonly onChange: (draft: ConnectionDraft) => void;
  readonly problems: ReadonlyMap<string, string>;
  readonly secrets: readonly StoredSecret[];
  readonly readOnly?: boolean;
}

/** The form of a connection, drawn from its connector's manifest. */
export function ConnectionFields({
  fields,
  draft,
  onChange,
  problems,
  secrets,
  readOnly = false,
}: ConnectionFieldsProps) {
  const shown = visibleFields(fields, draft.settings);
  const advanced = shown.filter((field) => field.advanced);
  const control = (field: FieldManifest) =>
    field.control === 'secret' ? (
      <SecretField
        key={field.name}
        field={field}
        value={draft.secrets[field.name] ?? ''}
        onChange={(value) => onChange({ ...draft, secrets: { ...draft.secrets, [field.name]: value } })}
        error={problems.get(field.name)}
        stored={secrets.find((secret) => secret.name === field.name && secret.stored)}
      />
    ) : (
      <SettingField
        key={field.name}
        field={field}
        value={draft.settings[field.name] ?? field.default ?? null}
        onChange={(value) => onChange({ ...draft, settings: { ...draft.settings, [field.name]: value } })}
        error={problems.get(field.name)}
      />
    );
  return (
    <fieldset disabled={readOnly} className="grid gap-3">
      <TextField
        label="Name"
        required
        value={draft.name}
        onChange={(event) => onChange({ ...draft, name: event.target.value })}
        error={problems.get('name')}
        hint="What people see when they choose it: the system, and whether it is the real one."
      />
      {shown.filter((field) => !field.advanced).map(control)}
      {advanced.length === 0 ? null : (
        <Fold
          title="Advanced"
          summary={advanced.map((field) => field.label).join(', ')}
          defaultOpen={advanced.some((field) => problems.has(field.name))}
          className="border-b-0 p-0"
        >
          <div className="grid gap-3">{advanced.map(control)}</div>
        </Fold>
      )}
    </fieldset>
  );
}

interface SettingProps {
  readonly field: FieldManifest;
  readonly value: Json;
  readonly onChange: (value: Json) => void;
  readonly error: string | undefined;
}

const asText = (value: Json): string =>
  value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value);

function SettingField({ field, value, onChange, error }: SettingProps) {
  const words = { label: field.label, required: field.required, hint: field.description, error };
  switch (field.control) {
    case 'boolean':
      return (
        <Checkbox checked={value === true} onChange={onChange} label={field.label} hint={error ?? field.description} />
      );
    case 'select':
      return (
        <SelectField
          {...words}
          value={typeof value === 'string' && value !== '' ? value : undefined}
          options={field.options ?? []}
          onChange={onChange}
        />
      );
    case 'multiline':
    case 'json':
    case 'sql':
      return (
        <TextAreaField
          {...words}
          mono={field.control !== 'multiline'}
          value={asText(value)}
          onChange={(event) => onChange(event.target.value)}
          placeholder={field.placeholder}
        />
      );
    case 'number':
      return (
        <TextField
          {...words}
          inputMode="decimal"
          value={asText(value)}
          onChange={(event) => onChange(numberFromText(event.target.value))}
          placeholder={field.placeholder}
        />
      );
    case 'text':
    case 'cron':
    case 'zone':
    case 'entries':
    case 'schema':
    case 'rows':
    case 'topic':
    case 'statements':
    case 'secret':
      return (
        <TextField
          {...words}
          value={asText(value)}
          onChange={(event) => onChange(event.target.value)}
          placeholder={field.placeholder}
        />
      );
  }
}

interface SecretProps {
  readonly field: FieldManifest;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: string | undefined;
  readonly stored: StoredSecret | undefined;
}

/** Write-only: what is stored is never sent to the page, so there is nothing to show. */
function SecretField({ field, value, onChange, error, stored }: SecretProps) {
  const kept =
    stored === undefined ? (
      field.description
    ) : (
      <>
        <Lock size={12} aria-hidden className="mr-1 inline align-[-2px]" />
        Stored{stored.updatedAt === null ? null : <> {<TimeText at={stored.updatedAt} ago />}</>}, never shown again;
        type to replace it.
      </>
    );
  return (
    <TextField
      label={field.label}
      required={field.required && stored === undefined}
      type="password"
      autoComplete="new-password"
      mono
      value={value}
      onChange={(event) => onChange(event.target.value)}
      placeholder={stored === undefined ? field.placeholder : '••••••••••••'}
      hint={kept}
      error={error}
    />
  );
}
