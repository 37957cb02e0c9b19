// What a person has typed about a connection. Secrets are write-only: an empty field means “keep what is stored”.
import type { ConnectorManifest, FieldManifest } from '@patchbay/model/connector';
import type { Json } from '@patchbay/model/schema';

export interface ConnectionDraft {
  readonly name: string;
  readonly settings: Readonly<Record<string, Json>>;
  /** Only what was typed now. */
  readonly secrets: Readonly<Record<string, string>>;
}

export const connectionFields = (connector: ConnectorManifest): readonly FieldManifest[] =>
  connector.connection?.fields ?? [];

/** Connectors that have something to connect to. */
export const connectable = (connectors: readonly ConnectorManifest[]): ConnectorManifest[] =>
  connectors.filter((connector) => connectionFields(connector).length > 0);

export function blankDraft(connector: ConnectorManifest): ConnectionDraft {
  const defaults = connectionFields(connector).flatMap((field) =>
    field.control === 'secret' || field.default === undefined ? [] : [[field.name, field.default] as const],
  );
  return { name: connector.name, settings: Object.fromEntries(defaults), secrets: {} };
}

/** Fields that the settings so far ask for; one that a setting does not name yet stands at its default. */
export function visibleFields(
  fields: readonly FieldManifest[],
  settings: ConnectionDraft['settings'],
): FieldManifest[] {
  const valueOf = (name: string): Json | undefined =>
    own(settings, name) ?? fields.find((field) => field.name === name)?.default;
  return fields.filter(
    ({ showWhen }) => showWhen === undefined || showWhen.in.includes(textOf(valueOf(showWhen.field))),
  );
}

const own = (record: Readonly<Record<string, Json>>, name: string): Json | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;

const textOf = (value: Json | undefined): string =>
  value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);

const isBlank = (value: Json | undefined): boolean => value === undefined || value === null || value === '';

/** Problems by field name, in words; `name` is the connection's own. Stored secrets need not be typed again. */
export function draftProblems(
  fields: readonly FieldManifest[],
  draft: ConnectionDraft,
  stored: ReadonlySet<string>,
): Map<string, string> {
  const problems = new Map<string, string>();
  if (draft.name.trim() === '') problems.set('name', 'Give the connection a name, so that people can choose it.');
  for (const field of visibleFields(fields, draft.settings)) {
    const value = field.control === 'secret' ? draft.secrets[field.name] : own(draft.settings, field.name);
    if (field.required && isBlank(value) && !(field.control === 'secret' && stored.has(field.name))) {
      problems.set(field.name, `${field.label} is needed to connect.`);
    } else if (field.control === 'number' && !isBlank(value) && typeof value !== 'number') {
      problems.set(field.name, `${field.label} must be a number.`);
    }
  }
  return problems;
}

/** What to send: only fields that are shown, and only secrets that were typed. */
export function draftToSend(
  fields: readonly FieldManifest[],
  draft: ConnectionDraft,
): { name: string; settings: Record<string, Json>; secrets: Record<string, string> } {
  const shown = new Map(visibleFields(fields, draft.settings).map((field) => [field.name, field]));
  const settings = Object.entries(draft.settings).filter(([name, value]) => shown.has(name) && !isBlank(value));
  const secrets = Object.entries(draft.secrets).filter(
    ([name, value]) => shown.get(name)?.control === 'secret' && value !== '',
  );
  return { name: draft.name.trim(), settings: Object.fromEntries(settings), secrets: Object.fromEntries(secrets) };
}

/** A number field holds a number as soon as the text is one; until then the text, which is a problem in words. */
export const numberFromText = (text: string): Json =>
  text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
